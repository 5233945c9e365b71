import { EventSequence } from "./event-sequence.js";

/** The conversations that a connection follows, each with how far its events have come, and which is the customer's own. */
export class FollowedConversations {
  /** The customer's current conversation, null before the first welcome. */
  current = null;
  #sequences = new Map();

  get ids() {
    return [...this.#sequences.keys()];
  }

  has(conversation) {
    return this.#sequences.has(conversation);
  }

  /** The last `seq` seen of a conversation, 0 for none. */
  lastOf(conversation) {
    return this.#sequences.get(conversation)?.last ?? 0;
  }

  /** Makes it the customer's current one. */
  follow(conversation) {
    if (!this.has(conversation)) this.#sequences.set(conversation, new EventSequence());
    this.current = conversation;
  }

  /** Follows it from the events after `after` on. @returns a function that takes this back, unless it was opened anew meanwhile */
  open(conversation, after) {
    const sequence = new EventSequence(after);
    this.#sequences.set(conversation, sequence);
    return () => this.#sequences.get(conversation) === sequence && this.leave(conversation);
  }

  leave(conversation) {
    this.#sequences.delete(conversation);
  }

  clear() {
    this.#sequences.clear();
    this.current = null;
  }

  /** A new connection starts. */
  reconnected() {
    for (const sequence of this.#sequences.values()) sequence.reconnected();
  }

  /** Takes an event; see `EventSequence.accept`. One of a conversation that is not followed is dropped. */
  accept(event) {
    return this.#sequences.get(event.conversation)?.accept(event) ?? { deliver: [], missing: false };
  }

  /** A replay has ended; see `EventSequence.replayed`. */
  replayed({ conversation, seq }) {
    return this.#sequences.get(conversation)?.replayed(seq) ?? false;
  }
}
