import { element, fill } from "/shared/dom.js";
import { pickLanguage, translator } from "/shared/i18n.js";
import { SafeStorage } from "/shared/safe-storage.js";
import { texts } from "./texts.js";

/** How often the inbox is looked at, in milliseconds. */
const pause = 2_000;

const t = translator(texts, pickLanguage(new SafeStorage().get("heronport:language") ?? "auto"));
document.documentElement.lang = t.language;
document.title = `${t("inboxTitle")} · ${t("brand")}`;
for (const node of document.querySelectorAll("[data-text]")) node.textContent = t(node.dataset.text);

const list = document.querySelector("#mails");
let shown = null;

function mailView({ recipient, subject, body, created_at: at }) {
  return element(
    "li",
    { class: "mail" },
    element("h2", {}, subject),
    element("p", { class: "mail-head" }, t("inboxTo", { recipient }), " · ", element("time", { datetime: at }, t.dateTime(at))),
    element("p", { class: "mail-body" }, body),
  );
}

/** Shows what is there; the list is left alone while nothing has changed. */
async function show() {
  const response = await fetch("/api/v1/demo/inbox", { cache: "no-store" }).catch(() => null);
  if (!response?.ok) return;
  const { mails } = await response.json();
  const state = mails.map(({ id }) => id).join(" ");
  if (state === shown) return;
  shown = state;
  fill(list, mails.length ? mails.map(mailView) : element("li", { class: "soft" }, t("inboxEmpty")));
}

await show();
setInterval(show, pause);
