/** Says in the title, and on the app's icon where there is one, how many conversations wait; without sound. */
export function showAttention(waiting, title) {
  document.title = waiting ? `(${waiting}) ${title}` : title;
  const badge = waiting ? navigator.setAppBadge?.(waiting) : navigator.clearAppBadge?.();
  // Not every browser that knows the badge may show one; the title says it already.
  badge?.catch(() => {});
}
