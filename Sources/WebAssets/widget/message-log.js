import { element } from "/shared/dom.js";
import { EndFollower } from "/shared/end-follower.js";
import { ContactForm } from "./contact-form.js";
import { authorOf, messageView, noticeView, pendingView, quickReplies } from "./message-view.js";
import { settleDelivery, showDelivery, showThumb, thumbs } from "./message-view.js";

/** Messages of one author closer together than this share one heading, in milliseconds. */
const sameBreath = 3 * 60 * 1000;
/** How long somebody counts as typing without saying so again, in milliseconds. */
const typingLasts = 6_000;

/**
 * The log of one conversation: everything the server said, then what is still on its way. Dispatches `choose` (a quick
 * reply), `judge` (`{seq, helpful}`), `retry` and `discard` (an outbox entry), and `leave` (a filled `ContactForm`).
 */
export class MessageLog extends EventTarget {
  #t;
  #scroll;
  #end;
  #log;
  #typing;
  #typingTimer = null;
  #pending = new Map();
  #judged = new Map();
  #forms = new Map();
  #contacts;
  #lastMessage = null;

  /** @param {Map<string, object>} contacts the drafts of contact forms by ticket, which outlive the log */
  constructor(t, contacts) {
    super();
    this.#t = t;
    this.#contacts = contacts;
    this.#log = element("div", { class: "log", role: "log", "aria-live": "polite", "aria-label": t("log") });
    this.#typing = element("div", { class: "typing", role: "status" });
    this.#scroll = element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": t("log") }, this.#log, this.#typing);
    this.#end = new EndFollower(this.#scroll);
  }

  get element() {
    return this.#scroll;
  }

  /** While old events come in, screen readers are not told of each. */
  setReplaying(replaying) {
    this.#log.setAttribute("aria-busy", String(replaying));
    if (!replaying) this.scrollToEnd();
  }

  /** Shows one event of the conversation; call in order of `seq`. */
  apply(event) {
    const follows = this.#end.isAtEnd;
    if (event.kind === "message") this.#message(event);
    else if (event.kind === "feedback") this.#feedback(event);
    else if (event.kind === "contact") this.#forms.get(event.ticket)?.settle(event);
    else this.#notice(event);
    if (follows || event.from === "customer") this.scrollToEnd();
  }

  /** Shows or updates a message that is on its way. */
  showPending(entry) {
    const actions = { retry: () => this.#tell("retry", entry), discard: () => this.#tell("discard", entry) };
    const known = this.#pending.get(entry.id);
    if (known) return showDelivery(known, entry, this.#t, actions);
    const node = pendingView(entry, this.#t, actions);
    this.#pending.set(entry.id, node);
    this.#log.append(node);
    this.#retireReplies();
    this.scrollToEnd();
  }

  /** The server has it, and its event is about to come. */
  showSent(entry) {
    const node = this.#pending.get(entry.id);
    if (node) showDelivery(node, entry, this.#t, {});
  }

  removePending(id) {
    this.#pending.get(id)?.remove();
    this.#pending.delete(id);
  }

  /** Shows who types; null when nobody does. */
  showTyping(name, announced) {
    clearTimeout(this.#typingTimer);
    const follows = this.#end.isAtEnd;
    if (name === null) return this.#typing.replaceChildren();
    const dots = element("span", { class: "dots", "aria-hidden": "true" }, element("i"), element("i"), element("i"));
    const label = this.#t("typing", { name });
    if (!this.#typing.firstChild) {
      this.#typing.append(dots, element("span", { class: "typing-name", "aria-hidden": !announced && "true" }, label));
    }
    this.#typingTimer = setTimeout(() => this.showTyping(null), typingLasts);
    if (follows) this.scrollToEnd();
  }

  focus() {
    this.#scroll.focus({ preventScroll: true });
  }

  scrollToEnd() {
    this.#end.toEnd();
  }

  #message(event) {
    this.#retireReplies();
    if (event.from !== "customer") this.showTyping(null);
    const pending = this.#pending.get(event.client_message_id);
    if (pending && pending === this.#firstPending) {
      // Changed in place: a node that moves would be announced a second time.
      this.#pending.delete(event.client_message_id);
      settleDelivery(pending, event, this.#t);
      return this.#group(pending, event);
    }
    this.removePending(event.client_message_id);
    const node = messageView(event, this.#t);
    if (event.from === "bot") this.#addActions(node, event);
    this.#insert(node);
    this.#group(node, event);
  }

  #addActions(node, event) {
    if (event.helpful) {
      node.append(thumbs(this.#t, (helpful) => this.#tell("judge", { seq: event.seq, helpful })));
      this.#judged.set(event.seq, node);
    }
    if (event.style === "contact" && event.ticket) node.append(this.#contactForm(event.ticket).element);
    if (event.quick_replies?.length) node.append(quickReplies(event, this.#t, (reply) => this.#tell("choose", reply)));
  }

  /** Contact forms that were sent without a connection. */
  get waitingForms() {
    return [...this.#forms.values()].filter(({ isWaiting }) => isWaiting);
  }

  #contactForm(ticket) {
    const draft = this.#contacts.get(ticket) ?? { email: "", phone: "", state: "open" };
    this.#contacts.set(ticket, draft);
    const form = new ContactForm(this.#t, ticket, draft);
    form.addEventListener("leave", () => this.#tell("leave", form));
    this.#forms.set(ticket, form);
    return form;
  }

  /** Hides the heading of a message that directly follows another of the same author; screen readers still get it. */
  #group(node, event) {
    const last = this.#lastMessage;
    const author = authorOf(event, this.#t);
    const soon = last && new Date(event.at) - last.at < sameBreath;
    const same = soon && last.author === author && node.previousElementSibling === last.node;
    node.classList.toggle("is-continued", Boolean(same));
    this.#lastMessage = { author, at: new Date(event.at), node };
  }

  /** Presses the thumb of a judged message: after the server said so, or at once while it is asked. */
  showJudgement(seq, helpful) {
    const node = this.#judged.get(seq);
    if (node) showThumb(node, helpful);
  }

  #feedback({ target, helpful }) {
    this.showJudgement(target, helpful);
  }

  #notice(event) {
    if (event.kind === "closed") {
      this.#retireReplies();
      for (const form of this.#forms.values()) form.retire();
    }
    if (["released", "closed"].includes(event.kind)) this.showTyping(null);
    const node = noticeView(event, this.#t);
    if (node) this.#insert(node);
  }

  #insert(node) {
    this.#log.insertBefore(node, this.#firstPending);
  }

  get #firstPending() {
    return this.#pending.values().next().value ?? null;
  }

  /** Buttons belong to the latest question only. */
  #retireReplies() {
    for (const replies of this.#log.querySelectorAll(".replies")) replies.remove();
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
