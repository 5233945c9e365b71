import { element } from "/shared/dom.js";
import { showToast } from "/shared/toast.js";
import { api } from "/shared/staff-api.js";
import { formDialog } from "/shared/staff-dialog.js";
import { field } from "/shared/staff-parts.js";

const priorities = ["low", "normal", "high", "urgent"];
const categories = [
  "accounts", "cards", "coupons", "fees", "loans", "membership", "orders", "privacy", "refunds", "savings", "security", "service", "transfers",
];

/** Lets an agent make a ticket from a conversation, prefilled from what was said; rejects when the draft cannot be loaded. */
export async function openTicketDialog(conversation, t) {
  const path = `/conversations/${encodeURIComponent(conversation)}`;
  const draft = await api("GET", `${path}/ticket-draft`);
  // One id for the whole dialog: pressing again after a lost answer does not make a second ticket.
  const requestID = crypto.getRandomValues(new Uint32Array(4)).join("-");
  const subject = element("input", { class: "input", value: draft.subject, maxlength: 200, required: true });
  const priority = select(priorities, draft.priority, (name) => t(`priority_${name}`));
  const known = categories.includes(draft.category) ? categories : [draft.category, ...categories];
  const category = select(known, draft.category, (name) => (categories.includes(name) ? t(`category_${name}`) : name));
  const description = element("textarea", { class: "input", rows: 7, maxlength: 10_000, value: draft.description });
  let ticket = null;
  await formDialog(
    {
      title: t("createTicket"),
      body: [
        field(t("subject"), subject),
        element("div", { class: "field-pair" }, field(t("priority"), priority), field(t("category"), category)),
        field(t("description"), description),
      ],
      action: t("createTicket"),
      submit: async () => {
        const body = { subject: subject.value.trim(), priority: priority.value, category: category.value, description: description.value };
        ticket = (await api("POST", `${path}/tickets`, { request_id: requestID, ...body })).ticket;
      },
    },
    t,
  );
  if (ticket) showToast(t("ticketCreated", { number: ticket.number }), { tone: "positive", dismiss: t("dismiss") });
}

function select(values, chosen, label) {
  return element("select", { class: "input" }, values.map((value) => element("option", { value, selected: value === chosen }, label(value))));
}
