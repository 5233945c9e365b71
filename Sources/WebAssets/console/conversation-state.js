/** What an agent may do with a conversation, from its status, its holder and who looks. */
export function abilities({ status, holder }, userID) {
  const mine = status === "agent" && holder?.id === userID;
  return {
    mine,
    claim: status === "queued" || status === "bot",
    release: mine,
    close: mine,
    ticket: status !== undefined,
    write: mine,
  };
}

/** The status and holder after `event`. */
export function stateAfter(state, event) {
  switch (event.kind) {
    case "started":
    case "released":
      return { status: "bot", holder: null };
    case "handoff":
      return { status: "queued", holder: null };
    case "claimed":
      return { status: "agent", holder: event.agent };
    case "closed":
      return { status: "closed", holder: null };
    default:
      return state;
  }
}
