"""What the story tests drive: the real server, a customer's chat, an agent's console."""

import json
import os
import pathlib
import re
import signal
import socket
import subprocess
import urllib.request

from playwright.sync_api import expect

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARY = os.environ.get("FRONTDESK_BINARY", str(ROOT / ".build" / "release" / "frontdesk"))
DEMO_PASSWORD = "frontdesk-demo"

#: Lets a test take the page's connection away, for as long as it likes.
CUT_OFF = """
    const sockets = new Set();
    let isCutOff = false;
    window.WebSocket = class extends WebSocket {
        constructor(...parts) {
            if (isCutOff) throw new Error("cut off");
            super(...parts);
            sockets.add(this);
        }
    };
    window.cutOff = (cut) => {
        isCutOff = cut;
        if (cut) for (const socket of sockets) socket.close();
        else dispatchEvent(new Event("online"));
    };
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Frontdesk:
    """`frontdesk serve --demo` on a port of its own. Started again, it has the same port and the same database."""

    def __init__(self, folder, *arguments):
        self.port, self.folder, self.process = free_port(), folder, None
        self.address = f"http://127.0.0.1:{self.port}"
        self.command = [BINARY, "serve", "--demo", "--port", str(self.port), "--database", str(folder / "frontdesk.db")]
        # Kept from test to test, and from run to run of the same binary.
        self.command += ["--cache", str(ROOT / ".cache" / "models")]
        self.command += ["--assets", str(ROOT / "Sources" / "WebAssets"), "--log-level", "warning", *arguments]

    def start(self):
        """Returns once it has said its address, which it does when it can be reached."""
        self.process = subprocess.Popen(self.command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        said = []
        for line in self.process.stdout:
            said.append(line)
            if line.startswith("Demo trainer"):
                return self
        raise AssertionError(f"the server ended with {self.process.wait()}: {''.join(said)}")

    def kill(self):
        """As a power cut would: no goodbye, nothing flushed."""
        self.process.send_signal(signal.SIGKILL)
        self._gone()

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self._gone()

    def _gone(self):
        self.process.wait(timeout=20)
        self.process.stdout.close()

    def get(self, path):
        with urllib.request.urlopen(self.address + path, timeout=10) as response:
            return json.load(response)


class Watch:
    """Collects what pages complain of: uncaught errors, console errors, refusals of the content security policy."""

    def __init__(self):
        self.troubles, self.allowed = [], None

    def allow(self, pattern):
        """From now on, complaints that match are part of the story."""
        self.allowed = re.compile(pattern)

    def listen(self, context):
        context.on("weberror", lambda error: self._add(str(error.error)))
        context.on("console", lambda message: message.type == "error" and self._console(message))

    def _console(self, message):
        # A staff page asks who is signed in, and the browser reports the answer that says nobody.
        if "401" in message.text and message.location["url"].endswith("/api/v1/me"):
            return
        self._add(f"{message.text} ({message.location['url']})")

    def _add(self, trouble):
        if self.allowed is None or not self.allowed.search(trouble):
            self.troubles.append(trouble)


class Chat:
    """The widget on a page, used as a customer uses it."""

    def __init__(self, page):
        self.page = page
        self.launcher = page.locator("frontdesk-chat .launcher")
        self.panel = page.locator("frontdesk-chat .panel")
        self.log = page.locator("frontdesk-chat .log")
        self.box = page.locator("frontdesk-chat textarea")
        self.status = page.locator("frontdesk-chat .status")
        self.messages = page.locator("frontdesk-chat .message")
        self.own = page.locator("frontdesk-chat .from-customer")
        self.bots = page.locator("frontdesk-chat .from-bot")
        self.agents = page.locator("frontdesk-chat .from-agent")
        self.notices = page.locator("frontdesk-chat .notice")
        self.typing = page.locator("frontdesk-chat .typing")

    def open(self):
        self.launcher.click()
        return self.ready()

    def ready(self):
        """Waits until the conversation is there and its first message can be read."""
        expect(self.panel).to_be_visible()
        expect(self.log).to_have_attribute("aria-busy", "false")
        expect(self.messages.first).to_be_visible()
        return self

    def say(self, text):
        self.box.fill(text)
        self.box.press("Enter")
        expect(self.own.last).to_contain_text(text)
        expect(self.page.locator("frontdesk-chat .is-pending")).to_have_count(0)

    def ask(self, text):
        """Says it and gives the bot's answer, the next message of the bot."""
        before = self.bots.count()
        self.say(text)
        expect(self.bots.nth(before)).to_be_visible()
        return self.bots.nth(before)

    def reply(self, title):
        """The quick reply with this title."""
        return self.page.locator("frontdesk-chat .replies").get_by_role("button", name=title)

    def press(self, title):
        """Presses a quick reply and gives the bot's answer to it."""
        before = self.bots.count()
        self.reply(title).click()
        expect(self.bots.nth(before)).to_be_visible()
        return self.bots.nth(before)

    def choose(self, item):
        """Opens the menu and chooses an item of it."""
        self.page.locator("frontdesk-chat .header [aria-controls=menu]").click()
        self.page.locator("frontdesk-chat .menu").get_by_role("button", name=item).click()

    def texts(self):
        """Every bubble, top to bottom."""
        return self.page.locator("frontdesk-chat .bubble").all_inner_texts()


class Console:
    """`/console` of an agent who is signed in, in English."""

    def __init__(self, page):
        self.page = page
        self.conversation = page.locator("main .column.conversation")
        self.context = page.locator("main .column.context")
        self.status = page.locator(".conversation-status")
        self.log = page.locator(".column.conversation .lines")
        self.typing = page.locator(".typing-note")
        self.box = page.locator(".column.conversation textarea")
        self.items = page.locator(".queue-item")

    def item(self, text):
        return self.items.filter(has_text=text)

    def waiting(self):
        """The last words of those who wait, top to bottom."""
        section = self.page.locator(".queue-group").filter(has=self.page.get_by_role("heading", name=re.compile("^Waiting")))
        return section.locator(".queue-text").all_inner_texts()

    def open(self, text):
        self.item(text).first.click()
        expect(self.log).to_have_attribute("aria-busy", "false")

    def action(self, name):
        return self.page.locator(".conversation-actions").get_by_role("button", name=name, exact=True)

    def claim(self):
        self.action("Claim").click()
        expect(self.status).to_contain_text("held by you")

    def say(self, text):
        self.box.fill(text)
        self.box.press("Enter")
        expect(self.log).to_contain_text(text)
        expect(self.log.locator(".is-pending")).to_have_count(0)

    def tab(self, name):
        self.context.get_by_role("tab", name=name).click()
        return self.context.get_by_role("tabpanel")


def sign_in(page, name, password=DEMO_PASSWORD):
    """Fills in the form that a staff page shows."""
    page.locator("input[name=name]").fill(name)
    page.locator("input[name=password]").fill(password)
    page.locator("input[name=password]").press("Enter")
    expect(page.locator(".staff-header")).to_be_visible()
