import { element, fill } from "/shared/dom.js";
import { icon } from "/shared/icons.js";
import { formattedText, verbatimText } from "/shared/message-text.js";
import { api } from "/shared/staff-api.js";
import { decisionView } from "/shared/staff-decision.js";
import { badge, emptyNote, quoted } from "/shared/staff-parts.js";
import { errorText } from "/shared/staff-texts.js";
import { CorrectionForm } from "./correction-form.js";
import { LiveTranscript } from "./live-transcript.js";
import { flagTones, turnKey } from "./turn-list.js";

/** The middle column: one turn and its correction. Dispatches `done` (`{turn, kind}`) and `back`. */
export class TurnDetail extends EventTarget {
  #t;
  #catalog;
  #form = null;
  #key = null;
  #transcript;
  element = element("section", { class: "column turn-detail" });

  /** @param {() => Promise<Catalog>} catalog @param {ChatConnection} connection where conversations are followed */
  constructor(catalog, connection, t) {
    super();
    this.#catalog = catalog;
    this.#t = t;
    this.#transcript = new LiveTranscript(connection, t);
    this.clear();
  }

  /** The turn that is open, null for none. */
  get key() {
    return this.#key;
  }

  clear() {
    const t = this.#t;
    this.#key = null;
    this.#form = null;
    this.#transcript.close();
    fill(this.element, element("div", { class: "nothing" }, icon("book", 40), element("h2", {}, t("chooseTurn")), element("p", { class: "soft" }, t("chooseTurnHint"))));
  }

  async open(turn) {
    const t = this.#t;
    const key = turnKey(turn);
    this.#key = key;
    this.#form = null;
    this.#transcript.close();
    fill(this.element, this.#back(), element("div", { class: "detail-scroll" }, emptyNote(t("loading"))));
    try {
      const [detail, catalog] = await Promise.all([api("GET", `/review/turns/${encodeURIComponent(turn.conversation)}/${turn.seq}`), this.#catalog()]);
      if (this.#key === key) this.#show(detail, catalog);
    } catch (error) {
      if (this.#key !== key) return;
      fill(this.element, this.#back(), element("p", { class: "field-error detail-scroll", role: "alert" }, t("loadFailed", { reason: errorText(error, t) })));
    }
  }

  /** Chooses a kind of correction by its number. */
  chooseKind(number) {
    this.#form?.choose(number);
  }

  #show(detail, catalog) {
    const t = this.#t;
    const { turn, decision, events } = detail;
    this.#form = new CorrectionForm(detail, catalog, t);
    this.#form.addEventListener("done", ({ detail: kind }) => this.dispatchEvent(new CustomEvent("done", { detail: { turn, kind } })));
    const heading = quoted("h2", { class: "said", tabindex: "-1" }, turn.text);
    const content = [
      this.#head(turn, heading),
      this.#answer(turn),
      turn.status !== "open" && element("p", { class: "reviewed" }, t("closedTurn", { status: t(`status_${turn.status}`) }), " ", t("correctAgain")),
      block(t("correct"), this.#form.element),
      block(t("decision"), decisionView(decision, t)),
      block(t("conversationAround"), this.#transcript.open(turn, events)),
    ];
    fill(this.element, this.#back(), element("div", { class: "detail-scroll" }, content));
    this.#transcript.scrollToTurn();
    heading.focus({ preventScroll: true });
  }

  #back() {
    const tell = () => this.dispatchEvent(new CustomEvent("back"));
    return element("button", { type: "button", class: "button is-quiet is-small back", onclick: tell }, icon("down", 18), this.#t("back"));
  }

  #head(turn, heading) {
    const t = this.#t;
    return element(
      "header",
      { class: "turn-head" },
      element("p", { class: "soft" }, t("customerAsked")),
      heading,
      element(
        "p",
        { class: "turn-badges" },
        turn.reasons.map((reason) => badge(t(`flag_${reason}`), flagTones[reason])),
        turn.thumbs_down_reason && badge(t(`why_${turn.thumbs_down_reason}`), "warning"),
        element("span", { class: "soft" }, turn.customer_name ?? t("anonymous"), " · ", t.dateTime(turn.at)),
      ),
    );
  }

  #answer({ answer_text: text, answer_title: title, outcome }) {
    const t = this.#t;
    return element(
      "section",
      { class: "bot-answer" },
      element("h3", {}, t("botAnswered"), " ", badge(t(`outcome_${outcome}`))),
      title && quoted("p", { class: "answer-title" }, title),
      text ? element("div", { class: "answer-text" }, formattedText(text)) : element("p", { class: "soft" }, verbatimText(t("botSilent"))),
    );
  }
}

function block(title, ...content) {
  return element("section", { class: "block" }, element("h3", {}, title), content);
}
