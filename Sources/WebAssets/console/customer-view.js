import { element } from "/shared/dom.js";
import { badge, emptyNote, fact, quoted } from "/shared/staff-parts.js";

const ticketTones = { open: "accent", pending: "warning", resolved: "positive" };
const priorityTones = { urgent: "danger", high: "warning" };

/** A section of the panel. */
export function section(title, ...content) {
  return element("section", { class: "panel-section" }, element("h3", {}, title), content);
}

/** Who the customer is, as the CRM knows them. */
export function customerFacts(customer, t) {
  const { name, number, email, phone, language, since } = customer;
  return [
    element("p", { class: "customer-name" }, name ?? t("anonymous")),
    !number && element("p", { class: "soft field-hint" }, t("anonymousNote")),
    element(
      "dl",
      { class: "facts" },
      fact(t("number"), number && element("code", {}, number)),
      fact(t("email"), email),
      fact(t("phone"), phone),
      fact(t("language"), language && t(`language_${language}`)),
      fact(t("since"), number && since && dateText(since, t)),
    ),
  ];
}

/** The membership: level, points, and how far the next level is. */
export function membershipView(membership, t) {
  const { level, points, next_level: next, points_to_next: missing } = membership;
  return element(
    "p",
    { class: "membership" },
    element("span", { class: `badge level-${level}` }, t(`level_${level}`)),
    element("strong", {}, t("points", { n: t.number(points) })),
    element("span", { class: "soft" }, next ? t("toNext", { n: t.number(missing), level: t(`level_${next}`) }) : t("topLevel")),
  );
}

export function orderList(orders, t) {
  if (!orders.length) return emptyNote(t("noOrders"));
  return element("ul", { class: "rows" }, orders.map((order) => orderRow(order, t)));
}

function orderRow({ number, title, status, amount, currency, placed_at: placedAt }, t) {
  const label = t(`order_${status}`);
  return element(
    "li",
    { class: "row" },
    element("span", { class: "row-head" }, quoted("span", { class: "row-title" }, title), element("span", { class: "row-amount" }, moneyText(amount, currency, t))),
    element("span", { class: "row-foot" }, element("code", {}, number), element("span", {}, label === `order_${status}` ? status : label), element("span", {}, dateText(placedAt, t))),
  );
}

export function ticketList(tickets, t) {
  if (!tickets.length) return emptyNote(t("noTickets"));
  return element("ul", { class: "rows" }, tickets.map((ticket) => ticketRow(ticket, t)));
}

function ticketRow({ number, subject, status, priority, due_at: dueAt, assignee, contact }, t) {
  const reach = [contact?.email, contact?.phone].filter(Boolean).join(" · ");
  return element(
    "li",
    { class: "row" },
    element("span", { class: "row-head" }, quoted("span", { class: "row-title" }, subject), badge(t(`ticket_${status}`), ticketTones[status] ?? "")),
    element(
      "span",
      { class: "row-foot" },
      element("code", {}, number),
      badge(t(`priority_${priority}`), priorityTones[priority] ?? ""),
      assignee && element("span", {}, assignee.display_name),
      dueAt && ["open", "pending"].includes(status) && element("span", {}, t("due", { time: t.dateTime(dueAt) })),
    ),
    reach && element("span", { class: "row-contact" }, t("contact", { contact: reach })),
  );
}

export function couponList(coupons, t) {
  if (!coupons.length) return emptyNote(t("noCoupons"));
  const rows = coupons.map(({ code, title, amount, currency, expires_at: until }) =>
    element(
      "li",
      { class: "row" },
      element("span", { class: "row-head" }, quoted("span", { class: "row-title" }, title), element("span", { class: "row-amount" }, moneyText(amount, currency, t))),
      element("span", { class: "row-foot" }, element("code", {}, code), element("span", {}, t("couponUntil", { time: dateText(until, t) }))),
    ),
  );
  return element("ul", { class: "rows" }, rows);
}

/** What the customer is interested in, with how likely it is worth a call. */
export function leadList(leads, t) {
  const rows = leads.map(({ product, score, ticket, at }) =>
    element(
      "li",
      { class: "row" },
      element("span", { class: "row-head" }, quoted("span", { class: "row-title" }, product), badge(t("leadScore", { n: t.number(score) }), score >= 60 ? "positive" : "")),
      element("span", { class: "row-foot" }, ticket && element("code", {}, ticket), element("span", {}, dateText(at, t))),
    ),
  );
  return element("ul", { class: "rows" }, rows);
}

export function customerReminders(reminders, t) {
  const rows = reminders.map(({ subject, due_at: due, ticket, assignee }) =>
    element(
      "li",
      { class: "row" },
      element("span", { class: "row-head" }, quoted("span", { class: "row-title" }, subject)),
      element(
        "span",
        { class: "row-foot" },
        ticket && element("code", {}, ticket),
        element("time", { datetime: due }, t("due", { time: t.dateTime(due) })),
        element("span", {}, assignee?.display_name ?? t("unassigned")),
      ),
    ),
  );
  return element("ul", { class: "rows" }, rows);
}

/** The customer's other conversations; `choose` takes the summary of the one to open. */
export function conversationList(conversations, t, choose) {
  if (!conversations.length) return emptyNote(t("noEarlier"));
  const rows = conversations.map((summary) =>
    element(
      "li",
      {},
      element(
        "button",
        { type: "button", class: "row is-button", onclick: () => choose(summary) },
        quoted("span", { class: "row-title" }, summary.last_text || "…"),
        element("span", { class: "row-foot" }, element("span", {}, t.dateTime(summary.updated_at)), element("span", {}, t(`status_${summary.status}`))),
      ),
    ),
  );
  return element("ul", { class: "rows" }, rows);
}

/** `amount` is in the currency's minor unit. */
function moneyText(amount, currency, t) {
  const format = new Intl.NumberFormat(t.language, { style: "currency", currency, currencyDisplay: "narrowSymbol" });
  return format.format(amount / 10 ** format.resolvedOptions().maximumFractionDigits);
}

function dateText(at, t) {
  return new Intl.DateTimeFormat(t.language, { dateStyle: "medium" }).format(new Date(at));
}
