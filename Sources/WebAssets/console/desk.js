/**
 * The agent desk: every conversation that waits or is held by an agent. Dispatches `change`, and `moved`
 * (`{before, after}`) when a conversation that was known has another holder; `after` is null when it left the desk.
 */
export class Desk extends EventTarget {
  #conversations = new Map();
  #loaded = false;

  replace(conversations) {
    const before = this.#conversations;
    this.#conversations = new Map(conversations.map((conversation) => [conversation.id, conversation]));
    if (this.#loaded) for (const id of new Set([...before.keys(), ...this.#conversations.keys()])) this.#compare(before.get(id), this.get(id));
    this.#loaded = true;
    this.#changed();
  }

  /** Takes the newest state of one conversation; with the bot, or closed, it leaves the desk. */
  update(conversation) {
    const before = this.get(conversation.id);
    if (["queued", "agent"].includes(conversation.status)) this.#conversations.set(conversation.id, conversation);
    else this.#conversations.delete(conversation.id);
    this.#compare(before, this.get(conversation.id));
    this.#changed();
  }

  get(id) {
    return this.#conversations.get(id) ?? null;
  }

  /** Urgent first, then those that came back from an agent, then oldest first. */
  get waiting() {
    return this.#all.filter(({ status }) => status === "queued").sort(byTurn);
  }

  heldBy(userID) {
    return this.#all.filter(({ status, holder }) => status === "agent" && holder?.id === userID).sort(byTurn);
  }

  heldByOthers(userID) {
    return this.#all.filter(({ status, holder }) => status === "agent" && holder?.id !== userID).sort(byTurn);
  }

  get #all() {
    return [...this.#conversations.values()];
  }

  #compare(before = null, after = null) {
    if (before?.holder?.id !== after?.holder?.id) this.dispatchEvent(new CustomEvent("moved", { detail: { before, after } }));
  }

  #changed() {
    this.dispatchEvent(new CustomEvent("change"));
  }
}

function byTurn(a, b) {
  return first(a, b, ({ queue }) => queue === "urgent") || first(a, b, ({ returned }) => returned) || waitsSince(a).localeCompare(waitsSince(b));
}

/** Below 0 when only `a` has the quality, above when only `b` has it. */
function first(a, b, quality) {
  return Number(Boolean(quality(b))) - Number(Boolean(quality(a)));
}

/** ISO 8601 times of one length sort as text. */
function waitsSince({ queued_at: queuedAt, updated_at: updatedAt }) {
  return queuedAt ?? updatedAt ?? "";
}
