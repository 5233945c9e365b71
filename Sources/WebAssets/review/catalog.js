import { percentText } from "/shared/staff-parts.js";

/** What a trainer can choose from, as the options of a picker. */
export class Catalog {
  #intents;
  #articles;
  #t;
  #language;

  constructor({ intents, articles }, t) {
    this.#intents = intents;
    this.#articles = articles;
    this.#t = t;
    this.#language = t.language === "en" ? "en" : "zh";
  }

  intentTitle(name) {
    const intent = this.#intents.find((candidate) => candidate.name === name);
    return intent ? this.#title(intent) : name;
  }

  /** The title of an article, in `language` if it has one. */
  articleTitle(id, language = this.#language) {
    const same = this.#articles.filter((article) => article.id === id);
    return (same.find((article) => article.language === language) ?? same[0])?.title ?? id;
  }

  /** Options for intents; what the bot took the sentence for comes first. */
  intentOptions(decision) {
    const t = this.#t;
    return ranked(this.#intents, decision.intents, ({ name }) => name).map(({ item: intent, confidence }) => ({
      id: intent.name,
      title: this.#title(intent),
      detail: [intent.name, t("examples", { n: t.number(intent.examples) }), intent.escalate && t("escalates")].filter(Boolean).join(" · "),
      note: guess(confidence, t),
      search: [intent.name, ...Object.values(intent.title)].join(" ").toLocaleLowerCase(),
    }));
  }

  /** Options for articles, one for each language of an article; `language` is for the filter. */
  articleOptions(decision) {
    const t = this.#t;
    return ranked(this.#articles, decision.articles, ({ id }) => id).map(({ item: article, confidence }) => ({
      id: article.id,
      language: article.language,
      title: article.title,
      detail: [t(`language_${article.language}`), article.id, ...article.tags.slice(0, 4)].join(" · "),
      note: article.language === decision.language ? guess(confidence, t) : null,
      search: [article.id, article.title, ...article.tags].join(" ").toLocaleLowerCase(),
    }));
  }

  #title({ name, title }) {
    return title[this.#language] ?? title.en ?? title.zh ?? name;
  }
}

/** A guess under one percent is none. */
function guess(confidence, t) {
  return confidence >= 0.01 ? t("botGuess", { percent: percentText(confidence, t) }) : null;
}

function ranked(items, guesses, key) {
  const confidences = new Map(guesses.map((entry) => [key(entry), entry.confidence]));
  return items
    .map((item) => ({ item, confidence: confidences.get(key(item)) ?? 0 }))
    .sort((a, b) => b.confidence - a.confidence);
}
