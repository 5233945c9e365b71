import { chatAddress } from "./chat-address.js";
import { ChatConnection } from "./chat-connection.js";
import { api, staffSession } from "./staff-api.js";

/** The connection of a staff page, which knows when its session has ended; `options` are those of `ChatConnection`. */
export function staffConnection(options) {
  const connection = new ChatConnection({ url: chatAddress(), role: "agent", ...options });
  let mayRestart = true;
  connection.addEventListener("problem", ({ detail }) => detail.code === 200 && staffSession.dispatchEvent(new CustomEvent("ended")));
  connection.addEventListener("status", ({ detail }) => {
    // Either the session has ended, and asking shows the sign-in form; or a new password has given it a new cookie.
    if (detail.code !== 4501) return;
    const restarts = mayRestart;
    mayRestart = false;
    api("GET", "/me").then(() => restarts && connection.start(), () => {});
  });
  connection.addEventListener("welcome", () => (mayRestart = true));
  return connection;
}
