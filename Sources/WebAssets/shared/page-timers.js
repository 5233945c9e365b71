/** The page's own clock, in milliseconds; tests put another in its place. */
export const pageTimers = {
  set: (action, milliseconds) => setTimeout(action, milliseconds),
  clear: (timer) => clearTimeout(timer),
  now: () => Date.now(),
};
