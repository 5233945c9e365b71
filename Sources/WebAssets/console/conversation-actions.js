import { element, fill } from "/shared/dom.js";
import { showToast } from "/shared/toast.js";
import { formDialog } from "/shared/staff-dialog.js";
import { errorText } from "/shared/staff-texts.js";
import { openTicketDialog } from "./ticket-dialog.js";
import { openTransferDialog } from "./transfer-dialog.js";

/**
 * The buttons of one conversation. Dispatches `claiming` when the agent asks for it, `leaving` when they give it away, and
 * `refused` when the server would not have it.
 */
export class ConversationActions extends EventTarget {
  #connection;
  #t;
  #id;
  #name;
  #state = {};

  /** @param {{id: string, name: string}} conversation its id and the customer's name */
  constructor(connection, t, { id, name }) {
    super();
    this.#connection = connection;
    this.#t = t;
    this.#id = id;
    this.#name = name;
    this.element = element("div", { class: "conversation-actions", role: "group", "aria-label": t("actions") });
  }

  /** Shows what can be done now. @returns whether the button that had the focus is gone */
  show(state, can) {
    const t = this.#t;
    this.#state = state;
    const focused = this.element.contains(document.activeElement);
    fill(
      this.element,
      can.claim && this.#button(t(state.status === "bot" ? "takeOver" : "claim"), "is-primary", () => this.#claim()),
      can.takeOver && this.#button(t("takeOverFrom"), "is-primary", () => this.#takeOver()),
      can.ticket && this.#button(t("createTicket"), "", () => openTicketDialog(this.#id, t)),
      can.transfer && this.#button(t("transfer"), "", () => this.#transfer()),
      can.release && this.#button(t("release"), "", () => this.#leave("release")),
      can.close && this.#button(t("closeConversation"), "", () => this.#close()),
    );
    return focused && !this.element.contains(document.activeElement);
  }

  #button(label, tone, action) {
    return element("button", { type: "button", class: `button is-small ${tone}`, onclick: ({ currentTarget }) => this.#once(currentTarget, action) }, label);
  }

  async #once(button, action) {
    if (button.disabled) return;
    button.disabled = true;
    try {
      await action();
    } catch (error) {
      this.#tell("refused");
      // The message of error 302 is "… holds this conversation."; the desk knows the name, too.
      const holder = this.#state.holder?.display_name ?? /^(.+) holds this conversation\.?$/.exec(error.message)?.[1];
      showToast(errorText(error, this.#t, { holder }), { tone: "danger", dismiss: this.#t("dismiss") });
    } finally {
      button.disabled = false;
    }
  }

  #claim() {
    this.#tell("claiming");
    return this.#ask({ type: "claim" });
  }

  #takeOver() {
    const t = this.#t;
    const holder = this.#state.holder?.display_name ?? t("agent");
    const submit = () => {
      this.#tell("claiming");
      return this.#ask({ type: "claim", take_over: true });
    };
    const text = element("p", {}, t("takeOverText", { holder }));
    return formDialog({ title: t("takeOverAsk", { holder, name: this.#name }), body: [text], action: t("takeOverFrom"), submit }, t);
  }

  #transfer() {
    const conversation = { name: this.#name, holder: this.#state.holder };
    return openTransferDialog(conversation, (choice) => this.#leave("transfer", choice), this.#t);
  }

  #close() {
    const t = this.#t;
    const body = [element("p", {}, t("closeText"))];
    const submit = () => this.#leave("close");
    return formDialog({ title: t("closeAsk", { name: this.#name }), body, action: t("closeConversation"), tone: "danger", submit }, t);
  }

  /** Gives the conversation away, which is then no surprise. */
  async #leave(type, rest = {}) {
    this.#tell("leaving");
    try {
      await this.#ask({ type, ...rest });
    } catch (error) {
      this.#tell("refused");
      throw error;
    }
  }

  #ask(frame) {
    return this.#connection.request({ ...frame, conversation: this.#id });
  }

  #tell(type) {
    this.dispatchEvent(new CustomEvent(type));
  }
}
