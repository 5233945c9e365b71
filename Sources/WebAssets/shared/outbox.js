const day = 24 * 60 * 60 * 1000;
/** How long an unacknowledged message may lie in storage and still be sent by itself, and until it is dropped; milliseconds. */
const times = { stale: day, dropped: 7 * day };

/**
 * The messages the server has not acknowledged yet, in the order they were written. Each is stored under a key of its own,
 * so that two tabs of one site do not overwrite each other. Both may send it, and the server takes the id once; what one of
 * them has settled leaves the other, too.
 *
 * An entry is `{id, conversation, text, payload, at, state}`; `conversation` is null until the customer's first welcome,
 * `at` is in milliseconds since 1970, `state` is `sending`, `sent`, `failed` or `gone` (settled in another tab). `late` says
 * that it has been on its way for longer than anybody expects.
 */
export class Outbox {
  #storage;
  #prefix;
  #entries = new Map();

  constructor(storage, prefix, now) {
    this.#storage = storage;
    this.#prefix = prefix;
    this.adopt(now);
  }

  get entries() {
    return [...this.#entries.values()];
  }

  get(id) {
    return this.#entries.get(id);
  }

  /** Takes in what is stored and not known here: from before a reload, or from a tab that may be closed by now. */
  adopt(now) {
    const found = this.#storage.keys(this.#prefix).flatMap((key) => this.#load(key, now) ?? []);
    if (!found.length) return [];
    const all = [...this.entries, ...found].sort((a, b) => a.at - b.at || a.order - b.order);
    this.#entries = new Map(all.map((entry) => [entry.id, entry]));
    return found;
  }

  add(entry) {
    const order = Math.max(0, ...this.entries.map((other) => other.order + 1));
    const kept = { ...entry, order, state: "sending" };
    this.#entries.set(kept.id, kept);
    this.save(kept);
    return kept;
  }

  save(entry) {
    this.#storage.set(this.#prefix + entry.id, JSON.stringify({ ...entry, late: undefined }));
  }

  /** Whether leaving the page would lose a message, because the browser's storage is blocked or full. */
  get isFragile() {
    return this.entries.some(({ id }) => !this.#storage.keeps(this.#prefix + id));
  }

  remove(id) {
    const entry = this.#entries.get(id);
    this.#entries.delete(id);
    if (entry) this.#storage.remove(this.#prefix + id);
    return entry;
  }

  /**
   * Another tab wrote `value` under `key`, or took it away (null): then the message was acknowledged or given up there, and
   * sending it from here would bring it back. One that was moved to another conversation must not go to the old one, too.
   * @returns the entry that left, if one did
   */
  heard(key, value) {
    const entry = key.startsWith(this.#prefix) && this.#entries.get(key.slice(this.#prefix.length));
    if (!entry) return null;
    if (value !== null) {
      entry.conversation = parsed(value)?.conversation ?? entry.conversation;
      return null;
    }
    this.#entries.delete(entry.id);
    return entry;
  }

  #load(key, now) {
    if (this.#entries.has(key.slice(this.#prefix.length))) return null;
    const entry = parsed(this.#storage.get(key));
    if (!entry || now - entry.at > times.dropped) {
      this.#storage.remove(key);
      return null;
    }
    const stale = now - entry.at > times.stale;
    return { ...entry, state: stale || entry.state === "failed" ? "failed" : "sending" };
  }
}

/** The entry in a stored text; null for anything else. */
function parsed(text) {
  try {
    const entry = JSON.parse(text);
    return typeof entry.id === "string" && typeof entry.text === "string" && Number.isFinite(entry.at) ? entry : null;
  } catch {
    return null;
  }
}
