import { SafeStorage } from "/shared/safe-storage.js";
import { element } from "/shared/dom.js";
import { api } from "/shared/staff-api.js";
import { chatTexts } from "/shared/staff-chat-texts.js";
import { staffConnection } from "/shared/staff-connection.js";
import { startStaffPage } from "/shared/staff-page.js";
import { errorText } from "/shared/staff-texts.js";
import { showToast } from "/shared/toast.js";
import { showAttention } from "./attention.js";
import { connectionBar } from "./connection-bar.js";
import { ContextPanel } from "./context-panel.js";
import { contextTexts } from "./context-texts.js";
import { ConversationPane } from "./conversation-pane.js";
import { Desk } from "./desk.js";
import { QueueView } from "./queue-view.js";
import { texts } from "./texts.js";

startStaffPage("console", [chatTexts, texts, contextTexts], (main, user, t) => {
  const storage = new SafeStorage();
  // Two agents may take turns at one computer: words of one are not sent as the other's.
  const connection = staffConnection({ storage, storagePrefix: `frontdesk:${user.id}:` });
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

  queue.addEventListener("choose", ({ detail }) => open(detail));
  queue.addEventListener("find", ({ detail }) => find(detail).then(open, (error) => showToast(errorText(error, t), { tone: "danger", dismiss: t("dismiss") })));
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
  desk.addEventListener("moved", ({ detail }) => {
    if (detail.after && detail.after.holder?.id === user.id && detail.before?.status === "agent") queue.markHanded(detail.after.id);
    const text = movedText(detail, user, pane.conversation, t);
    const action = { label: t("open"), run: () => open(desk.get(detail.after.id) ?? detail.after) };
    if (text) showToast(text, { dismiss: t("dismiss"), action });
  });
  const showUnsent = () => (queue.unsent = connection.outbox.filter(({ state }) => state === "failed"));
  connection.addEventListener("outbox", showUnsent);
  connection.addEventListener("desk", ({ detail }) => (desk.replace(detail.conversations), queue.reminders.load()));
  connection.addEventListener("reminder", ({ detail }) => queue.reminders.update(detail.reminder));
  connection.addEventListener("conversation", ({ detail }) => desk.update(detail.conversation));

  show("queue");
  showUnsent();
  reopen(open);
  connection.start();
  return () => {
    clearTimeout(refreshTimer);
    queue.reminders.dispose();
    showAttention(0, document.title);
    connection.dispose();
  };
});

/** Opens the conversation that the address names, as after a reload. */
async function reopen(open) {
  const id = location.hash.slice(1);
  if (!/^[\w-]{1,64}$/.test(id)) return;
  try {
    open(await find(id));
  } catch {
    history.replaceState(null, "", location.pathname);
  }
}

/** The summary of a conversation that may not be on the desk. */
async function find(id) {
  return (await api("GET", `/conversations/${encodeURIComponent(id)}`)).conversation;
}

/** What to tell an agent about a conversation that came to them or left them while they look at another (`shown`). */
function movedText({ before, after }, user, shown, t) {
  if (!after || before?.status !== "agent") return null;
  const customer = after.customer?.name ?? t("anonymous");
  if (after.holder?.id === user.id) return shown === after.id ? null : t("handedOver", { customer, name: before.holder?.display_name ?? t("agent") });
  if (before.holder?.id !== user.id || shown === after.id) return null;
  if (after.holder) return t("lostElsewhereHeld", { customer, name: after.holder.display_name });
  return t("lostElsewhereQueued", { customer, reason: t(`reason_${after.reason}`) });
}
