import { element, fill } from "/shared/dom.js";

/** How long a connection may be away before the page speaks of it, in milliseconds. */
const patience = 1_500;

/** A bar that says when the page is not connected, and how many messages wait for that. */
export function connectionBar(connection, t) {
  const bar = element("div", { class: "connection-bar", role: "status", hidden: true });
  let timer = null;
  const fillBar = () => {
    const { status } = connection;
    const again = status === "stopped" && element("button", { type: "button", class: "button is-small", onclick: () => connection.start() }, t("connect"));
    const waiting = connection.outbox.filter(({ state }) => state === "sending").length;
    const text = t({ connecting: "connecting", waiting: "offline", stopped: "stopped" }[status]);
    fill(bar, element("span", {}, waiting ? `${text} ${t("unsentWait", { n: t.number(waiting) })}` : text), again);
  };
  connection.addEventListener("outbox", () => connection.status !== "online" && fillBar());
  connection.addEventListener("status", ({ detail: { status } }) => {
    if (status === "online") {
      clearTimeout(timer);
      timer = null;
      bar.hidden = true;
      return;
    }
    const show = () => {
      fillBar();
      bar.hidden = false;
    };
    // Attempts that fail one after the other are one absence: its time is not counted anew.
    if (!bar.hidden || status === "stopped") show();
    else timer ??= setTimeout(show, patience);
  });
  return bar;
}
