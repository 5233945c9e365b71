import { copyButton } from "/shared/copy-button.js";
import { element, fill } from "/shared/dom.js";
import { EndFollower } from "/shared/end-follower.js";
import { staffMessage, staffNotice } from "/shared/staff-message.js";

/** How long somebody counts as typing without saying so again, in milliseconds. */
const typingLasts = 6_000;

/** The log of one conversation with what is still on its way, and who types. Dispatches `retry` and `discard` (an outbox entry). */
export class Transcript extends EventTarget {
  #t;
  #customer;
  #user;
  #log;
  #typing;
  #typingTimer = null;
  #pending = new Map();
  #end;

  constructor(t, { customer, user }) {
    super();
    this.#t = t;
    this.#customer = customer;
    this.#user = user;
    this.#log = element("div", { class: "lines", role: "log", "aria-live": "polite", "aria-label": t("transcript"), "aria-busy": "true" });
    this.#typing = element("p", { class: "typing-note", role: "status" });
    this.element = element(
      "div",
      { class: "transcript", tabindex: "0", role: "region", "aria-label": t("transcript") },
      this.#log,
      this.#typing,
    );
    this.#end = new EndFollower(this.element);
  }

  /** The replay is complete: from now on screen readers hear what is new. */
  setLive() {
    this.#log.setAttribute("aria-busy", "false");
    this.#end.toEnd();
  }

  apply(event) {
    const follows = this.#end.isAtEnd;
    const pending = this.#pending.get(event.client_message_id);
    this.removePending(event.client_message_id);
    if (event.kind === "message") {
      if (event.from === "customer") this.showTyping(false);
      this.#insert(staffMessage(event, this.#t, { customer: this.#customer }));
    } else {
      this.#insert(staffNotice(event, this.#t));
    }
    if (follows || pending) this.#end.toEnd();
  }

  /** Shows a message that the log does not have yet; `failure` says why it was not sent, `mayRetry` whether it can be. */
  showPending(entry, { failure = null, mayRetry = false } = {}) {
    const known = this.#pending.get(entry.id);
    if (entry.state === "sent" && !known) return;
    const agent = { display_name: this.#user.display_name };
    const node = staffMessage({ from: "agent", agent, text: entry.text, at: new Date(entry.at).toISOString() }, this.#t);
    node.classList.add(entry.state === "failed" ? "is-failed" : "is-pending");
    if (entry.state !== "sent") node.append(this.#delivery(entry, failure, mayRetry));
    const follows = this.#end.isAtEnd;
    if (known) known.replaceWith(node);
    else this.#log.append(node);
    this.#pending.set(entry.id, node);
    if (!known || follows) this.#end.toEnd();
  }

  /** Keeps the end in view while `change` takes room from the log. */
  keepEnd(change) {
    const follows = this.#end.isAtEnd;
    change();
    if (follows) this.#end.toEnd();
  }

  removePending(id) {
    this.#pending.get(id)?.remove();
    this.#pending.delete(id);
  }

  showTyping(typing) {
    clearTimeout(this.#typingTimer);
    const follows = this.#end.isAtEnd;
    fill(this.#typing, typing && this.#t("typing", { name: this.#customer }));
    if (typing) this.#typingTimer = setTimeout(() => this.showTyping(false), typingLasts);
    if (follows) this.#end.toEnd();
  }

  #delivery(entry, failure, mayRetry) {
    const t = this.#t;
    if (entry.state !== "failed") return element("p", { class: entry.late ? "line-delivery is-late" : "line-delivery" }, t(entry.late ? "late" : "sending"));
    const action = (name) =>
      element("button", { type: "button", class: "link", onclick: () => this.dispatchEvent(new CustomEvent(name, { detail: entry })) }, t(name));
    return element(
      "p",
      { class: "line-delivery" },
      element("span", {}, failure ?? t("failed")),
      mayRetry && action("retry"),
      copyButton(() => entry.text, t),
      action("discard"),
    );
  }

  #insert(node) {
    this.#log.insertBefore(node, this.#pending.values().next().value ?? null);
  }
}
