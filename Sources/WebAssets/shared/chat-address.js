/** The address of `/chat` on the server that serves `base`. */
export function chatAddress(base = location.href) {
  const url = new URL("/chat", base);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  return url.href;
}
