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
    return { deliver, missing: this.#waiting.size > 0 && this.#askOnce() };
  }

  /** A replay ended at `seq`: whether events are still missing and to be asked for. */
  replayed(seq) {
    if (this.last < seq) return this.#askOnce();
    this.#asked = null;
    return false;
  }

  /** A new connection starts: what was asked on the old one may never come. */
  reconnected() {
    this.#asked = null;
  }

  /** Once for each missing stretch: a second request for the same one would only repeat the answer. */
  #askOnce() {
    if (this.#asked === this.last) return false;
    this.#asked = this.last;
    return true;
  }
}
