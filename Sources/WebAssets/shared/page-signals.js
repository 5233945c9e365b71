/**
 * Listens to what a page tells a connection. `wake`: it may be worth connecting or asking for a sign of life, because the
 * network or the page has come back. `offline`: the browser has lost the network. `storage(key, value)`: another tab wrote
 * a key, or took it away (null).
 *
 * @returns a function that ends it
 */
export function listenToPage({ page, document, wake, offline, storage }) {
  const shown = () => document.visibilityState !== "hidden" && wake();
  const stored = ({ key, newValue }) => key !== null && storage(key, newValue);
  const heard = [
    [page, "online", shown],
    [page, "offline", offline],
    [page, "storage", stored],
    [document, "visibilitychange", shown],
  ];
  for (const [target, type, listener] of heard) target.addEventListener(type, listener);
  return () => {
    for (const [target, type, listener] of heard) target.removeEventListener(type, listener);
  };
}
