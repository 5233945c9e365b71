/** Milliseconds: the first attempt's longest wait, the longest of all, and how long a good connection must have lasted. */
const times = { base: 500, limit: 30_000, stable: 5_000 };

/** When to connect again: exponential back-off with full jitter, unless the server named a time itself. */
export class Backoff {
  #now;
  #random;
  #attempt = 0;
  #notBefore = 0;
  #welcomedAt = null;

  constructor({ now, random }) {
    this.#now = now;
    this.#random = random;
  }

  welcomed() {
    this.#welcomedAt = this.#now();
    this.#notBefore = 0;
  }

  /** The server asked to come back after `milliseconds`, not before. It spreads the clients itself, so no jitter is added. */
  postpone(milliseconds) {
    this.#notBefore = this.#now() + milliseconds;
    this.#attempt = 0;
  }

  get mayConnectNow() {
    return this.#now() >= this.#notBefore;
  }

  /** The wait before the next attempt, in milliseconds. A connection that broke at once does not start the count anew. */
  next() {
    const lasted = this.#welcomedAt === null ? 0 : this.#now() - this.#welcomedAt;
    this.#welcomedAt = null;
    if (lasted >= times.stable) this.#attempt = 0;
    if (!this.mayConnectNow) return this.#notBefore - this.#now();
    const longest = Math.min(times.limit, times.base * 2 ** this.#attempt);
    this.#attempt += 1;
    return this.#random() * longest;
  }
}
