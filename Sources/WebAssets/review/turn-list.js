import { element, fill } from "/shared/dom.js";
import { api } from "/shared/staff-api.js";
import { badge, emptyNote, freshID, quoted } from "/shared/staff-parts.js";
import { errorText } from "/shared/staff-texts.js";
import { elapsedTime } from "/shared/staff-time.js";

export const flagTones = { low_confidence: "warning", no_answer: "danger", thumbs_down: "danger", handed_off: "accent" };
const statuses = ["open", "corrected", "dismissed"];

/** What tells one turn from another. */
export function turnKey({ conversation, seq }) {
  return `${conversation}/${seq}`;
}

/** The left column: flagged turns with their filters. Dispatches `choose` (a turn). */
export class TurnList extends EventTarget {
  #t;
  #status;
  #reasons = element("div", { class: "chips", role: "group" });
  #reason = "";
  #list = element("ul", { class: "turns" });
  #note = element("div");
  #summary = element("p", { class: "visually-hidden", role: "status" });
  #turns = [];
  #chosen = null;
  #load = 0;

  constructor(t, help) {
    super();
    this.#t = t;
    const id = freshID("status");
    this.#status = element("select", { class: "input", id, onchange: () => this.reload() }, statuses.map((name) => element("option", { value: name }, t(`status_${name}`))));
    this.#reasons.setAttribute("aria-label", t("reason"));
    const filters = element(
      "div",
      { class: "filters" },
      element("div", { class: "filter-status" }, element("label", { class: "label", for: id }, t("status")), this.#status),
      this.#reasons,
    );
    const hint = element("button", { type: "button", class: "link keys-hint", onclick: help }, t("keys"));
    this.element = element("nav", { class: "column turn-list", "aria-label": t("turns") }, filters, this.#summary, element("div", { class: "turn-scroll" }, this.#list, this.#note), hint);
  }

  get turns() {
    return this.#turns;
  }

  /** Whether only turns that nobody has looked at are listed. */
  get showsOpen() {
    return this.#status.value === "open";
  }

  async reload() {
    this.#load += 1;
    const load = this.#load;
    const query = new URLSearchParams({ status: this.#status.value, limit: "200" });
    if (this.#reason) query.set("reason", this.#reason);
    try {
      const { turns, counts } = await api("GET", `/review/turns?${query}`);
      if (load === this.#load) this.#show(turns, counts);
    } catch (error) {
      if (load === this.#load) fill(this.#note, element("p", { class: "field-error", role: "alert" }, errorText(error, this.#t)));
    }
  }

  /** Marks the turn that is open. */
  mark(turn) {
    this.#chosen = turn && turnKey(turn);
    for (const item of this.#list.querySelectorAll("[data-turn]")) {
      const chosen = item.dataset.turn === this.#chosen;
      if (chosen) item.setAttribute("aria-current", "true");
      else item.removeAttribute("aria-current");
      if (chosen) item.scrollIntoView({ block: "nearest" });
    }
  }

  /** Opens the turn `step` places after the one that is open. */
  move(step) {
    const index = this.#turns.findIndex((turn) => turnKey(turn) === this.#chosen);
    const next = this.#turns[index < 0 ? 0 : Math.min(this.#turns.length - 1, Math.max(0, index + step))];
    if (next) this.#choose(next);
  }

  focus() {
    (this.#list.querySelector("[aria-current=true]") ?? this.#status).focus();
  }

  #show(turns, counts) {
    const t = this.#t;
    this.#turns = turns;
    this.#showReasons(counts);
    fill(this.#list, turns.map((turn) => element("li", {}, this.#item(turn))));
    fill(this.#note, turns.length ? null : emptyNote(t(this.showsOpen && !this.#reason ? "noTurnsOpen" : "noTurns")));
    this.#summary.textContent = t("listed", { n: turns.length });
    this.mark(turns.find((turn) => turnKey(turn) === this.#chosen) ?? null);
    this.dispatchEvent(new CustomEvent("loaded"));
  }

  #showReasons(counts) {
    const t = this.#t;
    const focused = document.activeElement?.dataset.reason;
    const chip = (reason, label, count) =>
      element(
        "button",
        {
          type: "button", class: "chip", "aria-pressed": String(this.#reason === reason), dataset: { reason },
          onclick: () => ((this.#reason = reason), this.reload()),
        },
        label,
        count !== undefined && element("span", { class: "chip-count" }, t.number(count)),
      );
    fill(this.#reasons, chip("", t("reasonAll")), Object.keys(flagTones).map((reason) => chip(reason, t(`flag_${reason}`), counts[reason] ?? 0)));
    if (focused !== undefined) this.#reasons.querySelector(`[data-reason="${focused}"]`)?.focus();
  }

  #item(turn) {
    const t = this.#t;
    return element(
      "button",
      { type: "button", class: "turn", dataset: { turn: turnKey(turn) }, onclick: () => this.#choose(turn) },
      quoted("span", { class: "turn-text" }, turn.text),
      element("span", { class: "turn-badges" }, turn.reasons.map((reason) => badge(t(`flag_${reason}`), flagTones[reason])), turn.thumbs_down_reason && badge(t(`why_${turn.thumbs_down_reason}`), "warning")),
      element("span", { class: "turn-foot" }, element("span", {}, turn.customer_name ?? t("anonymous")), elapsedTime(turn.at, t, "ago")),
    );
  }

  #choose(turn) {
    this.mark(turn);
    this.dispatchEvent(new CustomEvent("choose", { detail: turn }));
  }
}
