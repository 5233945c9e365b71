const day = 24 * 60 * 60 * 1000;
/** How long an unacknowledged message may lie in storage and still be sent by itself, and until it is dropped; milliseconds. */
const times = { stale: day, dropped: 7 * day };

/**
 * The messages the server has not acknowledged yet, in the order they were written. Each is stored under a key of its own,
 * so that two tabs of one site do not overwrite each other; both may send it, and the server takes the id once.
 *
 * An entry is `{id, conversation, text, payload, at, state}`; `conversation` is null until the customer's first welcome,
 * `at` is in milliseconds since 1970, `state` is `sending`, `sent` or `failed`.
 */
export class Outbox {
  #storage;
  #prefix;
  #entries = new Map();

  constructor(storage, prefix, now) {
    this.#storage = storage;
    this.#prefix = prefix;
    for (const key of storage.keys(prefix)) this.#load(key, now);
    this.#entries = new Map([...this.#entries].sort(([, a], [, b]) => a.at - b.at || a.order - b.order));
  }

  get entries() {
    return [...this.#entries.values()];
  }

  get(id) {
    return this.#entries.get(id);
  }

  add(entry) {
    const order = Math.max(0, ...this.entries.map((other) => other.order + 1));
    const kept = { ...entry, order, state: "sending" };
    this.#entries.set(kept.id, kept);
    this.save(kept);
    return kept;
  }

  save(entry) {
    this.#storage.set(this.#prefix + entry.id, JSON.stringify(entry));
  }

  remove(id) {
    const entry = this.#entries.get(id);
    this.#entries.delete(id);
    if (entry) this.#storage.remove(this.#prefix + id);
    return entry;
  }

  clear() {
    for (const entry of this.entries) this.remove(entry.id);
  }

  #load(key, now) {
    try {
      const entry = JSON.parse(this.#storage.get(key));
      if (typeof entry.id !== "string" || typeof entry.text !== "string" || !Number.isFinite(entry.at)) throw new Error(key);
      if (now - entry.at > times.dropped) throw new Error("too old");
      const stale = now - entry.at > times.stale;
      this.#entries.set(entry.id, { ...entry, state: stale || entry.state === "failed" ? "failed" : "sending" });
    } catch {
      this.#storage.remove(key);
    }
  }
}
