import { chatAddress } from "/shared/chat-address.js";
import { ChatConnection } from "/shared/chat-connection.js";
import { SafeStorage } from "/shared/safe-storage.js";
import { element } from "/shared/dom.js";
import { api, staffSession } from "/shared/staff-api.js";
import { chatTexts } from "/shared/staff-chat-texts.js";
import { startStaffPage } from "/shared/staff-page.js";
import { showAttention } from "./attention.js";
import { connectionBar } from "./connection-bar.js";
import { ContextPanel } from "./context-panel.js";
import { ConversationPane } from "./conversation-pane.js";
import { Desk } from "./desk.js";
import { QueueView } from "./queue-view.js";
import { texts } from "./texts.js";

startStaffPage("console", [chatTexts, texts], (main, user, t) => {
  const storage = new SafeStorage();
  const connection = new ChatConnection({ url: chatAddress(), role: "agent", storage });
  const desk = new Desk();
  const queue = new QueueView(desk, user, t);
  const pane = new ConversationPane(connection, user, t, storage);
  const panel = new ContextPanel(t);
  const columns = element("div", { class: "columns" }, queue.element, pane.element, panel.element);
  main.append(connectionBar(connection, t), columns);

  /** On a phone one column shows at a time. */
  const show = (column) => (columns.dataset.show = column);
  const open = (summary, before = null) => {
    queue.chosen = summary.id;
    pane.open(summary, before);
    panel.open(summary.id);
    history.replaceState(null, "", `#${summary.id}`);
    current = summary;
    show("conversation");
  };
  let current = null;
  let refreshTimer = null;
  let mayRestart = true;

  queue.addEventListener("choose", ({ detail }) => open(detail));
  panel.addEventListener("choose", ({ detail }) => open(detail, current));
  panel.addEventListener("back", () => show("conversation"));
  pane.addEventListener("return", ({ detail }) => open(detail));
  pane.addEventListener("details", () => (show("context"), panel.element.querySelector("[role=tab]").focus()));
  pane.addEventListener("back", () => (show("queue"), queue.focus()));
  pane.addEventListener("changed", () => {
    // A burst of events, one reload.
    clearTimeout(refreshTimer);
    refreshTimer = setTimeout(() => panel.refresh(), 300);
  });
  desk.addEventListener("change", () => showAttention(desk.waiting.length, `${t("console")} · Frontdesk`));
  connection.addEventListener("desk", ({ detail }) => desk.replace(detail.conversations));
  connection.addEventListener("conversation", ({ detail }) => desk.update(detail.conversation));
  connection.addEventListener("problem", ({ detail }) => detail.code === 200 && staffSession.dispatchEvent(new CustomEvent("ended")));
  connection.addEventListener("status", ({ detail }) => {
    // Either the session has ended, and asking shows the sign-in form; or a new password has given it a new cookie.
    if (detail.code !== 4501) return;
    const restarts = mayRestart;
    mayRestart = false;
    api("GET", "/me").then(() => restarts && connection.start(), () => {});
  });
  connection.addEventListener("welcome", () => (mayRestart = true));

  show("queue");
  reopen(open);
  connection.start();
  return () => {
    clearTimeout(refreshTimer);
    showAttention(0, document.title);
    connection.dispose();
  };
});

/** Opens the conversation that the address names, as after a reload. */
async function reopen(open) {
  const id = location.hash.slice(1);
  if (!/^[\w-]{1,64}$/.test(id)) return;
  try {
    open((await api("GET", `/conversations/${id}`)).conversation);
  } catch {
    history.replaceState(null, "", location.pathname);
  }
}
