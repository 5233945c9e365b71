import { element, fill } from "/shared/dom.js";
import { staffMessage, staffNotice } from "/shared/staff-message.js";

/**
 * The conversation around a turn, which goes on while it is looked at: it is resumed from the first event on, over the same
 * connection and by the same rules as in the console. The turn stays marked.
 */
export class LiveTranscript {
  #connection;
  #t;
  #open = null;
  #note = element("p", { class: "live-note", role: "status" });

  /** @param {ChatConnection} connection */
  constructor(connection, t) {
    this.#connection = connection;
    this.#t = t;
    connection.addEventListener("event", ({ detail }) => this.#show(detail));
    connection.addEventListener("live", ({ detail }) => this.#caughtUp(detail));
    connection.addEventListener("status", () => this.#showNote());
  }

  /** Shows the stored `events` around `turn`, and from now on what follows. @returns {Node[]} where it is shown */
  open(turn, events) {
    this.close();
    const after = (events[0]?.seq ?? turn.seq) - 1;
    const lines = element("div", { class: "lines", role: "log", "aria-label": this.#t("conversationAround"), "aria-busy": "true" });
    const scroll = element("div", { class: "around", tabindex: "0", role: "region", "aria-label": this.#t("conversationAround") }, lines);
    this.#open = { turn, lines, scroll, last: after, isLive: false, isRefused: false };
    for (const event of events) this.#add(this.#open, event);
    this.#watch(this.#open, after);
    this.#showNote();
    return [this.#note, scroll];
  }

  /** Brings the turn into view, once its place is on the page. */
  scrollToTurn() {
    const marked = this.#open?.lines.querySelector(".is-marked");
    if (marked) this.#open.scroll.scrollTop = marked.offsetTop - this.#open.scroll.offsetTop - 24;
  }

  close() {
    if (this.#open) this.#connection.unwatch(this.#open.turn.conversation);
    this.#open = null;
  }

  async #watch(open, after) {
    try {
      await this.#connection.watch(open.turn.conversation, after);
    } catch (error) {
      // Without a connection it opens by itself at the next welcome.
      open.isRefused = !["disconnected", "timeout"].includes(error.name);
      this.#showNote();
    }
  }

  #show(event) {
    if (event.conversation !== this.#open?.turn.conversation) return;
    const { scrollHeight, scrollTop, clientHeight } = this.#open.scroll;
    const follows = this.#open.isLive && scrollHeight - scrollTop - clientHeight < 40;
    this.#add(this.#open, event);
    if (follows) this.#open.scroll.scrollTop = scrollHeight;
  }

  /** Adds an event that is not there yet; they come in order. */
  #add(open, event) {
    if (event.seq <= open.last) return;
    open.last = event.seq;
    const { turn, lines } = open;
    const view = { customer: turn.customer_name ?? null, mark: event.seq === turn.seq };
    lines.append(event.kind === "message" ? staffMessage(event, this.#t, view) : staffNotice(event, this.#t));
  }

  #caughtUp({ conversation }) {
    if (conversation !== this.#open?.turn.conversation) return;
    this.#open.isLive = true;
    this.#open.lines.setAttribute("aria-busy", "false");
    this.#showNote();
  }

  #showNote() {
    if (!this.#open) return;
    const state = this.#open.isRefused ? "off" : this.#connection.status === "online" && this.#open.isLive ? "on" : "waiting";
    if (this.#note.dataset.state === state) return;
    this.#note.dataset.state = state;
    fill(this.#note, this.#t(`live_${state}`));
  }
}
