"""Fixtures of the browser tests: one headless Chromium for the session, pages in any language and size, the static files."""

import functools
import http.server
import pathlib
import threading

import pytest
from playwright.sync_api import sync_playwright

from story_support import Console, Frontdesk, Watch, sign_in

ASSETS = pathlib.Path(__file__).resolve().parents[2] / "Sources" / "WebAssets"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    # Keeps the browser on this machine.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
]
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 800}


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def page_factory(browser):
    """Opens pages, each in a browser context of its own; a page that reports an uncaught error fails the test."""
    contexts, errors = [], []

    def open_page(locale="en-GB", viewport=DESKTOP, **options):
        phone = viewport["width"] < 600
        context = browser.new_context(locale=locale, viewport=viewport, is_mobile=phone, has_touch=phone, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert errors == []


@pytest.fixture(scope="module")
def frontdesk(tmp_path_factory, request):
    """The real server with the shipped content and a fresh database; a module's `SERVER_ARGUMENTS` are added to its command."""
    server = Frontdesk(tmp_path_factory.mktemp("frontdesk"), *getattr(request.module, "SERVER_ARGUMENTS", []))
    yield server.start()
    server.stop()


@pytest.fixture
def watch():
    """What went wrong on the pages of a test: anything at all fails it."""
    watch = Watch()
    yield watch
    assert watch.troubles == []


@pytest.fixture
def new_context(browser, watch):
    """Opens browser contexts, which share nothing: one for each person in a story."""
    contexts = []

    def open_context(locale="en-GB", viewport=DESKTOP, **options):
        phone = viewport["width"] < 600
        context = browser.new_context(locale=locale, viewport=viewport, is_mobile=phone, has_touch=phone, **options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        watch.listen(context)
        return context

    yield open_context
    for context in contexts:
        context.close()


@pytest.fixture
def shop(new_context, frontdesk):
    """Opens the demo page as somebody new; `customer` is the number of one to view it as."""

    def open_shop(customer=None, **options):
        page = new_context(**options).new_page()
        page.goto(frontdesk.address)
        if customer:
            page.locator("#view-as").select_option(customer)
        page.locator("frontdesk-chat .launcher").wait_for()
        return page

    return open_shop


@pytest.fixture
def staff(new_context, frontdesk):
    """Opens a staff page and signs in."""

    def open_staff(name, path="/console/", **options):
        page = new_context(**options).new_page()
        page.goto(frontdesk.address + path)
        sign_in(page, name)
        return Console(page) if path == "/console/" else page

    return open_staff


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    extensions_map = {**http.server.SimpleHTTPRequestHandler.extensions_map, ".js": "text/javascript"}

    def log_message(self, *arguments):
        pass

    def do_GET(self):
        if self.path != "/blank":
            return super().do_GET()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>Blank</title>")


@pytest.fixture(scope="session")
def static_site():
    """The address of a server of `Sources/WebAssets` alone, for modules tested by themselves; `/blank` is an empty page."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(QuietHandler, directory=str(ASSETS)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
