import { element, fill } from "/shared/dom.js";
import { icon } from "/shared/icons.js";
import { api } from "/shared/staff-api.js";
import { decisionView } from "/shared/staff-decision.js";
import { badge, emptyNote, fact, moodBadge, quoted } from "/shared/staff-parts.js";
import { Tabs } from "/shared/staff-tabs.js";
import { errorText } from "/shared/staff-texts.js";
import {
  conversationList, couponList, customerFacts, customerReminders, leadList, membershipView, orderList, section, ticketList,
} from "./customer-view.js";
import { packetsView } from "./packet-view.js";

/** The right column: the customer, the handoff packet, the bot's decisions. Dispatches `choose` (a summary) and `back`. */
export class ContextPanel extends EventTarget {
  #t;
  #customer = element("div");
  #handoff = element("div");
  #decisions = element("div");
  #tabs;
  #conversation = null;
  /** Counts the loads, so that a slow answer for an earlier conversation is not shown. */
  #load = 0;

  constructor(t) {
    super();
    this.#t = t;
    this.#tabs = new Tabs(t("panel"), [
      { id: "customer", label: t("tabCustomer"), panel: this.#customer },
      { id: "handoff", label: t("tabHandoff"), panel: this.#handoff },
      { id: "decisions", label: t("tabDecisions"), panel: this.#decisions },
    ]);
    const back = element("button", { type: "button", class: "button is-quiet is-small back", onclick: () => this.dispatchEvent(new CustomEvent("back")) }, icon("down", 18), t("backToChat"));
    this.element = element("aside", { class: "column context", "aria-label": t("panel"), hidden: true }, element("h2", { class: "visually-hidden" }, t("panel")), back, this.#tabs.list, this.#tabs.panels);
  }

  /** Shows everything about a conversation. */
  async open(conversation) {
    this.#conversation = conversation;
    this.element.hidden = false;
    for (const node of [this.#customer, this.#handoff, this.#decisions]) fill(node, emptyNote(this.#t("loading")));
    await this.refresh();
  }

  async refresh() {
    this.#load += 1;
    const load = this.#load;
    const path = `/conversations/${encodeURIComponent(this.#conversation)}`;
    const [detail, context] = await Promise.allSettled([api("GET", path), api("GET", `${path}/context`)]);
    if (load !== this.#load) return;
    const mood = detail.value?.conversation.mood;
    this.#show(this.#customer, context, (value) => this.#customerView(value, mood));
    this.#show(this.#handoff, detail, ({ packets }) => packetsView(packets, this.#t));
    this.#show(this.#decisions, detail, ({ decisions }) => this.#decisionList(decisions));
  }

  #show(node, { status, value, reason }, view) {
    const open = new Set([...node.querySelectorAll("details[open]")].map(({ dataset }) => dataset.key));
    if (status === "fulfilled") fill(node, view(value));
    else fill(node, element("p", { class: "field-error", role: "alert" }, this.#t("loadFailed", { reason: errorText(reason, this.#t) })));
    for (const details of node.querySelectorAll("details")) if (open.has(details.dataset.key)) details.open = true;
  }

  #customerView({ customer, membership, orders, tickets, coupons = [], leads = [], reminders = [], conversations }, mood) {
    const t = this.#t;
    const choose = (summary) => this.dispatchEvent(new CustomEvent("choose", { detail: summary }));
    const known = Boolean(customer.number);
    return [
      mood && element("section", { class: "panel-section" }, element("dl", { class: "facts" }, fact(t("sentiment"), moodBadge(mood, t)))),
      element("section", { class: "panel-section" }, customerFacts(customer, t)),
      membership && section(t("membership"), membershipView(membership, t)),
      (known || tickets.length > 0) && section(t("tickets"), ticketList(tickets, t)),
      (known || orders.length > 0) && section(t("orders"), orderList(orders, t)),
      reminders.length > 0 && section(t("reminders"), customerReminders(reminders, t)),
      leads.length > 0 && section(t("leads"), leadList(leads, t)),
      known && section(t("coupons"), couponList(coupons, t)),
      section(t("earlier"), conversationList(conversations, t, choose)),
    ];
  }

  #decisionList(decisions) {
    const t = this.#t;
    if (!decisions.length) return emptyNote(t("noDecisions"));
    return [...decisions].reverse().map((decision, index) =>
      element(
        "details",
        { class: "decision-item", open: index === 0, dataset: { key: decision.seq } },
        element("summary", {}, quoted("span", { class: "row-title" }, decision.text), " ", badge(t(`outcome_${decision.outcome}`))),
        decisionView(decision, t),
      ),
    );
  }
}
