/** The agent desk: every conversation that waits or is held by an agent. Dispatches `change`. */
export class Desk extends EventTarget {
  #conversations = new Map();

  replace(conversations) {
    this.#conversations = new Map(conversations.map((conversation) => [conversation.id, conversation]));
    this.#changed();
  }

  /** Takes the newest state of one conversation; with the bot, or closed, it leaves the desk. */
  update(conversation) {
    if (["queued", "agent"].includes(conversation.status)) this.#conversations.set(conversation.id, conversation);
    else this.#conversations.delete(conversation.id);
    this.#changed();
  }

  get(id) {
    return this.#conversations.get(id) ?? null;
  }

  /** Urgent first, then oldest first. */
  get waiting() {
    return this.#all.filter(({ status }) => status === "queued").sort(byUrgencyThenAge);
  }

  heldBy(userID) {
    return this.#all.filter(({ status, holder }) => status === "agent" && holder?.id === userID).sort(byUrgencyThenAge);
  }

  heldByOthers(userID) {
    return this.#all.filter(({ status, holder }) => status === "agent" && holder?.id !== userID).sort(byUrgencyThenAge);
  }

  get #all() {
    return [...this.#conversations.values()];
  }

  #changed() {
    this.dispatchEvent(new CustomEvent("change"));
  }
}

function byUrgencyThenAge(a, b) {
  const urgency = Number(b.queue === "urgent") - Number(a.queue === "urgent");
  return urgency || waitsSince(a).localeCompare(waitsSince(b));
}

/** ISO 8601 times of one length sort as text. */
function waitsSince({ queued_at: queuedAt, updated_at: updatedAt }) {
  return queuedAt ?? updatedAt ?? "";
}
