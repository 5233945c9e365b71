import { Outbox } from "./outbox.js";

/**
 * Milliseconds: how long the server may take to acknowledge, the pause after it asked for one without saying how long, and
 * from when on a message counts as late.
 */
const times = { acknowledgement: 20_000, retry: 2_000, late: 5_000 };

/**
 * Sends messages until the server has acknowledged them: again after every reconnect, again when the server asks for
 * patience, and always under the same `client_message_id`. In each conversation one is on its way at a time, so that none
 * overtakes another that has to be sent again.
 */
export class MessageSender {
  #outbox;
  #timers;
  #send;
  #changed;
  #current;
  #retryTimer = null;
  #ackTimers = new Map();
  #lateTimers = new Map();

  /**
   * @param {object} parts
   * @param {(frame: object) => boolean} parts.send false when there is no connection
   * @param {(entry: object) => void} parts.changed told of every change of an entry's `state` or `late`
   * @param {() => string | null} parts.current the conversation of entries that name none
   */
  constructor({ storage, prefix, timers, send, changed, current }) {
    this.#outbox = new Outbox(storage, prefix, timers.now());
    this.#timers = timers;
    this.#send = send;
    this.#changed = changed;
    this.#current = current;
    for (const entry of this.entries) this.#expect(entry);
  }

  get entries() {
    return this.#outbox.entries;
  }

  get isFragile() {
    return this.#outbox.isFragile;
  }

  add({ conversation, text, payload }) {
    const id = `m-${crypto.getRandomValues(new Uint32Array(3)).join("-")}`;
    const entry = this.#outbox.add({ id, conversation, text, payload, at: this.#timers.now() });
    this.#expect(entry);
    this.#changed(entry);
    this.#postNext();
    return entry;
  }

  /** A connection is there: sends everything that waits, in order, also what another tab has left. */
  resume() {
    for (const entry of this.#outbox.adopt(this.#timers.now())) {
      this.#expect(entry);
      this.#changed(entry);
    }
    this.#postNext();
  }

  retry(id, conversation) {
    const entry = this.#outbox.get(id);
    if (!entry) return;
    if (conversation) entry.conversation = conversation;
    this.#set(entry, "sending");
    this.#expect(entry);
    this.#postNext();
  }

  discard(id) {
    this.#settle(id);
    this.#outbox.remove(id);
    this.#postNext();
  }

  discardAll() {
    for (const { id } of this.entries) this.#settle(id);
    for (const { id } of this.entries) this.#outbox.remove(id);
  }

  /** Keeps the words but not where they were to go: the conversation is no longer this customer's. */
  detachAll() {
    for (const entry of this.entries) {
      this.#settle(entry.id);
      entry.conversation = null;
      this.#set(entry, "failed");
    }
  }

  acknowledge(id) {
    this.#settle(id);
    const entry = this.#outbox.remove(id);
    if (entry) this.#changed(Object.assign(entry, { state: "sent", error: undefined }));
    this.#postNext();
  }

  /** Takes an error frame about a message; false when it is about none of ours. */
  refuse(frame) {
    const entry = this.#outbox.get(frame.client_message_id);
    if (!entry) return false;
    this.#clear(this.#ackTimers, entry.id);
    if (["retry", "slow_down"].includes(frame.advice)) this.#postAfter(frame.retry_after_ms ?? times.retry);
    else this.#fail(entry, frame);
    return true;
  }

  /** Hears what another tab wrote to the storage. */
  heard(key, value) {
    const entry = this.#outbox.heard(key, value);
    if (!entry) return;
    this.#settle(entry.id);
    this.#changed(Object.assign(entry, { state: "gone" }));
    this.#postNext();
  }

  /** The connection is gone: nothing can be acknowledged until the next one. */
  pause() {
    this.#timers.clear(this.#retryTimer);
    this.#retryTimer = null;
    for (const id of [...this.#ackTimers.keys()]) this.#clear(this.#ackTimers, id);
  }

  failAll() {
    for (const entry of this.entries) if (entry.state === "sending") this.#fail(entry);
  }

  /** Sends the oldest waiting message of every conversation that has none on its way. */
  #postNext() {
    if (this.#retryTimer !== null) return;
    const onTheirWay = new Set();
    for (const entry of this.entries) {
      const conversation = entry.conversation ?? this.#current();
      if (entry.state !== "sending" || !conversation || onTheirWay.has(conversation)) continue;
      onTheirWay.add(conversation);
      if (!this.#ackTimers.has(entry.id)) this.#post(entry, conversation);
    }
  }

  #post(entry, conversation) {
    const { id, text, payload } = entry;
    if (!this.#send({ type: "message", conversation, client_message_id: id, text, payload })) return;
    if (entry.conversation === null) {
      entry.conversation = conversation;
      this.#outbox.save(entry);
    }
    this.#ackTimers.set(id, this.#timers.set(() => this.#fail(entry), times.acknowledgement));
  }

  #postAfter(delay) {
    this.#timers.clear(this.#retryTimer);
    this.#retryTimer = this.#timers.set(() => {
      this.#retryTimer = null;
      this.#postNext();
    }, delay);
  }

  #fail(entry, error) {
    this.#settle(entry.id);
    this.#set(entry, "failed", error);
    this.#postNext();
  }

  #set(entry, state, error) {
    if (this.#outbox.get(entry.id) !== entry) return;
    Object.assign(entry, { state, error, late: false });
    this.#outbox.save(entry);
    this.#changed(entry);
  }

  /** Says so when the entry takes longer than anybody expects. */
  #expect(entry) {
    if (entry.state !== "sending") return;
    this.#clear(this.#lateTimers, entry.id);
    const say = () => this.#changed(Object.assign(entry, { late: true }));
    this.#lateTimers.set(entry.id, this.#timers.set(say, times.late));
  }

  /** Nothing more is expected of the entry. */
  #settle(id) {
    this.#clear(this.#ackTimers, id);
    this.#clear(this.#lateTimers, id);
  }

  #clear(timers, id) {
    this.#timers.clear(timers.get(id));
    timers.delete(id);
  }
}
