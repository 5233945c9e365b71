/**
 * Puts the events of one conversation in order. The server numbers them from 1 without gaps; the network may repeat them
 * (after a resume) or skip some (after an overflow), and this says what may be shown and when to ask again.
 */
export class EventSequence {
  /** Events that wait for an earlier one are few; beyond this many a resume brings them anyway. */
  static waitingLimit = 500;

  /** The highest `seq` up to which every event was delivered. */
  last;
  #waiting = new Map();
  /** `last` at the time of the request whose replay has not ended; null without one. */
  #asked = null;

  constructor(last = 0) {
    this.last = last;
  }

  /**
   * Takes one event frame.
   * @returns {{deliver: object[], missing: boolean}} the events to show now, in order, and whether to ask for those after `last`
   */
  accept(event) {
    if (!Number.isInteger(event.seq) || event.seq <= this.last) return { deliver: [], missing: false };
    if (this.#waiting.size < EventSequence.waitingLimit || event.seq === this.last + 1) this.#waiting.set(event.seq, event);
    const deliver = [];
    while (this.#waiting.has(this.last + 1)) {
      this.last += 1;
      deliver.push(this.#waiting.get(this.last));
      this.#waiting.delete(this.last);
    }
    return { deliver, missing: this.#waiting.size > 0 && this.#asked === null && this.#ask() };
  }

  /** A replay ended at `seq`: whether events are still missing and to be asked for. */
  replayed(seq) {
    // An answer that brought nothing would be given again.
    const mayAsk = this.#asked !== this.last;
    this.#asked = null;
    return mayAsk && (this.last < seq || this.#waiting.size > 0) && this.#ask();
  }

  /** A new connection starts: what was asked on the old one may never come. */
  reconnected() {
    this.#asked = null;
  }

  /** Until its replay has ended, a second request would only repeat the answer. */
  #ask() {
    this.#asked = this.last;
    return true;
  }
}
