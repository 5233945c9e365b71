import { element, fill } from "/shared/dom.js";
import { showToast } from "/shared/toast.js";
import { SafeStorage } from "/shared/safe-storage.js";
import { api } from "/shared/staff-api.js";
import { chatTexts } from "/shared/staff-chat-texts.js";
import { staffConnection } from "/shared/staff-connection.js";
import { startStaffPage } from "/shared/staff-page.js";
import { badge } from "/shared/staff-parts.js";
import { Catalog } from "./catalog.js";
import { listenForKeys, showKeys } from "./keys.js";
import { PublishPanel } from "./publish-panel.js";
import { texts } from "./texts.js";
import { TurnDetail } from "./turn-detail.js";
import { TurnList, turnKey } from "./turn-list.js";

startStaffPage("review", [chatTexts, texts], (main, user, t) => {
  const catalog = catalogSource(t);
  const help = () => showKeys(t);
  // It only listens: what the console could not send is not for this page to send.
  const connection = staffConnection({ storage: new SafeStorage(null), desk: false });
  const list = new TurnList(t, help);
  const detail = new TurnDetail(catalog.get, connection, t);
  const panel = new PublishPanel(catalog.get, t);
  const columns = element("div", { class: "columns" }, list.element, detail.element, panel.element);
  const switcher = phoneSwitcher(t, (column) => show(column));
  main.append(switcher.element, columns);

  /** On a phone one column shows at a time. */
  const show = (column) => {
    columns.dataset.show = column;
    switcher.mark(column);
  };

  list.addEventListener("choose", ({ detail: turn }) => (detail.open(turn), show("detail")));
  detail.addEventListener("back", () => (show("list"), list.focus()));
  detail.addEventListener("done", async ({ detail: { turn, kind } }) => {
    showToast(t(kind === "dismiss" ? "dismissed" : "corrected"), { tone: "positive", dismiss: t("dismiss") });
    const following = turnAfter(list.turns, turn);
    await Promise.all([list.reload(), panel.reload()]);
    if (following && list.showsOpen) {
      list.mark(following);
      detail.open(following);
    } else {
      detail.clear();
      show("list");
    }
  });
  panel.addEventListener("pending", ({ detail: count }) => switcher.count(count));
  panel.addEventListener("withdrawn", ({ detail: correction }) => {
    list.reload();
    if (correction.conversation && detail.key === turnKey(correction)) detail.open(correction);
  });
  panel.addEventListener("published", () => {
    catalog.forget();
    list.reload();
  });
  panel.addEventListener("back", () => (show("list"), list.focus()));
  const stopListening = listenForKeys({
    move: (step) => list.move(step),
    chooseKind: (number) => detail.chooseKind(number),
    publish: () => (show("publish"), panel.focus()),
    help,
  });

  show("list");
  list.reload();
  panel.reload();
  connection.start();
  return () => {
    stopListening();
    connection.dispose();
  };
});

/** The catalog, loaded once for each release. */
function catalogSource(t) {
  let loading = null;
  const get = () => {
    loading ??= api("GET", "/review/catalog").then((answer) => new Catalog(answer, t));
    // A failure must not be remembered: the next wish tries again.
    loading.catch(() => (loading = null));
    return loading;
  };
  return { get, forget: () => (loading = null) };
}

/** The turn to look at after `turn` has left the list. */
function turnAfter(turns, turn) {
  const index = turns.findIndex((candidate) => turnKey(candidate) === turnKey(turn));
  return turns[index + 1] ?? turns[index - 1] ?? null;
}

/** Where a phone goes between reviewing and publishing. */
function phoneSwitcher(t, go) {
  const work = element("button", { type: "button", class: "tab", onclick: () => go("list") }, t("tabWork"));
  const publish = element("button", { type: "button", class: "tab", onclick: () => go("publish") }, t("tabPublish"));
  return {
    element: element("div", { class: "tabs phone-switcher", role: "group", "aria-label": t("pages") }, work, publish),
    mark(column) {
      work.setAttribute("aria-pressed", String(column !== "publish"));
      publish.setAttribute("aria-pressed", String(column === "publish"));
    },
    count(pending) {
      fill(publish, t("tabPublish"), pending > 0 && [" ", badge(t.number(pending), "accent")]);
    },
  };
}
