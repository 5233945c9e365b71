import { element, fill } from "/shared/dom.js";
import { icon } from "/shared/icons.js";
import { showToast } from "/shared/toast.js";
import { formDialog } from "/shared/staff-dialog.js";
import { badge } from "/shared/staff-parts.js";
import { errorText } from "/shared/staff-texts.js";
import { Composer } from "./composer.js";
import { abilities, stateAfter } from "./conversation-state.js";
import { openTicketDialog } from "./ticket-dialog.js";
import { Transcript } from "./transcript.js";

/**
 * The middle column: one open conversation. Dispatches `back` (to the list), `details` (show the customer) and `changed`
 * (an event after which the customer's panel is old).
 */
export class ConversationPane extends EventTarget {
  #connection;
  #user;
  #t;
  #storage;
  #open = null;
  element = element("section", { class: "column conversation" });

  constructor(connection, user, t, storage) {
    super();
    this.#connection = connection;
    this.#user = user;
    this.#t = t;
    this.#storage = storage;
    const on = (type, handler) => connection.addEventListener(type, ({ detail }) => handler(detail));
    on("event", (event) => this.#event(event));
    on("live", (frame) => this.#live(frame));
    on("typing", (frame) => frame.conversation === this.#open?.id && frame.from === "customer" && this.#open.transcript.showTyping(frame.typing));
    on("conversation", ({ conversation }) => conversation.id === this.#open?.id && this.#setState(conversation));
    on("outbox", (entry) => this.#outbox(entry));
    this.#showNothing();
  }

  get conversation() {
    return this.#open?.id ?? null;
  }

  /** Opens a conversation from its summary; `before` is the one to come back to. */
  open(summary, before = null) {
    if (this.#open) this.#connection.unwatch(this.#open.id);
    const name = summary.customer?.name ?? this.#t("anonymous");
    const transcript = new Transcript(this.#t, { customer: name, user: this.#user });
    const composer = new Composer(this.#t, { storage: this.#storage, conversation: summary.id, name });
    this.#open = { id: summary.id, name, queue: summary.queue, transcript, composer, state: {}, live: false, before };
    this.#listen(this.#open);
    this.#layOut(this.#open);
    for (const entry of this.#connection.outbox) if (entry.conversation === summary.id) transcript.showPending(entry);
    this.#connection.watch(summary.id).catch((error) => this.#watchFailed(summary.id, error));
  }

  #listen({ id, transcript, composer }) {
    composer.addEventListener("send", ({ detail: text }) => this.#connection.sendMessage({ conversation: id, text }));
    composer.addEventListener("typing", ({ detail: typing }) => this.#connection.sendTyping(id, typing));
    transcript.addEventListener("retry", ({ detail }) => this.#connection.retry(detail.id));
    transcript.addEventListener("discard", ({ detail }) => {
      this.#connection.discard(detail.id);
      transcript.removePending(detail.id);
    });
  }

  #layOut(open) {
    const t = this.#t;
    const tell = (type) => this.dispatchEvent(new CustomEvent(type, { detail: open.before }));
    const back = element("button", { type: "button", class: "button is-quiet is-small back", "aria-label": t("back"), onclick: () => tell("back") }, icon("down", 18));
    const details = element("button", { type: "button", class: "button is-small to-details", onclick: () => tell("details") }, t("details"));
    open.status = element("p", { class: "conversation-status", role: "status" });
    open.actions = element("div", { class: "conversation-actions", role: "group", "aria-label": t("queue") });
    const title = element("h2", { tabindex: "-1" }, open.name);
    const head = element("header", { class: "conversation-head" }, back, element("div", { class: "conversation-title" }, title, open.status), details, open.actions);
    const return_ = open.before && element("button", { type: "button", class: "return-bar", onclick: () => tell("return") }, icon("restart", 16), t("backToCurrent"));
    fill(this.element, return_, head, open.transcript.element, open.composer.element);
    title.focus({ preventScroll: true });
  }

  #showNothing() {
    const t = this.#t;
    fill(this.element, element("div", { class: "nothing" }, icon("chat", 40), element("h2", {}, t("chooseOne")), element("p", { class: "soft" }, t("chooseOneHint"))));
  }

  #event(event) {
    if (event.conversation !== this.#open?.id) return;
    this.#open.transcript.apply(event);
    if (event.kind === "handoff") this.#open.queue = event.queue;
    if (!this.#open.live) return;
    this.#setState(stateAfter(this.#open.state, event));
    if (event.kind !== "feedback") this.dispatchEvent(new CustomEvent("changed", { detail: event }));
  }

  #live(frame) {
    if (frame.conversation !== this.#open?.id) return;
    this.#open.live = true;
    this.#open.transcript.setLive();
    this.#setState({ status: frame.status, holder: frame.holder ?? null });
  }

  #setState({ status, holder = null }) {
    const open = this.#open;
    if (open.state.status === status && open.state.holder?.id === holder?.id) return;
    const could = abilities(open.state, this.#user.id);
    open.state = { status, holder };
    const can = abilities(open.state, this.#user.id);
    this.#showStatus(open, can);
    this.#showActions(open, can);
    open.composer.lock(can.write ? null : this.#lockReason(open.state));
    if (can.write && !could.write && open.claiming) open.composer.focus();
  }

  #showStatus({ status: node, state, queue }, can) {
    const t = this.#t;
    const waits = state.status === "queued";
    const urgent = waits && queue === "urgent" && badge(t("urgent"), "danger");
    const held = state.status === "agent" && badge(can.mine ? t("heldByYou") : t("heldBy", { name: state.holder?.display_name ?? t("agent") }), can.mine ? "positive" : "warning");
    fill(node, held || badge(t(`status_${state.status}`), waits ? "accent" : ""), urgent);
  }

  #showActions(open, can) {
    const t = this.#t;
    const button = (label, tone, action) =>
      element("button", { type: "button", class: `button is-small ${tone}`, onclick: ({ currentTarget }) => this.#once(currentTarget, action) }, label);
    const ask = (type) => () => this.#connection.request({ type, conversation: open.id });
    const focused = open.actions.contains(document.activeElement);
    fill(
      open.actions,
      can.claim && button(t(open.state.status === "bot" ? "takeOver" : "claim"), "is-primary", () => ((open.claiming = true), ask("claim")())),
      can.ticket && button(t("createTicket"), "", () => openTicketDialog(open.id, t)),
      can.release && button(t("release"), "", ask("release")),
      can.close && button(t("closeConversation"), "", () => this.#close(open, ask("close"))),
    );
    // The button that was pressed is gone now; the keyboard must not fall back to the top of the page.
    if (focused && !open.actions.contains(document.activeElement)) this.element.querySelector("h2").focus({ preventScroll: true });
  }

  #close({ name }, close) {
    const t = this.#t;
    return formDialog({ title: t("closeAsk", { name }), body: [element("p", {}, t("closeText"))], action: t("closeConversation"), tone: "danger", submit: close }, t);
  }

  async #once(button, action) {
    if (button.disabled) return;
    button.disabled = true;
    try {
      await action();
    } catch (error) {
      const open = this.#open;
      if (open) open.claiming = false;
      // The message of error 302 is "… holds this conversation."; the desk knows the name, too.
      const holder = open?.state.holder?.display_name ?? /^(.+) holds this conversation\.?$/.exec(error.message)?.[1];
      showToast(errorText(error, this.#t, { holder }), { tone: "danger", dismiss: this.#t("dismiss") });
    } finally {
      button.disabled = false;
    }
  }

  #lockReason({ status, holder }) {
    const t = this.#t;
    if (status === "agent") return t("lockedOther", { name: holder?.display_name ?? t("agent") });
    return t({ queued: "lockedQueued", bot: "lockedBot", closed: "lockedClosed" }[status] ?? "loading");
  }

  #outbox(entry) {
    const open = this.#open;
    if (entry.state === "failed" && entry.error) showToast(errorText(entry.error, this.#t), { tone: "danger", dismiss: this.#t("dismiss") });
    if (entry.conversation !== open?.id) return;
    if (entry.state !== "sent") open.transcript.showPending(entry);
  }

  #watchFailed(id, error) {
    // Without a connection it opens by itself at the next welcome.
    if (id !== this.#open?.id || ["disconnected", "timeout"].includes(error.name)) return;
    this.#open.composer.lock(errorText(error, this.#t));
  }
}
