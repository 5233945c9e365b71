import { SafeStorage } from "/shared/safe-storage.js";

/**
 * What one browser remembers of its customer: the session secret, whom it was identified as, and how far each conversation
 * was read; and what is being written, for as long as the tab is open. Kept per Frontdesk server, so that two servers on one
 * site do not mix.
 */
export class CustomerSession {
  #storage = new SafeStorage();
  /** For this tab alone: what is being written. */
  #tab = new SafeStorage(tabStorage());
  #prefix;
  identity = null;

  constructor(server) {
    this.#prefix = `frontdesk:${new URL(server).host}:`;
  }

  get prefix() {
    return this.#prefix;
  }

  get token() {
    return this.#storage.get(`${this.#prefix}session`);
  }

  set token(token) {
    this.#storage.set(`${this.#prefix}session`, token);
    if (this.identity) this.#storage.set(`${this.#prefix}customer`, this.identity.customer);
  }

  /**
   * Takes the host page's word for who the customer is.
   * @returns whether the session so far belonged to somebody else and was forgotten
   */
  identify(identity) {
    const known = this.#storage.get(`${this.#prefix}customer`);
    const other = known !== null && known !== identity.customer;
    if (other) this.forget();
    this.identity = { customer: identity.customer, expires: Number(identity.expires), signature: identity.signature };
    this.#storage.set(`${this.#prefix}customer`, identity.customer);
    return other;
  }

  forget() {
    this.identity = null;
    for (const storage of [this.#storage, this.#tab]) for (const key of storage.keys(this.#prefix)) storage.remove(key);
  }

  /** Words that the customer has not sent yet. */
  get draft() {
    return this.#tab.get(`${this.#prefix}draft`) ?? "";
  }

  set draft(text) {
    if (text.trim()) this.#tab.set(`${this.#prefix}draft`, text);
    else this.#tab.remove(`${this.#prefix}draft`);
  }

  /** The credentials of a hello. */
  get credentials() {
    return { session: this.token, identity: this.identity };
  }

  readUpTo(conversation) {
    return Number(this.#storage.get(`${this.#prefix}read:${conversation}`) ?? 0);
  }

  setReadUpTo(conversation, seq) {
    if (seq > this.readUpTo(conversation)) this.#storage.set(`${this.#prefix}read:${conversation}`, String(seq));
  }
}

/** The tab's own storage, or null: merely reading the property throws where storage is blocked. */
function tabStorage() {
  try {
    return globalThis.sessionStorage ?? null;
  } catch {
    return null;
  }
}
