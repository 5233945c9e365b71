import { element } from "/shared/dom.js";
import { badge, confidenceRow, emptyNote, fact, notable, quoted } from "/shared/staff-parts.js";
import { membershipView, orderList, section, ticketList } from "./customer-view.js";

/** The handoff packets of a conversation, newest first: what was known at the moment of each handoff. */
export function packetsView(packets, t) {
  if (!packets.length) return emptyNote(t("noHandoff"));
  return [...packets].reverse().map((packet) => packetView(packet, t));
}

function packetView(packet, t) {
  const { at, reason, queue, last_question: question, intents, tried, membership, orders = [], tickets = [] } = packet;
  return element(
    "article",
    { class: "packet" },
    element("p", { class: "as-of" }, element("time", { datetime: at }, t("asOf", { time: t.dateTime(at) }))),
    element(
      "dl",
      { class: "facts is-stacked" },
      fact(t("why"), element("span", { class: "why" }, t(`reason_${reason}`)), " ", queue === "urgent" && badge(t("urgent"), "danger")),
      question && fact(t("lastQuestion"), quoted("q", {}, question)),
    ),
    section(t("likelyIntents"), intents.length ? intentBars(intents, t) : emptyNote(t("none"))),
    section(t("tried"), tried.length ? element("ol", { class: "tried" }, tried.map((attempt) => attemptView(attempt, t))) : emptyNote(t("triedNothing"))),
    membership && section(t("thenLevel"), membershipView(membership, t)),
    orders.length > 0 && section(t("thenOrders"), orderList(orders, t)),
    tickets.length > 0 && section(t("thenTickets"), ticketList(tickets, t)),
  );
}

function intentBars(intents, t) {
  const rows = notable(intents).map(({ title, name, confidence }) => confidenceRow({ name: title, detail: name, confidence }, t));
  return element("ul", { class: "confidences" }, rows);
}

function attemptView({ question, outcome, answer_title: title }, t) {
  return element(
    "li",
    {},
    quoted("q", {}, question),
    element("span", { class: "soft" }, " → ", t(`outcome_${outcome}`)),
    title && [element("span", { class: "soft" }, ": "), quoted("span", {}, title)],
  );
}
