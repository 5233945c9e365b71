/**
 * A key-value store with the shape of `localStorage` that never throws: where the browser blocks or fills its storage,
 * values live in memory for as long as the page does.
 */
export class SafeStorage {
  #backing;
  #memory = new Map();

  /** @param {Storage | null | undefined} backing the real storage; by default the page's `localStorage`, if it may be used */
  constructor(backing = pageStorage()) {
    this.#backing = backing ?? null;
  }

  get(key) {
    if (this.#memory.has(key)) return this.#memory.get(key);
    try {
      return this.#backing?.getItem(key) ?? null;
    } catch {
      return null;
    }
  }

  set(key, value) {
    try {
      if (!this.#backing) throw new Error("no storage");
      this.#backing.setItem(key, value);
      this.#memory.delete(key);
    } catch {
      this.#memory.set(key, value);
    }
  }

  /** Whether the value of `key` outlives the page. */
  keeps(key) {
    return !this.#memory.has(key);
  }

  remove(key) {
    this.#memory.delete(key);
    try {
      this.#backing?.removeItem(key);
    } catch {
      // Storage that cannot be written has nothing of ours that could be removed.
    }
  }

  /** The keys that start with `prefix`, in no particular order. */
  keys(prefix) {
    const found = new Set([...this.#memory.keys()].filter((key) => key.startsWith(prefix)));
    try {
      for (let index = 0; index < (this.#backing?.length ?? 0); index += 1) {
        const key = this.#backing.key(index);
        if (key?.startsWith(prefix)) found.add(key);
      }
    } catch {
      // What is in memory is still right.
    }
    return [...found];
  }
}

/** The page's `localStorage`, or null: merely reading the property throws where storage is blocked. */
function pageStorage() {
  try {
    return globalThis.localStorage ?? null;
  } catch {
    return null;
  }
}
