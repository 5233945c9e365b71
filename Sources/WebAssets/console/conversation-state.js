/** What an agent may do with a conversation, from its status, its holder and who looks. */
export function abilities({ status, holder }, user) {
  const held = status === "agent";
  const mine = held && holder?.id === user.id;
  const leads = ["supervisor", "admin"].some((role) => user.roles.includes(role));
  return {
    mine,
    claim: status === "queued" || status === "bot",
    takeOver: held && !mine && leads,
    transfer: mine || (held && leads),
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
    case "transferred":
      return { status: "agent", holder: event.to };
    case "closed":
      return { status: "closed", holder: null };
    default:
      return state;
  }
}

/** How an agent lost a conversation by `event`, as a text and why; null when it takes nothing from them. */
export function lossText(event, t) {
  const name = (agent) => agent?.display_name ?? t("agent");
  switch (event.kind) {
    case "claimed":
      return t("lostTakenOver", { name: name(event.agent) });
    case "transferred":
      return t("lostTransferred", { name: name(event.to) });
    case "handoff":
      return t({ agent_gone: "lostGone", agent_overdue: "lostOverdue" }[event.reason] ?? "lostPutBack");
    default:
      return null;
  }
}
