/** How near to its end, in pixels, a log counts as read to the end. */
const near = 80;

/** Keeps a scrolling log at its end for who reads there, also when it gets lower, as when a keyboard or a toast comes up. */
export class EndFollower {
  #element;
  #wasAtEnd = true;
  #height;

  constructor(element) {
    this.#element = element;
    this.#height = element.clientHeight;
    element.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    new ResizeObserver(() => this.#resized()).observe(element);
  }

  get isAtEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.#element;
    return scrollHeight - scrollTop - clientHeight < near;
  }

  toEnd() {
    this.#element.scrollTop = this.#element.scrollHeight;
    this.#wasAtEnd = true;
  }

  /** In a frame in which the height changes too, nobody can have scrolled away from the end. */
  #scrolled() {
    if (this.#element.clientHeight === this.#height) this.#wasAtEnd = this.isAtEnd;
  }

  #resized() {
    this.#height = this.#element.clientHeight;
    if (this.#wasAtEnd) this.toEnd();
  }
}
