import { RequestError } from "/shared/chat-connection.js";

/** What the widget asks of the server and shows the outcome of; `complain` takes the key of a text, null takes it back. */
export class Requests {
  #connection;
  #complain;

  constructor(connection, complain) {
    this.#connection = connection;
    this.#complain = complain;
  }

  /** Thumbs on a message. @returns whether the server took them */
  async judge(conversation, seq, helpful) {
    return Boolean(await this.#attempt(() => this.#connection.request({ type: "feedback", conversation, seq, helpful })));
  }

  /** Begins a new conversation. @returns its id, null where that was not possible */
  async start() {
    const started = await this.#attempt(() => this.#connection.startConversation());
    return started?.conversation ?? null;
  }

  /** Sends contact details; the form keeps them while there is no connection. */
  async leave(conversation, form) {
    form.setState("sending");
    try {
      await this.#connection.request({ type: "contact", conversation, ...form.values });
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      if (error.name === "disconnected") form.setState("waiting");
      else form.refuse(error);
    }
  }

  /** The answer of a request; null, with a note on the screen, where the server refused or was not there. */
  async #attempt(request) {
    this.#complain(null);
    try {
      return await request();
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      this.#complain("notDone");
      return null;
    }
  }
}
