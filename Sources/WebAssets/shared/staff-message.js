import { element } from "./dom.js";
import { languageOf } from "./i18n.js";
import { icon } from "./icons.js";
import { formattedText, verbatimText } from "./message-text.js";
import { badge } from "./staff-parts.js";

/** Who wrote a message, as staff call them. */
export function authorName({ from, agent }, t, customer) {
  if (from === "customer") return customer ?? t("customer");
  return from === "agent" ? (agent?.display_name ?? t("agent")) : t("bot");
}

const authorIcons = { customer: "person", bot: "chat", agent: "check" };

/** A message event as staff see it: author, time, what the bot meant by it, where it came from. */
export function staffMessage(event, t, { customer = null, mark = false } = {}) {
  const { from, text, at, style, article, quick_replies: replies } = event;
  const author = authorName(event, t, customer);
  return element(
    "article",
    {
      class: mark ? `line from-${from} is-marked` : `line from-${from}`, "aria-label": t("messageAt", { author, time: t.time(at) }),
      dataset: { seq: event.seq ?? "" },
    },
    element(
      "p",
      { class: "line-meta" },
      icon(authorIcons[from], 14),
      element("span", { class: "line-author" }, author),
      from === "bot" && style && style !== "answer" && badge(t(`style_${style}`), style === "unsure" ? "warning" : ""),
      element("time", { datetime: at, title: t.dateTime(at) }, t.time(at)),
    ),
    element("div", { class: "line-text", lang: languageOf(text) }, from === "bot" ? formattedText(text) : element("p", {}, verbatimText(text))),
    article && element("p", { class: "line-source" }, icon("book", 14), element("span", { lang: languageOf(article.title) }, t("fromArticle", { title: article.title }))),
    replies?.length > 0 &&
      element("ul", { class: "line-replies", "aria-label": t("offered") }, replies.map(({ title }) => element("li", { lang: languageOf(title) }, title))),
  );
}

/** The line for an event that is not a message. */
export function staffNotice(event, t) {
  const [text, tone] = noticeText(event, t);
  return element(
    "p",
    { class: tone ? `line-notice is-${tone}` : "line-notice" },
    noticeIcon(event),
    element("span", {}, text),
    element("time", { datetime: event.at, title: t.dateTime(event.at) }, t.time(event.at)),
  );
}

function noticeText(event, t) {
  const name = event.agent?.display_name ?? t("agent");
  switch (event.kind) {
    case "started":
      return [t("noticeStarted")];
    case "handoff":
      return handoffText(event, t);
    case "claimed":
      return [event.from ? t("noticeTakenOver", { name, from: event.from.display_name }) : t("noticeClaimed", { name }), "accent"];
    case "transferred":
      return [t("noticeTransferred", { name, to: event.to.display_name }), "accent"];
    case "contact":
      return [t("noticeContact", { ticket: event.ticket, contact: [event.email, event.phone].filter(Boolean).join(" · ") }), "positive"];
    case "identified":
      return [t("noticeIdentified", { name: event.customer.name ?? t("customer") }), "positive"];
    case "released":
      return [event.agent ? t("noticeReleased", { name }) : t("noticeResumed")];
    case "closed":
      return [t(event.by === "customer" ? "noticeClosedByCustomer" : "noticeClosedByAgent")];
    case "ticket":
      return [t("noticeTicket", event.ticket), "accent"];
    case "feedback":
      return [t(event.helpful ? "noticeHelpful" : "noticeNotHelpful"), event.helpful ? "positive" : "warning"];
    default:
      return [event.kind];
  }
}

function handoffText({ reason, queue, agent }, t) {
  const urgent = queue === "urgent";
  const values = { reason: t(`reason_${reason}`), name: agent?.display_name };
  const returned = reason === "transferred" ? "noticePutBack" : "noticeReturned";
  return [t(agent ? returned : urgent ? "noticeHandoffUrgent" : "noticeHandoff", values), urgent ? "danger" : "warning"];
}

function noticeIcon({ kind, helpful }) {
  if (kind === "feedback") return icon(helpful ? "thumbUp" : "thumbDown", 14);
  return icon({ handoff: "person", claimed: "check", transferred: "person", contact: "person", identified: "check", released: "restart", ticket: "ticket", closed: "close" }[kind] ?? "clock", 14);
}
