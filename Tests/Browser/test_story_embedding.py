"""The story, part 1: the same script tag on the page of another site."""

import http.server
import threading

import pytest
from playwright.sync_api import expect

from story_support import Chat, free_port

ALLOWED, STRANGER = free_port(), free_port()
SERVER_ARGUMENTS = ["--allowed-origins", f"http://127.0.0.1:{ALLOWED}"]
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Another shop</title>
<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">
<style>p, button, textarea {{ color: red !important; font-size: 40px !important; display: block; }}</style></head>
<body><main><h1>Another shop</h1></main><script src="{address}/widget.js" data-language="en" data-accent="#7c3aed" async></script></body></html>"""


@pytest.fixture
def site(frontdesk):
    """Serves the page of another site; takes the port, gives the address."""
    servers = []

    class Page(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            body = PAGE.format(address=frontdesk.address).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments):
            pass

    def serve(port):
        server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Page)
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{port}/"

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


def test_the_chat_works_on_the_page_of_an_allowed_site(new_context, site):
    page = new_context(locale="zh-CN").new_page()
    page.goto(site(ALLOWED))
    chat = Chat(page).open()
    expect(page.get_by_role("dialog", name="Customer service")).to_be_visible()
    expect(chat.ask("how much is a transfer abroad").locator(".article-title")).to_be_visible()
    style = chat.bots.last.locator(".bubble p").last.evaluate("(node) => [getComputedStyle(node).color, getComputedStyle(node).fontSize]")
    assert style[0] != "rgb(255, 0, 0)" and style[1] != "40px", "the host page's style stays outside"
    accent = chat.own.last.locator(".bubble").evaluate("(node) => getComputedStyle(node).backgroundColor")
    assert accent == "rgb(124, 58, 237)"
    page.reload()
    expect(Chat(page).open().messages).to_have_count(3)


def test_the_chat_is_refused_on_the_page_of_a_stranger(new_context, site, watch):
    watch.allow("CORS|ERR_FAILED|WebSocket connection|403|Frontdesk could not load")
    page = new_context().new_page()
    page.goto(site(STRANGER))
    page.wait_for_function("window.Frontdesk")
    answer = page.evaluate(
        """(address) => new Promise((resolve) => {
          const socket = new WebSocket(address, "frontdesk.v1");
          socket.onopen = () => resolve("open");
          socket.onclose = (event) => resolve(event.code);
        })""",
        page.locator("script[src]").evaluate("(script) => script.src.replace('http', 'ws').replace('/widget.js', '/chat')"),
    )
    assert answer == 1006
    expect(page.locator("frontdesk-chat .bubble")).to_have_count(0)
