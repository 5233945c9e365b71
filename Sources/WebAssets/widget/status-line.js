const conversationKeys = { bot: "statusBot", queued: "statusQueued", agent: "statusAgent", closed: "statusClosed" };

/** What an event makes of the conversation's status. */
export const statusAfter = { started: "bot", handoff: "queued", claimed: "agent", transferred: "agent", released: "bot", closed: "closed" };

/**
 * What the header says: the connection's trouble if it has any, else who answers.
 * @param {object} connection `{status, closeCode}` of the chat connection
 * @param {"bot"|"queued"|"agent"|"closed"} conversation the conversation's status
 * @returns {{key: string, tone: string}} a key of the texts, and the header's tone
 */
export function statusLine(connection, conversation) {
  const trouble = (key) => ({ key, tone: "trouble" });
  if (wasRefused(connection)) return trouble("statusStopped");
  if (connection.status === "waiting") return trouble(navigator.onLine ? "statusWaiting" : "statusOffline");
  if (connection.status === "connecting") return trouble("statusConnecting");
  return { key: conversationKeys[conversation] ?? "statusBot", tone: conversation };
}

/** Whether the server told this client to stay away, which is not the same as not having started yet. */
export function wasRefused({ status, closeCode }) {
  return status === "stopped" && closeCode >= 4500;
}
