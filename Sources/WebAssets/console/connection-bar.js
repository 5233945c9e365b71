import { element, fill } from "/shared/dom.js";

/** How long a connection may be away before the page speaks of it, in milliseconds. */
const patience = 1_500;

/** A bar that says when the page is not connected. */
export function connectionBar(connection, t) {
  const bar = element("div", { class: "connection-bar", role: "status", hidden: true });
  let timer = null;
  connection.addEventListener("status", ({ detail: { status } }) => {
    clearTimeout(timer);
    if (status === "online") {
      bar.hidden = true;
      return;
    }
    const show = () => {
      const again = status === "stopped" && element("button", { type: "button", class: "button is-small", onclick: () => connection.start() }, t("connect"));
      fill(bar, element("span", {}, t({ connecting: "connecting", waiting: "offline", stopped: "stopped" }[status])), again);
      bar.hidden = false;
    };
    timer = setTimeout(show, status === "stopped" ? 0 : patience);
  });
  return bar;
}
