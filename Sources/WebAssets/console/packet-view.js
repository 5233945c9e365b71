import { element } from "/shared/dom.js";
import { ruleText } from "/shared/staff-decision.js";
import { badge, confidenceRow, emptyNote, fact, moodBadge, notable, percentText, quoted } from "/shared/staff-parts.js";
import { ageText } from "/shared/staff-time.js";
import { couponList, customerFacts, customerReminders, leadList, membershipView, orderList, section, ticketList } from "./customer-view.js";

/** From how much before the handoff on the age of a part is told, in milliseconds. */
const notableAge = 1_000;

/** The handoff packets of a conversation, newest first: what was known at the moment of each handoff. */
export function packetsView(packets, t) {
  if (!packets.length) return emptyNote(t("noHandoff"));
  return [...packets].sort((a, b) => b.seq - a.seq).map((packet) => packetView(packet, t));
}

function packetView(packet, t) {
  const { at, intents, tried, slots = [], customer, membership, orders = [], tickets = [] } = packet;
  const { coupons = [], leads = [], reminders = [] } = packet;
  const asOf = (part) => element("p", { class: "read-at" }, readText(packet.as_of?.[part] ?? at, at, t));
  return element(
    "article",
    { class: "packet" },
    element("p", { class: "as-of" }, element("time", { datetime: at }, t("asOf", { time: t.dateTime(at) }))),
    packet.note && noteView(packet, t),
    whyFacts(packet, t),
    slots.length > 0 && section(t("named"), slotList(slots, orders, at, t)),
    section(t("likelyIntents"), intents.length ? intentBars(intents, t) : emptyNote(t("none"))),
    section(t("tried"), tried.length ? element("ol", { class: "tried" }, tried.map((attempt) => attemptView(attempt, at, t))) : emptyNote(t("triedNothing"))),
    customer?.number && section(t("thenCustomer"), asOf("customer"), customerFacts(customer, t)),
    membership && section(t("thenLevel"), asOf("membership"), membershipView(membership, t)),
    orders.length > 0 && section(t("thenOrders"), asOf("orders"), orderList(orders, t)),
    tickets.length > 0 && section(t("thenTickets"), asOf("tickets"), ticketList(tickets, t)),
    reminders.length > 0 && section(t("thenReminders"), asOf("tickets"), customerReminders(reminders, t)),
    leads.length > 0 && section(t("thenLeads"), asOf("tickets"), leadList(leads, t)),
    coupons.length > 0 && section(t("thenCoupons"), asOf("orders"), couponList(coupons, t)),
  );
}

function noteView({ note, from }, t) {
  return element(
    "figure",
    { class: "colleague-note" },
    element("figcaption", {}, t("note"), from && ` · ${from.display_name}`),
    quoted("blockquote", {}, note),
  );
}

function whyFacts({ at, reason, queue, last_question: question, from, sentiment }, t) {
  const why = reason === "taken_over" && !from ? "taken_from_bot" : reason;
  return element(
    "dl",
    { class: "facts is-stacked" },
    fact(t("why"), element("span", { class: "why" }, t(`reason_${why}`)), " ", queue === "urgent" && badge(t("urgent"), "danger")),
    from && fact(t("fromColleague"), from.display_name),
    question && fact(t("lastQuestion"), quoted("q", {}, question)),
    sentiment && fact(t("sentiment"), sentimentView(sentiment, at, t)),
  );
}

const moods = ["angry", "unhappy", "happy"];

function sentimentView({ value, because, at: since }, at, t) {
  const reason = t(`because_${because}`);
  return [
    moods.includes(value) ? moodBadge(value, t) : badge(t(`sentiment_${value}`), value === "negative" ? "danger" : "positive"),
    element("span", { class: "soft" }, ` ${reason === `because_${because}` ? because : reason} · ${ageText(since, at, t)}`),
  ];
}

function slotList(slots, orders, at, t) {
  // An order is called as in the list below it, however the customer wrote it.
  const written = (value) => orders.find(({ number }) => number.toLowerCase() === value)?.number ?? value;
  const rows = slots.map(({ name, value, at: since }) => {
    const label = t(`slot_${name}`);
    return fact(label === `slot_${name}` ? name : label, quoted("code", {}, written(value)), element("span", { class: "age" }, ageText(since, at, t)));
  });
  return element("dl", { class: "facts" }, rows);
}

function intentBars(intents, t) {
  const rows = notable(intents).map(({ title, name, confidence }) => confidenceRow({ name: title, detail: name, confidence }, t));
  return element("ul", { class: "confidences" }, rows);
}

function attemptView({ question, outcome, answer_title: title, rule, confidence, at: since }, at, t) {
  const facts = [
    rule && ruleText(rule, t),
    Number.isFinite(confidence) && t("confidenceWas", { percent: percentText(confidence, t) }),
    since && ageText(since, at, t),
  ].filter(Boolean);
  return element(
    "li",
    {},
    quoted("q", {}, question),
    element("span", { class: "soft" }, " → ", t(`outcome_${outcome}`)),
    title && [element("span", { class: "soft" }, ": "), quoted("span", {}, title)],
    facts.length > 0 && element("span", { class: "attempt-facts" }, facts.join(" · ")),
  );
}

function readText(readAt, at, t) {
  const old = new Date(at) - new Date(readAt) >= notableAge;
  return old ? t("readBefore", { age: ageText(readAt, at, t) }) : t("readAt");
}
