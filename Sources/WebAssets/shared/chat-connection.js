import { Backoff } from "./backoff.js";
import { ChatSocket, socketTimes } from "./chat-socket.js";
import { FollowedConversations } from "./followed-conversations.js";
import { MessageSender } from "./message-sender.js";
import { listenToPage } from "./page-signals.js";
import { pageTimers } from "./page-timers.js";
import { PendingRequests, RequestError } from "./pending-requests.js";
import { SafeStorage } from "./safe-storage.js";

export { RequestError };

/** Frames that are handed on as they are. */
const handedOn = new Set(["live", "typing", "started", "desk", "conversation", "reminder"]);

/**
 * A lasting connection to `/chat`, for the widget (role `customer`) and the staff pages (role `agent`). It reconnects,
 * resumes every conversation after the last event seen, and sends again what was not acknowledged.
 *
 * It dispatches `CustomEvent`s whose `detail` is the frame, unless said otherwise:
 * - `status`: `{status, code, retryInMs}`, status `connecting`, `online`, `waiting` (for the next attempt) or `stopped`
 * - `welcome`, `live`, `typing`, `started`, `desk`, `conversation`, `reminder`: the server's frames
 * - `event`: an event of a conversation, each exactly once and in order of `seq`
 * - `outbox`: the entry whose `state` (with `failed` there may be an `error`) or `late` has changed, see `outbox.js`
 * - `problem`: an `error` frame that answers no request and no message
 */
export class ChatConnection extends EventTarget {
  status = "stopped";
  /** How the last connection ended, null while there is one. */
  closeCode = null;
  /** The last welcome frame, null before the first. */
  welcome = null;

  #options;
  #timers;
  #socket = null;
  #reconnectTimer = null;
  #backoff;
  #conversations = new FollowedConversations();
  #requests;
  #messages;
  #stopListening;

