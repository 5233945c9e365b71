import { element, fill } from "/shared/dom.js";
import { api } from "/shared/staff-api.js";
import { badge, emptyNote, moodBadge, quoted } from "/shared/staff-parts.js";
import { Tabs } from "/shared/staff-tabs.js";
import { errorText } from "/shared/staff-texts.js";
import { countdown, elapsedTime } from "/shared/staff-time.js";
import { ReminderList } from "./reminder-list.js";

/**
 * The left column: the desk, what the agent wrote and could not send, and the conversations closed lately. Dispatches
 * `choose` (a summary) and `find` (the id of a conversation that is not on the desk).
 */
export class QueueView extends EventTarget {
  #desk;
  #user;
  #t;
  #live = element("div", { class: "queue-lists" });
  #closed = element("div", { class: "queue-lists" });
  #count = element("p", { class: "visually-hidden", role: "status" });
  #tabs;
  #chosen = null;
  #handed = new Set();
  #unsent = [];
  /** Whom to call back. */
  reminders;

  constructor(desk, user, t) {
    super();
    this.#desk = desk;
    this.#user = user;
    this.#t = t;
    this.reminders = new ReminderList(user, t);
    this.#tabs = new Tabs(t("queue"), [
      { id: "desk", label: t("tabDesk"), panel: this.#live },
      { id: "reminders", label: t("tabReminders"), panel: this.reminders.element },
      { id: "closed", label: t("tabClosed"), panel: this.#closed },
    ]);
    this.#tabs.addEventListener("change", ({ detail }) => detail === "closed" && this.#loadClosed());
    this.reminders.addEventListener("due", ({ detail }) => this.#tabs.label("reminders", t("tabReminders"), ...(detail ? [" ", badge(t.number(detail), "danger")] : [])));
    this.reminders.addEventListener("find", ({ detail }) => this.dispatchEvent(new CustomEvent("find", { detail })));
    desk.addEventListener("change", () => this.#showDesk());
    this.element = element("nav", { class: "column queue", "aria-label": t("queue") }, this.#tabs.list, this.#count, this.#tabs.panels);
    this.#showDesk();
  }

  /** Marks the conversation that is open. */
  set chosen(id) {
    this.#chosen = id;
    if (this.#handed.delete(id)) this.#showDesk();
    for (const item of this.element.querySelectorAll("[data-conversation]")) mark(item, item.dataset.conversation === id);
  }

  /** Marks a conversation that a colleague has handed to this agent, until it is opened. */
  markHanded(id) {
    if (id === this.#chosen) return;
    this.#handed.add(id);
    this.#showDesk();
  }

  /** Takes the messages that could not be sent. */
  set unsent(entries) {
    this.#unsent = entries;
    this.#showDesk();
  }

  focus() {
    (this.element.querySelector("[aria-current=true]") ?? this.element.querySelector("[aria-selected=true]")).focus();
  }

  #showDesk() {
    const focused = this.#live.contains(document.activeElement) ? document.activeElement.dataset.conversation : null;
    const waiting = this.#desk.waiting;
    const groups = [
      ["waiting", waiting],
      ["mine", this.#desk.heldBy(this.#user.id)],
      ["others", this.#desk.heldByOthers(this.#user.id)],
    ].filter(([, list]) => list.length > 0);
    const lists = [this.#unsentGroup(), ...groups.map(([name, list]) => this.#group(name, list.map((summary) => this.#item(summary))))];
    fill(this.#live, lists, groups.length === 0 && emptyNote(this.#t("queueEmpty")));
    if (focused) this.#live.querySelector(`[data-conversation="${CSS.escape(focused)}"]`)?.focus();
    this.#tabs.label("desk", this.#t("tabDesk"), ...(waiting.length ? [" ", badge(this.#t.number(waiting.length), "accent")] : []));
    this.#announce(waiting);
  }

  #announce(waiting) {
    const urgent = waiting.filter(({ queue }) => queue === "urgent").length;
    const text = this.#t("waitingCount", { n: waiting.length, urgent });
    if (this.#count.textContent !== text) this.#count.textContent = text;
  }

  #group(name, items) {
    return element(
      "section",
      { class: "queue-group" },
      element("h2", { class: "group-title" }, this.#t(name), " ", element("span", { class: "soft" }, this.#t.number(items.length))),
      element("ul", {}, items.map((item) => element("li", {}, item))),
    );
  }

  /** Words whose conversation is not on the desk: nobody would find them. */
  #unsentGroup() {
    const lost = this.#unsent.filter(({ conversation }) => conversation && !this.#desk.get(conversation));
    return lost.length > 0 && this.#group("notSent", lost.map((entry) => this.#unsentItem(entry)));
  }

  #unsentItem({ conversation, text }) {
    const find = () => this.dispatchEvent(new CustomEvent("find", { detail: conversation }));
    const item = element(
      "button",
      { type: "button", class: "queue-item is-unsent", dataset: { conversation }, onclick: find },
      quoted("span", { class: "queue-text" }, text),
    );
    mark(item, conversation === this.#chosen);
    return item;
  }

  #item(summary) {
    const t = this.#t;
    const { customer, queue, status, last_text: lastText, last_from: lastFrom } = summary;
    const urgent = queue === "urgent" && status !== "closed";
    const item = element(
      "button",
      {
        type: "button", class: urgent ? "queue-item is-urgent" : "queue-item", dataset: { conversation: summary.id },
        onclick: () => this.dispatchEvent(new CustomEvent("choose", { detail: summary })),
      },
      element(
        "span",
        { class: "queue-head" },
        element("span", { class: "queue-name" }, customer?.name ?? t("anonymous")),
        customer?.level && badge(t(`level_${customer.level}`)),
        urgent && badge(t("urgent"), "danger"),
      ),
      element(
        "span",
        { class: "queue-text" },
        lastText && lastFrom !== "customer" && element("span", { class: "soft" }, t(lastFrom === "bot" ? "bot" : "agent"), ": "),
        quoted("span", {}, lastText ?? ""),
      ),
      this.#foot(summary),
      this.#marks(summary),
    );
    mark(item, summary.id === this.#chosen);
    return item;
  }

  #foot({ status, holder, reason, queued_at: queuedAt, updated_at: updatedAt }) {
    const t = this.#t;
    const waits = status === "queued";
    return element(
      "span",
      { class: "queue-foot" },
      waits ? element("span", {}, t("waitingFor"), " ", elapsedTime(queuedAt ?? updatedAt, t)) : elapsedTime(updatedAt, t, "ago"),
      waits && reason && element("span", {}, t(`reason_${reason}`)),
      status === "agent" && holder && element("span", {}, holder.id === this.#user.id ? t("heldByYou") : t("heldBy", { name: holder.display_name })),
    );
  }

  /** What is special about it: how the customer feels, came back, handed over, words not sent, and until when the customer wants an answer. */
  #marks({ id, status, returned, mood, answer_due_at: due }) {
    const t = this.#t;
    const unsent = this.#unsent.filter(({ conversation }) => conversation === id).length;
    const owed = due && ["queued", "agent"].includes(status);
    const marks = [
      mood && status !== "closed" && moodBadge(mood, t),
      status === "queued" && returned && badge(t("returned"), "warning"),
      this.#handed.has(id) && badge(t("handedToYou"), "accent"),
      unsent > 0 && badge(t("notSentCount", { n: t.number(unsent) }), "danger"),
      owed && countdown(due, t, { within: "answerWithin", over: "answerOver" }),
    ].filter(Boolean);
    return marks.length > 0 && element("span", { class: "queue-marks" }, marks);
  }

  async #loadClosed() {
    const t = this.#t;
    const refresh = element("button", { type: "button", class: "button is-small", onclick: () => this.#loadClosed() }, t("closedRefresh"));
    if (!this.#closed.firstChild) fill(this.#closed, element("p", { class: "empty", role: "status" }, t("loading")));
    try {
      const { conversations } = await api("GET", "/conversations?status=closed&limit=50");
      const list = element("ul", {}, conversations.map((summary) => element("li", {}, this.#item(summary))));
      fill(this.#closed, element("div", { class: "queue-refresh" }, refresh), conversations.length ? list : emptyNote(t("closedEmpty")));
    } catch (error) {
      fill(this.#closed, element("p", { class: "field-error", role: "alert" }, errorText(error, t)), refresh);
    }
  }
}

function mark(item, chosen) {
  if (chosen) item.setAttribute("aria-current", "true");
  else item.removeAttribute("aria-current");
}
