import { element, fill } from "./dom.js";
import { api } from "./staff-api.js";
import { emptyNote, quoted } from "./staff-parts.js";
import { errorText } from "./staff-texts.js";

/** What weighed in a decision, asked of the server when a person opens it. */
export function explanationView({ conversation, seq }, t) {
  const place = element("div", { class: "explanation-body" });
  const details = element("details", { class: "explanation", dataset: { key: `why-${seq}` } }, element("summary", {}, t("whySummary")), place);
  let asked = false;
  details.addEventListener("toggle", async () => {
    if (!details.open || asked) return;
    asked = true;
    fill(place, emptyNote(t("loading")));
    try {
      const path = `/conversations/${encodeURIComponent(conversation)}/decisions/${seq}/explanation`;
      fill(place, parts(await api("GET", path), t));
    } catch (error) {
      asked = false;
      fill(place, element("p", { class: "field-error", role: "alert" }, errorText(error, t)));
    }
  });
  return details;
}

function parts({ decided_by: decided, explained_by: explained, intents, articles }, t) {
  return [
    decided !== explained && element("p", { class: "soft explanation-note" }, t("whyOtherRelease", { decided, explained })),
    intents.map((intent) => intentPart(intent, t)),
    articles.map((article) => articlePart(article, t)),
    intents.length + articles.length === 0 && emptyNote(t("whyNothing")),
  ];
}

function intentPart({ title, rival, support, against }, t) {
  return element(
    "section",
    { class: "explanation-part" },
    element("h4", {}, title, rival && element("span", { class: "soft" }, " ", t("whyRather", { rival }))),
    evidence(t("whyFor"), support, "positive", t),
    evidence(t("whyAgainst"), against, "negative", t),
  );
}

function evidence(label, items, tone, t) {
  if (!items.length) return null;
  const marks = items.map(({ text, weight }) =>
    element("li", { class: `weight is-${tone}` }, quoted("span", {}, text), element("span", { class: "weight-value" }, signed(weight, t))),
  );
  return element("div", { class: "weights-row" }, element("span", { class: "soft" }, label), element("ul", { class: "weights" }, marks));
}

function articlePart({ title, score, likeness, terms }, t) {
  const named = terms.map(({ kind, text, score: part, in_questions: asked, in_answer: answered }) => {
    const place = [asked && t("whyInQuestion"), answered && t("whyInAnswer")].filter(Boolean).join(" · ");
    return element(
      "li",
      { class: "weight is-positive", title: place || null },
      text ? quoted("span", {}, text) : element("span", { class: "soft" }, t(`whyKind_${kind}`)),
      element("span", { class: "weight-value" }, signed(part, t)),
    );
  });
  return element(
    "section",
    { class: "explanation-part" },
    element("h4", {}, quoted("span", {}, title), element("span", { class: "soft" }, " ", t("whyScore", { score: rounded(score, t), likeness: signed(likeness, t) }))),
    element("ul", { class: "weights" }, named),
  );
}

function rounded(value, t) {
  return t.number(Math.round(value * 100) / 100);
}

function signed(value, t) {
  return value < 0 ? `−${rounded(-value, t)}` : `+${rounded(value, t)}`;
}
