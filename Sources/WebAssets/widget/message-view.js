import { element } from "/shared/dom.js";
import { languageOf } from "/shared/i18n.js";
import { icon } from "/shared/icons.js";
import { formattedText, verbatimText } from "/shared/message-text.js";

/** The name to show for the author of a message event. */
export function authorOf(event, t) {
  if (event.from === "agent") return event.agent?.display_name ?? t("agent");
  return t(event.from === "customer" ? "you" : "bot");
}

/** One message of anybody; `body` is what the bubble holds. */
function frame({ from, author, at, text }, body, t) {
  return element(
    "article",
    { class: `message from-${from}`, "aria-label": t("at", { author, time: t.time(at) }) },
    element(
      "p",
      { class: "message-meta" },
      element("span", { class: "message-author" }, author),
      element("time", { datetime: new Date(at).toISOString() }, t.time(at)),
    ),
    element("div", { class: "bubble", lang: languageOf(text) }, body),
  );
}

/** The view of a message event. */
export function messageView(event, t) {
  const { from, text, at } = event;
  const body = from === "bot" ? formattedText(text) : element("p", {}, verbatimText(text));
  const node = frame({ from, author: authorOf(event, t), at, text }, body, t);
  if (event.article && event.style === "answer") node.querySelector(".bubble").prepend(articleTitle(event.article, t));
  return node;
}

function articleTitle({ title }, t) {
  return element(
    "p",
    { class: "article-title", lang: languageOf(title), title: t("article", { title }) },
    icon("book", 16),
    element("span", {}, title),
  );
}

/** The view of a message that is on its way: `entry` comes from the connection's outbox. */
export function pendingView(entry, t, { retry, discard }) {
  const message = { from: "customer", author: t("you"), at: entry.at, text: entry.text };
  const node = frame(message, element("p", {}, verbatimText(entry.text)), t);
  node.append(element("p", { class: "delivery" }));
  showDelivery(node, entry, t, { retry, discard });
  return node;
}

/** Shows how the delivery of a pending message stands. */
export function showDelivery(node, entry, t, { retry, discard }) {
  const failed = entry.state === "failed";
  node.classList.toggle("is-pending", entry.state === "sending");
  node.classList.toggle("is-failed", failed);
  const line = node.querySelector(".delivery");
  const ended = entry.error?.advice === "start";
  if (entry.state === "sent") return line?.replaceChildren();
  const late = entry.late && !failed;
  line?.classList.toggle("is-late", Boolean(late));
  line?.replaceChildren(
    element("span", {}, failed ? icon("warning", 14) : icon("clock", 14), t(failed ? "failed" : late ? "late" : "sending")),
    ...(failed
      ? [
          element("button", { type: "button", class: "link", onclick: retry }, t(ended ? "moveAndSend" : "retry")),
          element("button", { type: "button", class: "link", onclick: discard }, t("discard")),
        ]
      : []),
  );
}

/** Turns a pending message into the one the server has. */
export function settleDelivery(node, event, t) {
  node.classList.remove("is-pending", "is-failed");
  node.querySelector(".delivery")?.remove();
  const time = node.querySelector("time");
  time.dateTime = event.at;
  time.textContent = t.time(event.at);
}

/** The buttons under a bot message; `choose` takes the quick reply that was pressed. */
export function quickReplies(event, t, choose) {
  const clarify = event.style === "clarify";
  return element(
    "div",
    { class: clarify ? "replies is-list" : "replies", role: "group", "aria-label": t(clarify ? "didYouMean" : "quickReplies") },
    event.quick_replies.map((reply) =>
      element(
        "button",
        {
          type: "button",
          class: reply.payload === "none" ? "reply is-plain" : "reply",
          lang: languageOf(reply.title),
          onclick: () => choose(reply),
        },
        reply.title,
      ),
    ),
  );
}

/** Thumbs under a bot message; `judge` takes true or false. */
export function thumbs(t, judge) {
  const thumb = (helpful) =>
    element(
      "button",
      {
        type: "button",
        class: "thumb",
        "aria-pressed": "false",
        "aria-label": t(helpful ? "helpful" : "notHelpful"),
        title: t(helpful ? "helpful" : "notHelpful"),
        dataset: { helpful: String(helpful) },
        onclick: () => judge(helpful),
      },
      icon(helpful ? "thumbUp" : "thumbDown", 16),
    );
  return element("div", { class: "thumbs" }, thumb(true), thumb(false));
}

/** Presses the thumb that counts; null presses neither. */
export function showThumb(node, helpful) {
  for (const button of node.querySelectorAll(".thumb")) {
    button.setAttribute("aria-pressed", String(button.dataset.helpful === String(helpful)));
  }
}

/** The line or card for an event that is not a message; null for one the customer need not see. */
export function noticeView(event, t) {
  const line = (key, values) => element("p", { class: "notice" }, t(key, values));
  const name = event.agent?.display_name ?? t("agent");
  switch (event.kind) {
    case "handoff":
      return line(event.agent ? "handoffAgain" : event.queue === "urgent" ? "handoffUrgent" : "handoff");
    case "claimed":
      return event.from ? line("passedOn", { name, from: event.from.display_name }) : line("claimed", { name });
    case "transferred":
      return line("passedOn", { name: event.to.display_name, from: name });
    case "released":
      return event.agent ? line("released", { name }) : line("resumed");
    case "closed":
      return line(event.by === "customer" ? "closedByCustomer" : "closedByAgent");
    case "identified":
      return line("identified", { name: event.customer.name ?? "" });
    case "ticket":
      return ticketCard(event.ticket, t);
    default:
      return null;
  }
}

function ticketCard(ticket, t) {
  return element(
    "div",
    { class: "ticket" },
    icon("ticket", 22),
    element(
      "div",
      {},
      element("p", { class: "ticket-number" }, t("ticket", { number: ticket.number })),
      element("p", { lang: languageOf(ticket.subject) }, ticket.subject),
      element("p", { class: "soft" }, t("ticketText")),
    ),
  );
}
