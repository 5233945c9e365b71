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

  constructor(last = 0) {
    this.last = last;
  }

  /**
   * Takes one event frame.
   * @returns {{deliver: object[], gap: boolean}} the events to show now, in order, and whether earlier ones are missing
   */
  accept(event) {
    if (!Number.isInteger(event.seq) || event.seq <= this.last) return { deliver: [], gap: false };
    if (this.#waiting.size < EventSequence.waitingLimit || event.seq === this.last + 1) this.#waiting.set(event.seq, event);
    const deliver = [];
    while (this.#waiting.has(this.last + 1)) {
      this.last += 1;
      deliver.push(this.#waiting.get(this.last));
      this.#waiting.delete(this.last);
    }
    return { deliver, gap: this.#waiting.size > 0 };
  }
}
