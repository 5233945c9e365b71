import { ChatConnection } from "/shared/chat-connection.js";
import { chatAddress } from "/shared/chat-address.js";
import { element, fill } from "/shared/dom.js";
import { Composer } from "./composer.js";
import { Foot } from "./foot.js";
import { Header } from "./header.js";
import { MessageLog } from "./message-log.js";
import { Requests } from "./requests.js";
import { statusAfter, statusLine } from "./status-line.js";

/**
 * Joins a customer's connection with what is on the screen: header, log and composer of the current conversation. Dispatches
 * `close` (the customer wants the panel gone) and `message` (an event from the other side that is not part of a replay).
 */
export class ConversationView extends EventTarget {
  #t;
  #session;
  #connection;
  #requests;
  #header;
  #log;
  #composer;
  #logPlace = element("div", { class: "log-place" });
  #foot;
  #shown = null;
  #events = [];
  /** What was typed into contact forms, by ticket. */
  #contacts = new Map();
  #status = "bot";
  #holder = null;
  #live = false;
  #opening = null;

  constructor({ server, session, t }) {
    super();
    this.#session = session;
    this.#connection = new ChatConnection({
      url: chatAddress(server),
      role: "customer",
      language: t.language,
      credentials: () => session.credentials,
      storagePrefix: session.prefix,
    });
    this.#requests = new Requests(this.#connection, (key) => this.#foot.complain(key));
    this.#listen();
    this.setTranslator(t);
  }

  /** The children of the panel, top to bottom. */
  get elements() {
    return [this.#header.element, this.#logPlace, ...this.#foot.elements];
  }

  get conversation() {
    return this.#shown;
  }

  /** How many messages of the other side have not been read. */
  get unread() {
    const read = this.#session.readUpTo(this.#shown);
    return this.#events.filter(({ kind, from, seq }) => kind === "message" && from !== "customer" && seq > read).length;
  }

  markRead() {
    if (this.#shown) this.#session.setReadUpTo(this.#shown, this.#events.at(-1)?.seq ?? 0);
  }

  connect() {
    this.#connection.start();
  }

  /** Connects again with the credentials of now; with `forget`, as somebody new. */
  reconnect({ forget = false } = {}) {
    this.#connection.stop();
    if (forget) this.#forget();
    this.#connection.start();
  }

  /** Stops and forgets the customer, without connecting again. */
  signOut() {
    this.#connection.stop();
    this.#forget();
  }

  dispose() {
    this.#connection.dispose();
    for (const type of ["online", "offline"]) window.removeEventListener(type, this.#networkChanged);
  }

  /** Builds the parts in another language and shows the conversation in them. */
  setTranslator(t) {
    this.#t = t;
    this.#connection.setLanguage(t.language);
    this.#header = new Header(t);
    this.#header.addEventListener("person", () => {
      // The menu that had the focus is gone.
      this.focus();
      this.send(t("person"), "human");
    });
    this.#header.addEventListener("restart", () => this.#restart());
    this.#header.addEventListener("close", () => this.dispatchEvent(new CustomEvent("close")));
    this.#composer = new Composer(t, this.#session);
    this.#composer.addEventListener("send", ({ detail }) => this.send(detail));
    this.#composer.addEventListener("typing", ({ detail }) => this.#connection.sendTyping(this.#shown, detail));
    this.#foot = new Foot(t, this.#composer);
    this.#foot.addEventListener("restart", () => this.#restart());
    this.#foot.addEventListener("startAgain", () => this.#startAgain());
    const events = this.#events;
    this.#show(this.#shown);
    for (const event of events) this.#apply(event);
    this.#log.setReplaying(false);
    this.#refresh();
  }

  /** Puts the focus where the customer goes on: the composer, but not on touch screens, where that raises the keyboard. */
  focus() {
    if (matchMedia("(pointer: coarse)").matches) this.#log.focus();
    else this.#foot.focus();
  }

  closeMenu() {
    return this.#header.closeMenu();
  }

  scrollToEnd() {
    this.#log.scrollToEnd();
  }

  /** Sends a message; into a new conversation where the current one has ended. */
  async send(text, payload) {
    if (this.#closed) await this.#restart();
    // Where no new one could be begun, it waits, or fails visibly, in the old one: words are never just gone.
    this.#connection.sendMessage({ text, payload });
  }

  get #closed() {
    return this.#status === "closed" && this.#live;
  }

  #listen() {
    const on = (type, listener) => this.#connection.addEventListener(type, ({ detail }) => listener(detail));
    on("status", () => this.#connectionChanged());
    on("welcome", (frame) => this.#welcomed(frame));
    on("event", (event) => this.#received(event));
    // Its events may have come before it, and would be gone if it were shown anew.
    on("started", ({ conversation }) => conversation !== this.#shown && this.#show(conversation));
    on("live", (frame) => this.#caughtUp(frame));
    on("typing", ({ conversation, from, typing }) => this.#typing(conversation, from, typing));
    on("outbox", (entry) => this.#delivery(entry));
    for (const type of ["online", "offline"]) window.addEventListener(type, this.#networkChanged);
  }

  #welcomed(frame) {
    if (frame.session) this.#session.token = frame.session;
    if (frame.limits?.text) this.#composer.limit = frame.limits.text;
    if (frame.conversation !== this.#shown) this.#show(frame.conversation);
  }

  #received(event) {
    if (event.conversation !== this.#shown) {
      if (event.conversation !== this.#connection.conversation) return;
      this.#show(event.conversation);
    }
    this.#apply(event);
    if (event.kind === "message" && event.from !== "customer") {
      this.dispatchEvent(new CustomEvent("message", { detail: { live: this.#live } }));
    }
  }

  #apply(event) {
    this.#events.push(event);
    this.#log.apply(event);
    const status = statusAfter[event.kind];
    if (!status) return;
    this.#status = status;
    this.#holder = status === "agent" ? (event.to ?? event.agent) : null;
    this.#refresh();
  }

  #caughtUp(frame) {
    if (frame.conversation !== this.#shown) return;
    this.#live = true;
    this.#status = frame.status ?? this.#status;
    this.#holder = frame.holder ?? (this.#status === "agent" ? this.#holder : null);
    this.#log.setReplaying(false);
    this.#refresh();
    for (const form of this.#log.waitingForms) this.#requests.leave(this.#shown, form);
    this.dispatchEvent(new CustomEvent("message", { detail: { live: false } }));
  }

  /** Clears the log for a conversation; null is none yet. */
  #show(conversation) {
    const same = conversation === this.#shown;
    if (!same) this.#contacts.clear();
    this.#shown = conversation;
    this.#events = [];
    this.#status = "bot";
    this.#holder = null;
    this.#live = same && this.#live;
    this.#log = new MessageLog(this.#t, this.#contacts);
    this.#log.setReplaying(!same);
    this.#log.addEventListener("choose", ({ detail }) => this.#choose(detail));
    this.#log.addEventListener("judge", ({ detail }) => this.#judge(detail));
    this.#log.addEventListener("retry", ({ detail }) => this.#retry(detail));
    this.#log.addEventListener("discard", ({ detail }) => this.#discard(detail));
    this.#log.addEventListener("leave", ({ detail }) => this.#requests.leave(this.#shown, detail));
    fill(this.#logPlace, this.#log.element);
    for (const entry of this.#connection.outbox) this.#delivery(entry);
    this.#refresh();
  }

  #choose({ title, payload }) {
    // The pressed button goes away, and the focus must not go with it.
    this.focus();
    this.send(title, payload);
  }

  #typing(conversation, from, typing) {
    if (conversation !== this.#shown) return;
    const name = from === "agent" ? (this.#holder?.display_name ?? this.#t("agent")) : this.#t("bot");
    // The assistant answers within moments: announcing that it types would only delay its answer.
    this.#log.showTyping(typing ? name : null, from === "agent");
  }

  #delivery(entry) {
    const elsewhere = entry.conversation !== null && entry.conversation !== this.#shown;
    if (entry.state === "gone") this.#log.removePending(entry.id);
    else if (entry.state === "sent") this.#log.showSent(entry);
    // One that came too late for its conversation is offered in the one that follows.
    else if (!elsewhere || entry.state === "failed") this.#log.showPending(entry);
  }

  /** Only what was certainly refused may go to another conversation: the old one may have what was never acknowledged. */
  #retry(entry) {
    const mayMove = entry.conversation === null || [300, 301].includes(entry.error?.code);
    if (!mayMove) this.#connection.retry(entry.id);
    else if (this.#closed) this.#restart((conversation) => this.#connection.retry(entry.id, conversation));
    else this.#connection.retry(entry.id, this.#shown);
  }

  #discard(entry) {
    this.#connection.discard(entry.id);
    this.#log.removePending(entry.id);
    this.focus();
  }

  async #judge({ seq, helpful }) {
    this.#log.showJudgement(seq, helpful);
    const before = this.#events.findLast(({ kind, target }) => kind === "feedback" && target === seq);
    if (!(await this.#requests.judge(this.#shown, seq, helpful))) this.#log.showJudgement(seq, before?.helpful ?? null);
  }

  /** Begins a new conversation, then does `after` with its id. Presses that come while one begins join it. */
  async #restart(after) {
    this.#opening ??= this.#requests.start();
    const conversation = await this.#opening;
    this.#opening = null;
    if (!conversation) return;
    after?.(conversation);
    this.focus();
  }

  #connectionChanged() {
    const { status } = this.#connection;
    if (status === "online") this.#foot.complain(null);
    else if (status !== "connecting") this.#log.showTyping(null);
    this.#refresh();
  }

  /** Another customer follows, who must not see what this one wrote. */
  #forget() {
    this.#connection.forget();
    this.#composer.clear();
    this.#show(null);
  }

  #networkChanged = () => this.#refresh();

  /** Brings header and foot into line with the conversation and the connection. */
  #refresh() {
    const { key, tone } = statusLine(this.#connection, this.#status);
    const name = this.#holder?.display_name ?? this.#t("agent");
    this.#header.setStatus(this.#t(key, { name }), tone);
    this.#foot.show(this.#connection, this.#closed);
  }

  /** A session that is no longer valid is forgotten, but not the words that were not sent. */
  #startAgain() {
    if (this.#connection.closeCode === 4501) {
      this.#session.forget();
      this.#connection.forget({ keepMessages: true });
      this.#show(null);
    }
    this.#connection.start();
    this.focus();
  }
}