  /**
   * @param {object} options
   * @param {string} options.url `wss://…/chat` @param {"customer"|"agent"} options.role
   * @param {string} [options.language] `zh-CN` or `en`, for greetings @param {boolean} [options.desk] false for staff who only read
   * @param {() => {session?: string, identity?: object}} [options.credentials] asked at every hello
   * @param {string} [options.storagePrefix] where unacknowledged messages are kept
   * @param {Storage} [options.storage] @param {typeof WebSocket} [options.WebSocket] @param {() => number} [options.random]
   * @param {{set: Function, clear: Function, now: Function}} [options.timers] the clock, injected by tests
   * @param {EventTarget} [options.page] @param {Document} [options.document] where the page's signals are heard
   */
  constructor(options) {
    super();
    this.#options = { WebSocket: globalThis.WebSocket, page: globalThis, document: globalThis.document, ...options };
    this.#timers = options.timers ?? pageTimers;
    this.#backoff = new Backoff({ now: this.#timers.now, random: options.random ?? Math.random });
    this.#requests = new PendingRequests(this.#timers);
    this.#messages = new MessageSender({
      storage: options.storage instanceof SafeStorage ? options.storage : new SafeStorage(options.storage),
      prefix: `${options.storagePrefix ?? "frontdesk:"}outbox:${options.role}:`,
      timers: this.#timers,
      send: (frame) => this.#ready && this.#send(frame),
      changed: (entry) => this.#dispatch("outbox", entry),
      current: () => this.conversation,
    });
    const { page, document } = this.#options;
    this.#stopListening = listenToPage({
      page,
      document,
      wake: () => this.#wake(),
      offline: () => this.#socket?.probe(socketTimes.offlinePong),
      storage: (key, value) => this.#messages.heard(key, value),
      isFragile: () => this.#messages.isFragile,
    });
  }

  /** The customer's current conversation, null before the first welcome. */
  get conversation() {
    return this.#conversations.current;
  }

  /** Messages not acknowledged yet, oldest first. */
  get outbox() {
    return this.#messages.entries;
  }

  /** Connects, also after it has stopped. */
  start() {
    if (this.#socket || this.#reconnectTimer !== null) return;
    this.#connect();
  }

  /** Closes the connection; `start()` opens it again and resumes. */
  stop() {
    this.#timers.clear(this.#reconnectTimer);
    this.#reconnectTimer = null;
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
    this.#disconnected();
    this.#setStatus("stopped", { code: 1000 });
  }

  /** Stops for good and lets go of the page. */
  dispose() {
    this.stop();
    this.#stopListening();
  }

  /** Forgets conversations and unsent messages, because another customer follows; `keepMessages` keeps their words. */
  forget({ keepMessages = false } = {}) {
    this.#conversations.clear();
    this.welcome = null;
    if (keepMessages) this.#messages.detachAll();
    else this.#messages.discardAll();
  }

  /** Sets the language of the next hello and of new conversations. */
  setLanguage(language) {
    this.#options.language = language;
  }

  /**
   * Opens a conversation (staff): its events after `after` and then the live ones, across reconnects, until `unwatch`.
   * @returns {Promise<object>} the `live` frame; rejected with `disconnected` the conversation still opens at the next welcome
   */
  async watch(conversation, after = 0) {
    const takeBack = this.#conversations.open(conversation, after);
    try {
      return await this.request({ type: "resume", conversation, after });
    } catch (error) {
      // Refused for good: the next welcome must not ask again.
      if (error.code) takeBack();
      throw error;
    }
  }

  unwatch(conversation) {
    this.#conversations.leave(conversation);
    this.#send({ type: "unwatch", conversation });
  }

  /**
   * Sends a message, now or as soon as there is a connection. The customer's `conversation` may be left out: the current one.
   * @returns the outbox entry; watch `outbox` events for what becomes of it
   */
  sendMessage({ conversation = this.conversation, text, payload }) {
    return this.#messages.add({ conversation, text, payload });
  }

  /** Tries a failed message once more, under the same id; `conversation` moves it, for one whose conversation has closed. */
  retry(id, conversation) {
    this.#messages.retry(id, conversation);
  }

  /** Gives a failed message up. */
  discard(id) {
    this.#messages.discard(id);
  }

  /**
   * Sends a frame that the server answers.
   * @returns {Promise<object>} the `done`, `live` or `started` frame; rejects with `RequestError`, `name` `disconnected` or
   *   `timeout` where the server did not answer
   */
  request(frame) {
    return this.#requests.open(frame, (numbered) => this.#ready && this.#send(numbered));
  }

  /** Starts a new conversation (customer). */
  startConversation() {
    return this.request({ type: "start", language: this.#options.language });
  }

  /** Tells the other side that somebody types; silently does nothing without a connection. */
  sendTyping(conversation, typing) {
    if (conversation) this.#send({ type: "typing", conversation, typing });
  }

  get #ready() {
    return this.#socket?.ready ?? false;
  }

  #send(frame) {
    const wantsAnswer = "request" in frame || "client_message_id" in frame;
    return this.#socket?.send(frame, { wantsAnswer }) ?? false;
  }

  #connect() {
    this.#reconnectTimer = null;
    this.#setStatus("connecting");
    const socket = new ChatSocket({
      WebSocket: this.#options.WebSocket,
      url: this.#options.url,
      timers: this.#timers,
      hello: () => this.#hello(),
      handlers: {
        frame: (frame) => this.#receive(frame),
        end: (code) => this.#socket === socket && this.#ended(code),
      },
    });
    this.#socket = socket;
  }

  #hello() {
    const { role, language, credentials, desk } = this.#options;
    const hello = { type: "hello", protocol: 1, role };
    if (role !== "customer") return desk === false ? { ...hello, desk } : hello;
    const { session, identity } = credentials?.() ?? {};
    const after = this.#conversations.lastOf(this.conversation);
    const resume = after ? { conversation: this.conversation, after } : undefined;
    return { ...hello, language, session: session ?? undefined, resume, identity: identity ?? undefined };
  }

  #ended(code) {
    this.#socket = null;
    this.#disconnected();
    if (code >= 4500 && code <= 4999) {
      this.#messages.failAll();
      this.#setStatus("stopped", { code });
      return;
    }
    const delay = this.#backoff.next();
    this.#reconnectTimer = this.#timers.set(() => this.#connect(), delay);
    this.#setStatus("waiting", { code, retryInMs: delay });
  }

  #disconnected() {
    this.#messages.pause();
    this.#requests.rejectAll();
  }

  #wake() {
    if (this.#ready) {
      this.#socket.probe();
    } else if (this.#reconnectTimer !== null && this.#backoff.mayConnectNow) {
      this.#timers.clear(this.#reconnectTimer);
      this.#connect();
    }
  }

  #setStatus(status, detail = {}) {
    this.status = status;
    this.closeCode = detail.code ?? null;
    this.#dispatch("status", { status, ...detail });
  }

  #receive(frame) {
    switch (frame.type) {
      case "welcome":
        return this.#welcomed(frame);
      case "event":
        return this.#event(frame);
      case "ack":
        return this.#messages.acknowledge(frame.client_message_id);
      case "goodbye":
        return this.#backoff.postpone(frame.retry_after_ms ?? 0);
      case "error":
        if (!this.#messages.refuse(frame) && !this.#requests.settle(frame)) this.#dispatch("problem", frame);
        return;
      case "started":
        if (this.#options.role === "customer") this.#conversations.follow(frame.conversation);
        break;
      case "live":
        if (this.#conversations.replayed(frame)) this.#resume(frame.conversation);
    }
    this.#requests.settle(frame);
    if (handedOn.has(frame.type)) this.#dispatch(frame.type, frame);
  }

  #welcomed(frame) {
    this.#backoff.welcomed();
    this.welcome = frame;
    this.#conversations.reconnected();
    const resumed = this.#conversations.lastOf(this.conversation) > 0 ? this.conversation : null;
    if (frame.conversation) this.#conversations.follow(frame.conversation);
    this.#setStatus("online");
    this.#dispatch("welcome", frame);
    if (this.#options.role !== "customer") {
      for (const conversation of this.#conversations.ids) this.#resume(conversation);
    } else if (resumed && resumed !== this.conversation) {
      // Another tab began a new conversation meanwhile; the server replayed the one that hello named.
      this.#resume(this.conversation);
    }
    this.#messages.resume();
  }

  #event(event) {
    if (event.client_message_id) this.#messages.acknowledge(event.client_message_id);
    // A new conversation that another tab of this customer began.
    if (this.#options.role === "customer" && event.kind === "started" && !this.#conversations.has(event.conversation)) {
      this.#conversations.follow(event.conversation);
    }
    const { deliver, missing } = this.#conversations.accept(event);
    for (const ready of deliver) this.#dispatch("event", ready);
    if (missing) this.#resume(event.conversation);
  }

  #resume(conversation) {
    this.#send({ type: "resume", conversation, after: this.#conversations.lastOf(conversation) });
  }

  #dispatch(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
