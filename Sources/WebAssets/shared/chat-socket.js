/** Times of one connection, in milliseconds. */
export const socketTimes = {
  /** From opening to `welcome`. */
  welcome: 10_000,
  /** Between two pings. */
  ping: 20_000,
  /** From a ping to any sign of life. */
  pong: 10_000,
  /** The same when the browser says that it has lost the network. */
  offlinePong: 3_000,
  /** From something that wants an answer to a ping. */
  answer: 5_000,
};

/**
 * One WebSocket from its opening to its end, with the heartbeat a page needs: the socket counts as dead when a `ping` is
 * not answered in time, although the browser has not noticed yet. Calls `handlers.frame(frame)` and, exactly once,
 * `handlers.end(code)`.
 */
export class ChatSocket {
  #socket;
  #timers;
  #handlers;
  #timer = null;
  /** When the socket counts as dead without a sign of life, in milliseconds since 1970; null while no ping is out. */
  #deadline = null;
  #ended = false;
  #welcomed = false;

  constructor({ WebSocket, url, timers, hello, handlers }) {
    this.#timers = timers;
    this.#handlers = handlers;
    this.#timer = timers.set(() => this.#end(4009), socketTimes.welcome);
    try {
      this.#socket = new WebSocket(url, ["frontdesk.v1"]);
    } catch {
      // A malformed address or a page policy; told later, because the caller is still inside its constructor call.
      timers.set(() => this.#end(1006), 0);
      return;
    }
    this.#socket.onopen = () => this.send(hello());
    this.#socket.onmessage = ({ data }) => this.#receive(data);
    this.#socket.onclose = ({ code }) => this.#end(code);
  }

  /** Whether the server has said welcome and the socket is still open. */
  get ready() {
    return this.#welcomed && !this.#ended;
  }

  /** Sends one frame; false when the socket cannot take it. With `wantsAnswer`, silence after it is soon looked into. */
  send(frame, { wantsAnswer = false } = {}) {
    if (this.#ended || this.#socket?.readyState !== 1) return false;
    this.#socket.send(JSON.stringify(frame));
    if (wantsAnswer && this.#welcomed && this.#deadline === null) this.#wait(() => this.probe(), socketTimes.answer);
    return true;
  }

  /** Asks for a sign of life now, for example after the computer slept; asking again gives no more time. */
  probe(patience = socketTimes.pong) {
    if (!this.ready) return;
    const deadline = this.#timers.now() + patience;
    if (this.#deadline !== null && this.#deadline <= deadline) return;
    if (!this.send({ type: "ping" })) return this.#end(4009);
    this.#deadline = deadline;
    this.#wait(() => this.#end(4009), patience);
  }

  close() {
    this.#end(1000);
  }

  #receive(data) {
    if (this.#ended) return;
    let frame;
    try {
      frame = JSON.parse(data);
    } catch {
      return;
    }
    if (typeof frame?.type !== "string") return;
    this.#deadline = null;
    if (frame.type === "welcome") this.#welcomed = true;
    if (this.#welcomed) this.#wait(() => this.probe(), socketTimes.ping);
    if (frame.type !== "pong") this.#handlers.frame(frame);
  }

  #wait(action, milliseconds) {
    this.#timers.clear(this.#timer);
    this.#timer = this.#timers.set(action, milliseconds);
  }

  #end(code) {
    if (this.#ended) return;
    this.#ended = true;
    this.#timers.clear(this.#timer);
    if (this.#socket) {
      this.#socket.onopen = this.#socket.onmessage = this.#socket.onclose = null;
      // A half-open socket takes minutes to close: let it, but do not wait.
      try {
        this.#socket.close();
      } catch {
        // Already gone.
      }
    }
    this.#handlers.end(code);
  }
}
