/**
 * Listens to what a page tells a connection. `wake`: it may be worth connecting or asking for a sign of life, because the
 * network or the page has come back. `offline`: the browser has lost the network. `storage(key, value)`: another tab wrote
 * a key, or took it away (null). While `isFragile()` the browser asks before it leaves the page.
 *
 * @returns a function that ends it
 */
export function listenToPage({ page, document, wake, offline, storage, isFragile }) {
  const shown = () => document.visibilityState !== "hidden" && wake();
  const stored = ({ key, newValue }) => key !== null && storage(key, newValue);
  const leaving = (event) => isFragile() && event.preventDefault();
  const heard = [
    [page, "online", shown],
    [page, "offline", offline],
    [page, "storage", stored],
    [page, "beforeunload", leaving],
    [document, "visibilitychange", shown],
  ];
  for (const [target, type, listener] of heard) target.addEventListener(type, listener);
  return () => {
    for (const [target, type, listener] of heard) target.removeEventListener(type, listener);
  };
}
