import { element, fill } from "/shared/dom.js";
import { api } from "/shared/staff-api.js";
import { badge, emptyNote, quoted } from "/shared/staff-parts.js";
import { errorText } from "/shared/staff-texts.js";
import { countdown } from "/shared/staff-time.js";

/** The longest time that a browser's timer can wait, in milliseconds. */
const longestWait = 2 ** 31 - 1;

/**
 * Whom customers asked to be called back by and when, the one due first on top. Dispatches `due` (how many are due) and
 * `find` (the id of a reminder's conversation).
 */
export class ReminderList extends EventTarget {
  #user;
  #t;
  #reminders = new Map();
  #timer = null;
  #failure = null;
  element = element("div", { class: "queue-lists" });

  constructor(user, t) {
    super();
    this.#user = user;
    this.#t = t;
    this.load();
  }

  /** Reads all open reminders, as at the start and after a lost connection. */
  async load() {
    try {
      const { reminders } = await api("GET", "/reminders?limit=500");
      this.#reminders = new Map(reminders.map((reminder) => [reminder.id, reminder]));
      this.#failure = null;
    } catch (error) {
      this.#failure = error;
    }
    this.#show();
  }

  /** Takes the newest state of one reminder. */
  update(reminder) {
    if (reminder.done_at) this.#reminders.delete(reminder.id);
    else this.#reminders.set(reminder.id, reminder);
    this.#show();
  }

  dispose() {
    clearTimeout(this.#timer);
  }

  async #change(reminder, action) {
    try {
      this.update((await api("POST", `/reminders/${encodeURIComponent(reminder.id)}/${action}`, {})).reminder);
      this.#failure = null;
    } catch (error) {
      this.#failure = error;
      this.#show();
    }
  }

  #show() {
    const t = this.#t;
    const sorted = [...this.#reminders.values()].sort((a, b) => a.due_at.localeCompare(b.due_at));
    const failure = this.#failure && element("p", { class: "field-error", role: "alert" }, errorText(this.#failure, t));
    fill(this.element, failure, sorted.length ? element("ul", { class: "rows" }, sorted.map((reminder) => this.#row(reminder))) : emptyNote(t("noReminders")));
    const now = Date.now();
    const waits = sorted.map(({ due_at: due }) => new Date(due).getTime() - now);
    this.dispatchEvent(new CustomEvent("due", { detail: waits.filter((wait) => wait <= 0).length }));
    clearTimeout(this.#timer);
    const next = waits.find((wait) => wait > 0);
    if (next !== undefined) this.#timer = setTimeout(() => this.#show(), Math.min(next + 500, longestWait));
  }

  #row(reminder) {
    const t = this.#t;
    const { subject, phone, customer, assignee, due_at: due, ticket, conversation } = reminder;
    const mine = assignee?.id === this.#user.id;
    const find = () => this.dispatchEvent(new CustomEvent("find", { detail: conversation }));
    return element(
      "li",
      { class: "row reminder", dataset: { reminder: reminder.id } },
      element("span", { class: "row-head" }, quoted("span", { class: "row-title" }, subject)),
      element(
        "span",
        { class: "row-foot" },
        element("span", {}, customer.name ?? t("anonymous")),
        phone && element("a", { href: `tel:${phone}` }, phone),
        ticket && element("code", {}, ticket),
      ),
      element(
        "span",
        { class: "row-foot" },
        element("time", { datetime: due }, t.dateTime(due)),
        countdown(due, t, { within: "reminderWithin", over: "reminderOver" }),
        assignee ? badge(mine ? t("reminderYours") : assignee.display_name, mine ? "accent" : "") : badge(t("unassigned"), "warning"),
      ),
      element(
        "span",
        { class: "reminder-actions" },
        element("button", { type: "button", class: "button is-small is-primary", onclick: () => this.#change(reminder, "done") }, t("reminderDone")),
        !mine && element("button", { type: "button", class: "button is-small", onclick: () => this.#change(reminder, "assign") }, t("reminderTake")),
        conversation && element("button", { type: "button", class: "button is-quiet is-small", onclick: find }, t("reminderOpen")),
      ),
    );
  }
}
