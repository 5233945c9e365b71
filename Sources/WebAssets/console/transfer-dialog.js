import { element, fill } from "/shared/dom.js";
import { api } from "/shared/staff-api.js";
import { formDialog } from "/shared/staff-dialog.js";
import { field, freshID } from "/shared/staff-parts.js";
import { errorText } from "/shared/staff-texts.js";

const noteLimit = 1_000;

/**
 * Asks who shall have the conversation, with a note for them, and calls `transfer({to, note})`; without `to` it goes back to
 * the queue. Rejects when the agents cannot be loaded.
 *
 * @param {{name: string, holder: object|null}} conversation the customer's name, and the agent who holds it
 * @returns {Promise<boolean>} whether it was transferred
 */
export async function openTransferDialog({ name, holder }, transfer, t) {
  const choices = new Choices(holder, t);
  await choices.load();
  const note = element("textarea", { class: "input", rows: 3 });
  return formDialog(
    {
      title: t("transferTitle", { name }),
      body: [choices.element, field(t("transferNote"), note, t("transferNoteHint"))],
      action: t("transferAction"),
      describe: (error) => error.text ?? (error.code === 101 ? t("transferAway") : errorText(error, t)),
      submit: async () => {
        const text = note.value.trim();
        const length = [...text].length;
        if (!choices.chosen) throw { text: t("transferChoose") };
        if (length > noteLimit) throw { text: t("tooLong", { limit: t.number(noteLimit), count: t.number(length) }) };
        try {
          await transfer({ to: choices.chosen === "queue" ? undefined : choices.chosen, note: text || undefined });
        } catch (error) {
          // Whoever was here a moment ago may have left: the list must not say otherwise.
          if (error.code === 101) await choices.load();
          throw error;
        }
      },
    },
    t,
  );
}

/** The queue and the colleagues, one of which can be chosen; who is away cannot. */
class Choices {
  #holder;
  #t;
  #group = freshID("transfer");
  #list = element("div", { class: "choices" });

  constructor(holder, t) {
    this.#holder = holder;
    this.#t = t;
    this.element = element("fieldset", { class: "choice-set" }, element("legend", { class: "label" }, t("transferTo")), this.#list);
  }

  /** `queue`, the id of an agent, or null. */
  get chosen() {
    return this.#list.querySelector("input:checked")?.value ?? null;
  }

  async load() {
    const before = this.chosen;
    const { agents } = await api("GET", "/agents");
    const colleagues = agents.filter(({ id }) => id !== this.#holder?.id).sort(byPresenceAndLoad);
    fill(this.#list, this.#queue(), colleagues.map((agent) => this.#agent(agent)));
    const still = [...this.#list.querySelectorAll("input:enabled")].find(({ value }) => value === before);
    if (still) still.checked = true;
  }

  #queue() {
    return this.#choice("queue", true, this.#t("transferQueue"), element("span", { class: "soft" }, this.#t("transferQueueHint")));
  }

  #agent({ id, display_name: name, present, conversations }) {
    const t = this.#t;
    return this.#choice(
      id,
      present,
      name,
      element("span", { class: present ? "presence is-here" : "presence" }, t(present ? "present" : "away")),
      present && element("span", { class: "soft" }, t("load", { n: t.number(conversations) })),
    );
  }

  #choice(value, enabled, label, ...details) {
    return element(
      "label",
      { class: enabled ? "choice" : "choice is-off" },
      element("input", { type: "radio", name: this.#group, value, disabled: !enabled }),
      element("span", { class: "choice-name" }, label),
      element("span", { class: "choice-details" }, details),
    );
  }
}

function byPresenceAndLoad(a, b) {
  return Number(b.present) - Number(a.present) || a.conversations - b.conversations || a.display_name.localeCompare(b.display_name);
}
