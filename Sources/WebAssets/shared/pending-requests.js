/** How long the server may take to answer a request, in milliseconds. */
const answerTime = 15_000;

/** The server's refusal of a request, or its silence: `code` is 0 and `name` `disconnected` or `timeout` then. */
export class RequestError extends Error {
  constructor({ code = 0, name, message, advice = "retry", ...rest }) {
    super(message ?? name);
    Object.assign(this, { code, name, advice, rest });
  }
}

/** Numbers the frames that want an answer and joins each answer to the promise that waits for it. */
export class PendingRequests {
  #timers;
  #waiting = new Map();
  #count = 0;

  constructor(timers) {
    this.#timers = timers;
  }

  /** Numbers `frame`, hands it to `send`, and promises the answer; `send` gives false when it cannot. */
  open(frame, send) {
    this.#count += 1;
    const request = `r${this.#count}`;
    return new Promise((resolve, reject) => {
      const timer = this.#timers.set(() => this.#reject(request, "timeout"), answerTime);
      this.#waiting.set(request, { resolve, reject, timer });
      if (!send({ ...frame, request })) this.#reject(request, "disconnected");
    });
  }

  /** Settles the request that `frame` answers; false when it answers none. */
  settle(frame) {
    const waiting = this.#take(frame.request);
    if (!waiting) return false;
    if (frame.type === "error") waiting.reject(new RequestError(frame));
    else waiting.resolve(frame);
    return true;
  }

  rejectAll() {
    for (const request of [...this.#waiting.keys()]) this.#reject(request, "disconnected");
  }

  #reject(request, name) {
    this.#take(request)?.reject(new RequestError({ name }));
  }

  #take(request) {
    const waiting = this.#waiting.get(request);
    if (!waiting) return null;
    this.#waiting.delete(request);
    this.#timers.clear(waiting.timer);
    return waiting;
  }
}
