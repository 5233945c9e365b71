import { element } from "/shared/dom.js";
import { api } from "/shared/staff-api.js";
import { field } from "/shared/staff-parts.js";
import { Tabs } from "/shared/staff-tabs.js";
import { errorText } from "/shared/staff-texts.js";
import { CatalogPicker } from "./catalog-picker.js";

const kinds = ["intent", "article", "new_article", "example", "dismiss"];

/** What should have been: one tab for each kind of correction. Dispatches `done` (the kind). */
export class CorrectionForm extends EventTarget {
  #detail;
  #catalog;
  #t;
  #tabs;

  /** @param {object} detail the answer for one turn: `turn`, `decision`, `events` @param {Catalog} catalog */
  constructor(detail, catalog, t) {
    super();
    this.#detail = detail;
    this.#catalog = catalog;
    this.#t = t;
    this.#tabs = new Tabs(
      t("correct"),
      kinds.map((id, index) => ({ id, label: [element("kbd", { "aria-hidden": "true" }, index + 1), t(`tab_${id}`)], panel: this.#panel(id) })),
    );
    this.element = element("div", { class: "correction" }, this.#tabs.list, this.#tabs.panels);
  }

  /** Chooses the tab with a number from 1 and goes to its first field. */
  choose(number) {
    const kind = kinds[number - 1];
    if (!kind) return;
    this.#tabs.choose(kind);
    const panel = this.#tabs.panels[number - 1];
    (panel.querySelector("input, textarea") ?? panel.querySelector("button")).focus();
    panel.scrollIntoView({ block: "nearest" });
  }

  #panel(kind) {
    if (kind === "intent") return this.#intent();
    if (kind === "article") return this.#article();
    if (kind === "new_article") return this.#newArticle();
    if (kind === "example") return this.#example();
    return this.#form("dismissLead", [], "dismiss_", () => ({ kind }));
  }

  #intent() {
    const picker = new CatalogPicker(this.#t("searchIntents"), this.#catalog.intentOptions(this.#detail.decision), this.#t);
    return this.#form("intentLead", [picker.element], "saveCorrection", () => ({ kind: "intent", intent: this.#chosen(picker) }));
  }

  #article() {
    const t = this.#t;
    const picker = new CatalogPicker(t("searchArticles"), this.#catalog.articleOptions(this.#detail.decision), t);
    const language = element(
      "select",
      { class: "input", onchange: () => narrow() },
      ["all", "zh", "en"].map((code) => element("option", { value: code, selected: code === this.#detail.turn.language }, t(`language_${code}`))),
    );
    const narrow = () => (picker.filter = (option) => language.value === "all" || option.language === language.value);
    narrow();
    const body = [element("div", { class: "narrow" }, field(t("languageFilter"), language)), picker.element];
    return this.#form("articleLead", body, "saveCorrection", () => ({ kind: "article", article: this.#chosen(picker) }));
  }

  #newArticle() {
    const t = this.#t;
    const { turn, events } = this.#detail;
    // What an agent told this customer next is the likeliest answer.
    const reply = events.find(({ kind, from, seq }) => kind === "message" && from === "agent" && seq > turn.seq)?.text ?? "";
    const title = element("input", { class: "input", value: turn.text.slice(0, 200), maxlength: 200 });
    const answer = element("textarea", { class: "input", rows: 6, maxlength: 4000, value: reply });
    const tags = element("input", { class: "input" });
    const language = element("select", { class: "input" }, ["zh", "en"].map((code) => element("option", { value: code, selected: code === turn.language }, t(`language_${code}`))));
    const body = [
      field(t("articleTitle"), title),
      field(t("answer"), answer, reply ? `${t("answerFromAgent")} ${t("answerHint")}` : t("answerHint")),
      element("div", { class: "field-pair" }, field(t("tags"), tags, t("tagsHint")), field(t("articleLanguage"), language)),
    ];
    return this.#form("newArticleLead", body, "saveCorrection", () => ({
      kind: "new_article",
      title: this.#filled(title, "articleTitle"),
      answer: this.#filled(answer, "answer"),
      language: language.value,
      tags: tags.value.split(/[,，、;；]/).map((tag) => tag.trim()).filter(Boolean),
    }));
  }

  #example() {
    const t = this.#t;
    const text = element("textarea", { class: "input", rows: 2, maxlength: 500, value: this.#detail.turn.text });
    const picker = new CatalogPicker(t("searchIntents"), this.#catalog.intentOptions(this.#detail.decision), t);
    return this.#form("exampleLead", [field(t("sentence"), text), picker.element], "saveCorrection", () => ({
      kind: "example",
      intent: this.#chosen(picker),
      text: this.#filled(text, "sentence"),
    }));
  }

  #form(lead, body, action, correction) {
    const t = this.#t;
    const problem = element("p", { class: "field-error", role: "alert" });
    const button = element("button", { type: "submit", class: "button is-primary" }, t(action));
    const submit = async (event) => {
      event.preventDefault();
      if (button.disabled) return;
      problem.textContent = "";
      button.disabled = true;
      try {
        await this.#send(correction());
      } catch (error) {
        problem.textContent = error.text ?? errorText(error, t);
      } finally {
        button.disabled = false;
      }
    };
    return element("form", { class: "correction-form", onsubmit: submit, novalidate: true }, element("p", {}, t(lead)), body, problem, element("div", {}, button));
  }

  async #send(correction) {
    const { conversation, seq } = this.#detail.turn;
    await api("POST", `/review/turns/${encodeURIComponent(conversation)}/${seq}/correction`, correction);
    this.dispatchEvent(new CustomEvent("done", { detail: correction.kind }));
  }

  #chosen(picker) {
    if (picker.value !== null) return picker.value;
    picker.focus();
    throw { text: this.#t("chooseFirst") };
  }

  #filled(input, label) {
    if (input.value.trim()) return input.value.trim();
    input.focus();
    throw { text: this.#t("fillIn", { field: this.#t(label) }) };
  }
}
