/** How near to its end, in pixels, a log counts as read to the end. */
const near = 80;

/** Keeps a scrolling log at its end for who reads there, also when it gets lower, as when a keyboard or a toast comes up. */
export class EndFollower {
  #element;
  #wasAtEnd = true;

  constructor(element) {
    this.#element = element;
    element.addEventListener("scroll", () => (this.#wasAtEnd = this.isAtEnd), { passive: true });
    new ResizeObserver(() => this.#wasAtEnd && this.toEnd()).observe(element);
  }

  get isAtEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.#element;
    return scrollHeight - scrollTop - clientHeight < near;
  }

  toEnd() {
    this.#element.scrollTop = this.#element.scrollHeight;
    this.#wasAtEnd = true;
  }
}
