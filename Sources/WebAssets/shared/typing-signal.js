/** Milliseconds: how often somebody who types is reported, and after what pause they have stopped. */
const times = { repeat: 3_000, pause: 2_000 };

/** Turns keystrokes into the protocol's `typing`: true at the first and every 3 s, false once they stop. */
export class TypingSignal {
  #tell;
  #toldAt = null;
  #timer = null;

  /** @param {(typing: boolean) => void} tell */
  constructor(tell) {
    this.#tell = tell;
  }

  /** A key was pressed and there are words. */
  go() {
    const now = Date.now();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.stop(), times.pause);
    if (this.#toldAt !== null && now - this.#toldAt < times.repeat) return;
    this.#toldAt = now;
    this.#tell(true);
  }

  /** They stopped, sent it, or cleared it. */
  stop() {
    clearTimeout(this.#timer);
    if (this.#toldAt === null) return;
    this.#toldAt = null;
    this.#tell(false);
  }
}
