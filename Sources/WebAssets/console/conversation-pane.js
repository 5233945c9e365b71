import { element, fill } from "/shared/dom.js";
import { icon } from "/shared/icons.js";
import { showToast } from "/shared/toast.js";
import { badge } from "/shared/staff-parts.js";
import { countdown } from "/shared/staff-time.js";
import { errorText } from "/shared/staff-texts.js";
import { Composer } from "./composer.js";
import { ConversationActions } from "./conversation-actions.js";
import { abilities, lossText, stateAfter } from "./conversation-state.js";
import { lossBanner } from "./loss-banner.js";
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
    on("conversation", ({ conversation }) => this.#summary(conversation));
    on("desk", ({ conversations }) => conversations.forEach((conversation) => this.#summary(conversation)));
    on("outbox", (entry) => this.#outbox(entry));
    this.#showNothing();
  }

  get conversation() {
    return this.#open?.id ?? null;
  }

  /** Opens a conversation from its summary; `before` is the one to come back to. */
  open(summary, before = null) {
    if (this.#open) this.#connection.unwatch(this.#open.id);
    const { id, queue } = summary;
    const name = summary.customer?.name ?? this.#t("anonymous");
    const transcript = new Transcript(this.#t, { customer: name, user: this.#user });
    const composer = new Composer(this.#t, { storage: this.#storage, key: `frontdesk:${this.#user.id}:draft:${id}`, name });
    const actions = new ConversationActions(this.#connection, this.#t, { id, name });
    const parts = { transcript, composer, actions, banner: lossBanner(this.#t), status: element("p", { class: "conversation-status", role: "status" }), due: element("span") };
    this.#open = { id, name, queue, before, ...parts, state: {}, holder: null, loss: null, live: false, leaving: false, claiming: false };
    this.#listen(this.#open);
    this.#layOut(this.#open);
    this.#showDue(summary);
    this.#showPending();
    this.#connection.watch(id).catch((error) => this.#watchFailed(id, error));
  }

  #listen(open) {
    const { id, transcript, composer, actions } = open;
    composer.addEventListener("send", ({ detail: text }) => this.#connection.sendMessage({ conversation: id, text }));
    composer.addEventListener("typing", ({ detail: typing }) => this.#connection.sendTyping(id, typing));
    transcript.addEventListener("retry", ({ detail }) => this.#connection.retry(detail.id));
    transcript.addEventListener("discard", ({ detail }) => {
      this.#connection.discard(detail.id);
      transcript.removePending(detail.id);
    });
    actions.addEventListener("claiming", () => (open.claiming = true));
    actions.addEventListener("leaving", () => (open.leaving = true));
    actions.addEventListener("refused", () => (open.claiming = open.leaving = false));
  }

  #layOut(open) {
    const t = this.#t;
    const tell = (type) => this.dispatchEvent(new CustomEvent(type, { detail: open.before }));
    const back = element("button", { type: "button", class: "button is-quiet is-small back", "aria-label": t("back"), onclick: () => tell("back") }, icon("down", 18));
    const details = element("button", { type: "button", class: "button is-small to-details", onclick: () => tell("details") }, t("details"));
    const title = element("h2", { tabindex: "-1" }, open.name);
    const states = element("div", { class: "conversation-states" }, open.status, open.due);
    const head = element("header", { class: "conversation-head" }, back, element("div", { class: "conversation-title" }, title, states), details, open.actions.element);
    const return_ = open.before && element("button", { type: "button", class: "return-bar", onclick: () => tell("return") }, icon("restart", 16), t("backToCurrent"));
    fill(this.element, return_, head, open.banner.element, open.transcript.element, open.composer.element);
    title.focus({ preventScroll: true });
  }

  #showNothing() {
    const t = this.#t;
    fill(this.element, element("div", { class: "nothing" }, icon("chat", 40), element("h2", {}, t("chooseOne")), element("p", { class: "soft" }, t("chooseOneHint"))));
  }

  #event(event) {
    const open = this.#open;
    if (event.conversation !== open?.id) return;
    open.transcript.apply(event);
    if (event.kind === "handoff") open.queue = event.queue;
    this.#followHolder(open, event);
    if (!open.live) return;
    this.#setState(stateAfter(open.state, event));
    if (event.kind !== "feedback") this.dispatchEvent(new CustomEvent("changed", { detail: event }));
  }

  /** The log says who held the conversation when; the desk may be ahead of it. */
  #followHolder(open, event) {
    const { holder = null } = stateAfter({ holder: open.holder }, event);
    const mine = (agent) => agent?.id === this.#user.id;
    if (mine(open.holder) && !mine(holder)) {
      open.loss = open.leaving ? null : lossText(event, this.#t);
      open.leaving = false;
      if (open.live && open.loss) this.#showLoss(open);
    } else if (mine(holder)) {
      open.loss = null;
      open.banner.hide();
    }
    open.holder = holder;
  }

  #showLoss({ transcript, banner, loss, ...open }) {
    transcript.keepEnd(() => banner.show(loss, this.#hasUnsent(open)));
  }

  #hasUnsent({ id, composer }) {
    return composer.hasDraft || this.#connection.outbox.some(({ conversation }) => conversation === id);
  }

  #live(frame) {
    const open = this.#open;
    if (frame.conversation !== open?.id) return;
    const first = !open.live;
    open.live = true;
    open.transcript.setLive();
    this.#setState({ status: frame.status, holder: frame.holder ?? null });
    // Opened again, or after a reload: whoever left words here wants to know what became of the conversation.
    if (first && open.loss && this.#hasUnsent(open)) this.#showLoss(open);
  }

  #summary(conversation) {
    if (conversation.id !== this.#open?.id) return;
    this.#setState(conversation);
    this.#showDue(conversation);
  }

  #setState({ status, holder = null }) {
    const open = this.#open;
    if (open.state.status === status && open.state.holder?.id === holder?.id) return;
    const could = abilities(open.state, this.#user);
    open.state = { status, holder };
    const can = abilities(open.state, this.#user);
    this.#showStatus(open, can);
    // The button that was pressed is gone now; the keyboard must not fall back to the top of the page.
    if (open.actions.show(open.state, can)) this.element.querySelector("h2").focus({ preventScroll: true });
    open.composer.lock(can.write ? null : this.#lockReason(open.state));
    if (can.write && !could.write && open.claiming) open.composer.focus();
    open.claiming = false;
    this.#showPending();
  }

  #showStatus({ status: node, state, queue }, can) {
    const t = this.#t;
    const waits = state.status === "queued";
    const urgent = waits && queue === "urgent" && badge(t("urgent"), "danger");
    const held = state.status === "agent" && badge(can.mine ? t("heldByYou") : t("heldBy", { name: state.holder?.display_name ?? t("agent") }), can.mine ? "positive" : "warning");
    fill(node, held || badge(t(`status_${state.status}`), waits ? "accent" : ""), urgent);
  }

  #showDue({ status, answer_due_at: due }) {
    const owed = due && ["queued", "agent"].includes(status);
    fill(this.#open.due, owed && countdown(due, this.#t, { within: "answerWithin", over: "answerOver" }));
  }

  #lockReason({ status, holder }) {
    const t = this.#t;
    if (status === "agent") return t("lockedOther", { name: holder?.display_name ?? t("agent") });
    return t({ queued: "lockedQueued", bot: "lockedBot", closed: "lockedClosed" }[status] ?? "loading");
  }

  #outbox(entry) {
    if (entry.conversation === this.#open?.id) this.#showEntry(entry);
    else if (entry.state === "failed" && entry.error) showToast(errorText(entry.error, this.#t), { tone: "danger", dismiss: this.#t("dismiss") });
  }

  /** Shows what is not in the log yet; whether it can be sent again depends on who holds the conversation. */
  #showPending() {
    for (const entry of this.#connection.outbox) if (entry.conversation === this.#open.id) this.#showEntry(entry);
  }

  #showEntry(entry) {
    const { transcript, state } = this.#open;
    if (entry.state === "gone") transcript.removePending(entry.id);
    else transcript.showPending(entry, { failure: this.#failure(entry), mayRetry: abilities(state, this.#user).write });
  }

  /** Why a message was not sent, as far as it is known. */
  #failure({ error }) {
    const t = this.#t;
    const { status, holder } = this.#open.state;
    if (error?.code === 301) return t("notSentClosed");
    if (error?.code !== 303) return error ? `${t("failed")} ${errorText(error, t)}` : null;
    if (status !== "agent") return t("notSentLost");
    return holder?.id === this.#user.id ? t("failed") : t("notSentHeld", { name: holder?.display_name ?? t("agent") });
  }

  #watchFailed(id, error) {
    // Without a connection it opens by itself at the next welcome.
    if (id !== this.#open?.id || ["disconnected", "timeout"].includes(error.name)) return;
    this.#open.composer.lock(errorText(error, this.#t));
  }
}
