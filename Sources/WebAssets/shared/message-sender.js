import { Outbox } from "./outbox.js";

/** How long the server may take to acknowledge, and the pause after it asked for one without saying how long; milliseconds. */
const times = { acknowledgement: 20_000, retry: 2_000 };

/**
 * Sends messages until the server has acknowledged them: again after every reconnect, again when the server asks for
 * patience, and always under the same `client_message_id`.
 */
export class MessageSender {
  #outbox;
  #timers;
  #send;
  #changed;
  #current;
  #retryTimer = null;
  #ackTimers = new Map();

  /**
   * @param {object} parts
   * @param {(frame: object) => boolean} parts.send false when there is no connection
   * @param {(entry: object) => void} parts.changed told of every change of an entry's `state`
   * @param {() => string | null} parts.current the conversation of entries that name none
   */
  constructor({ storage, prefix, timers, send, changed, current }) {
    this.#outbox = new Outbox(storage, prefix, timers.now());
    this.#timers = timers;
    this.#send = send;
    this.#changed = changed;
    this.#current = current;
  }

  get entries() {
    return this.#outbox.entries;
  }

  add({ conversation, text, payload }) {
    const id = `m-${crypto.getRandomValues(new Uint32Array(3)).join("-")}`;
    const entry = this.#outbox.add({ id, conversation, text, payload, at: this.#timers.now() });
    this.#changed(entry);
    this.#post(entry);
    return entry;
  }

  /** Sends everything that waits, in order. */
  postAll() {
    for (const entry of this.entries) if (entry.state === "sending") this.#post(entry);
  }

  retry(id, conversation) {
    const entry = this.#outbox.get(id);
    if (!entry) return;
    if (conversation) entry.conversation = conversation;
    this.#set(entry, "sending");
    this.#post(entry);
  }

  discard(id) {
    this.#clearAckTimer(id);
    this.#outbox.remove(id);
  }

  discardAll() {
    for (const { id } of this.entries) this.discard(id);
  }

  acknowledge(id) {
    this.#clearAckTimer(id);
    const entry = this.#outbox.remove(id);
    if (entry) this.#changed(Object.assign(entry, { state: "sent", error: undefined }));
  }

  /** Takes an error frame about a message; false when it is about none of ours. */
  refuse(frame) {
    const entry = this.#outbox.get(frame.client_message_id);
    if (!entry) return false;
    this.#clearAckTimer(entry.id);
    if (["retry", "slow_down"].includes(frame.advice)) this.#postAllAfter(frame.retry_after_ms ?? times.retry);
    else this.#set(entry, "failed", frame);
    return true;
  }

  /** The connection is gone: nothing can be acknowledged until the next one. */
  pause() {
    this.#timers.clear(this.#retryTimer);
    for (const id of [...this.#ackTimers.keys()]) this.#clearAckTimer(id);
  }

  failAll() {
    for (const entry of this.entries) this.#set(entry, "failed");
  }

  #post(entry) {
    const conversation = entry.conversation ?? this.#current();
    const { id, text, payload } = entry;
    if (!conversation || !this.#send({ type: "message", conversation, client_message_id: id, text, payload })) return;
    if (entry.conversation === null) {
      entry.conversation = conversation;
      this.#outbox.save(entry);
    }
    this.#clearAckTimer(id);
    this.#ackTimers.set(id, this.#timers.set(() => this.#set(entry, "failed"), times.acknowledgement));
  }

  #postAllAfter(delay) {
    this.#timers.clear(this.#retryTimer);
    this.#retryTimer = this.#timers.set(() => this.postAll(), delay);
  }

  #set(entry, state, error) {
    if (this.#outbox.get(entry.id) !== entry) return;
    Object.assign(entry, { state, error });
    this.#outbox.save(entry);
    this.#changed(entry);
  }

  #clearAckTimer(id) {
    this.#timers.clear(this.#ackTimers.get(id));
    this.#ackTimers.delete(id);
  }
}
