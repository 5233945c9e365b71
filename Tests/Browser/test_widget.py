"""The widget on a page, against a scripted `/chat`: what it shows, sends and announces."""

import json
import re
import time

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from conftest import ASSETS, DESKTOP, PHONE

AT = "2026-11-20T08:00:00.000Z"
ANSWER = {
    "kind": "message",
    "from": "bot",
    "style": "answer",
    "text": "It costs 0.1 %.\n\n- at least ¥30",
    "article": {"id": "fee", "title": "What does a transfer cost?"},
    "quick_replies": [{"title": "How long?", "payload": "article:time"}, {"title": "Talk to a person", "payload": "human"}],
    "helpful": True,
}

SITE = """<!doctype html><html lang="en"><title>Shop</title><meta name="viewport" content="width=device-width">
<main><h1>Shop</h1><a href="#">Link</a></main><script src="/widget.js" {attributes}></script>"""


class Chat:
    """The server's end of the socket: keeps what it gets, says what the test wants said."""

    def __init__(self):
        self.frames, self.seq, self.socket, self.held, self.refusal = [], 0, None, None, None

    def accept(self, socket):
        self.socket = socket
        socket.on_message(self.receive)

    def hold(self):
        """From now on nothing is answered, until `answer_held`."""
        self.held = []

    def answer_held(self):
        held, self.held = self.held, None
        for text in held:
            self.receive(text)

    def receive(self, text):
        if self.held is not None:
            self.held.append(text)
            return
        frame = json.loads(text)
        self.frames.append(frame)
        if frame["type"] == "hello":
            self.say(type="welcome", protocol=1, role="customer", session="s1", conversation="c1", limits={"text": 4000})
            self.event(kind="started", language="en")
            self.say(type="live", conversation="c1", seq=self.seq, status="bot")
        elif frame["type"] == "message" and self.refusal:
            self.say(type="error", client_message_id=frame["client_message_id"], **self.refusal)
        elif frame["type"] == "message":
            self.say(type="ack", conversation="c1", client_message_id=frame["client_message_id"], seq=self.seq + 1)
            self.event(kind="message", text=frame["text"], client_message_id=frame["client_message_id"], **{"from": "customer"})
        elif "request" in frame:
            self.say(type="done", request=frame["request"])

    def say(self, **frame):
        self.socket.send(json.dumps(frame))

    def event(self, **event):
        self.seq += 1
        self.say(type="event", conversation="c1", seq=self.seq, at=AT, **event)

    def of(self, kind):
        return [frame for frame in self.frames if frame["type"] == kind]

    def wait_for(self, page, kind, count):
        """The frames of a kind, once there are `count`; for at most 10 s."""
        end = time.monotonic() + 10
        while len(self.of(kind)) < count and time.monotonic() < end:
            page.evaluate("new Promise(requestAnimationFrame)")
        return self.of(kind)


@pytest.fixture
def chat():
    return Chat()


@pytest.fixture
def visit(page_factory, static_site, chat):
    def open_site(attributes='data-open="true"', **options):
        page = page_factory(**options)
        script = (ASSETS / "widget" / "widget.js").read_text()
        page.route("**/widget.js", lambda route: route.fulfill(body=script, content_type="text/javascript"))
        site = SITE.format(attributes=attributes)
        page.route("**/shop", lambda route: route.fulfill(body=site, content_type="text/html"))
        page.route_web_socket(re.compile("/chat$"), chat.accept)
        page.goto(f"{static_site}/shop")
        page.locator(".launcher").wait_for(state="attached")
        if "data-open" in attributes:
            page.locator('.log[aria-busy="false"]').wait_for(state="attached")
        return page

    return open_site


def test_shows_an_answer_with_its_article_and_sends_the_quick_reply_that_is_pressed(visit, chat):
    page = visit()
    page.get_by_role("textbox").fill("how much is a transfer")
    page.get_by_role("textbox").press("Enter")
    page.get_by_text("how much is a transfer").wait_for()
    chat.event(**ANSWER)
    page.get_by_text("What does a transfer cost?").wait_for()
    assert page.get_by_role("listitem").inner_text() == "at least ¥30"
    page.get_by_role("button", name="How long?").click()
    page.locator(".from-customer").nth(1).wait_for()
    sent = chat.of("message")
    assert [(frame["text"], frame.get("payload")) for frame in sent] == [("how much is a transfer", None), ("How long?", "article:time")]
    assert page.get_by_role("button", name="How long?").count() == 0


def test_thumbs_are_toggle_buttons_and_reach_the_server(visit, chat):
    page = visit()
    chat.event(**ANSWER)
    down = page.get_by_role("button", name="This answer does not help")
    down.click()
    page.wait_for_function("() => document.querySelector('frontdesk-chat').shadowRoot.querySelector('[aria-pressed=true]')")
    assert down.get_attribute("aria-pressed") == "true"
    assert [(frame["seq"], frame["helpful"]) for frame in chat.of("feedback")] == [(2, False)]


def test_words_of_people_are_only_ever_text(visit, chat):
    page = visit()
    for sender in ("bot", "agent", "customer"):
        chat.event(kind="message", text="<img src=x onerror=document.title='hit'>", **{"from": sender})
    page.locator(".message").nth(2).wait_for()
    assert page.locator(".message img").count() == 0 and page.title() == "Shop"


def test_enter_that_ends_a_word_of_an_input_method_sends_nothing(visit, chat):
    page = visit(locale="zh-CN")
    page.get_by_role("textbox").fill("ni hao")
    press = "(input, composing) => input.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', isComposing: composing, cancelable: true}))"
    page.get_by_role("textbox").evaluate(press, True)
    assert page.get_by_role("textbox").input_value() == "ni hao"
    page.get_by_role("textbox").evaluate(press, False)
    page.locator(".from-customer").wait_for()
    assert [frame["text"] for frame in chat.of("message")] == ["ni hao"]


def test_a_text_over_the_limit_is_kept_and_explained(visit, chat):
    page = visit()
    page.get_by_role("textbox").fill("x" * 4001)
    page.get_by_role("textbox").press("Enter")
    assert "At most 4,000 characters" in page.locator(".counter").inner_text()
    assert len(page.get_by_role("textbox").input_value()) == 4001 and chat.of("message") == []


def test_works_by_keyboard_and_gives_the_focus_back(visit, chat):
    page = visit("")
    assert chat.frames == [], "nothing is connected before the first opening"
    page.get_by_role("button", name="Open the chat").focus()
    page.keyboard.press("Enter")
    page.locator('.log[aria-busy="false"]').wait_for(state="attached")
    page.keyboard.type("hello")
    page.keyboard.press("Enter")
    page.locator(".from-customer").wait_for()
    page.keyboard.press("Escape")
    assert page.evaluate("document.querySelector('frontdesk-chat').shadowRoot.activeElement.className") == "launcher"
    chat.event(**ANSWER)
    page.get_by_role("button", name="Open the chat, 1 unread").wait_for()


def test_says_who_is_there(visit, chat):
    page = visit()
    status = page.locator(".status")
    chat.event(kind="handoff", reason="asked", queue="normal")
    page.get_by_text("Waiting for a person…").wait_for()
    chat.event(kind="claimed", agent={"id": "a1", "display_name": "Lin Yue"})
    page.get_by_text("Lin Yue is helping you").wait_for()
    chat.say(type="typing", conversation="c1", typing=True, **{"from": "agent"})
    page.get_by_text("Lin Yue is typing").wait_for()
    chat.event(kind="ticket", ticket={"number": "T100042", "subject": "Charged twice", "priority": "normal"})
    page.get_by_text("Ticket T100042").wait_for()
    chat.event(kind="closed", by="agent")
    page.get_by_role("button", name="Start a new conversation").wait_for()
    assert status.inner_text() == "This conversation has ended" and page.get_by_text("Lin Yue is typing").count() == 0


def test_a_lost_connection_is_said_and_the_message_waits(visit, chat):
    page = visit()
    chat.hold()
    chat.socket.close(code=4000)
    page.get_by_text(re.compile("Connection lost, reconnecting…|Connecting…")).wait_for()
    page.get_by_role("textbox").fill("still there?")
    page.get_by_role("textbox").press("Enter")
    page.get_by_text("Sending…").wait_for()
    chat.answer_held()
    page.locator(".from-customer:not(.is-pending)").wait_for()
    assert [frame["text"] for frame in chat.of("message")] == ["still there?"]


@pytest.mark.parametrize("locale, label", [("zh-CN", "在线客服"), ("en-GB", "Customer service")])
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_has_no_known_barrier(visit, chat, locale, label, viewport, scheme):
    page = visit(locale=locale, viewport=viewport, color_scheme=scheme)
    chat.event(**ANSWER)
    chat.event(kind="handoff", reason="asked", queue="normal")
    chat.event(**CONTACT)
    chat.event(**{**CONTACT, "ticket": "T100043"})
    chat.event(kind="contact", ticket="T100043", email="d…@example.com", phone=None)
    chat.event(kind="message", text="你好", agent={"id": "a1", "display_name": "Lin Yue"}, **{"from": "agent"})
    page.locator(".from-agent").wait_for()
    page.evaluate("Promise.all(document.querySelector('frontdesk-chat').shadowRoot.getAnimations().map((one) => one.finished))")
    assert page.get_by_role("dialog", name=label).count() == 1
    assert page.locator(".from-agent .bubble").get_attribute("lang") == "zh-CN"
    box = {side: round(length) for side, length in page.get_by_role("dialog").bounding_box().items()}
    if viewport is PHONE:
        assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, 390, 844)
    else:
        assert (box["width"], box["height"]) == (380, 600)
    assert [(v["id"], v["nodes"][0]["target"]) for v in Axe().run(page).response["violations"]] == []


def test_the_focus_stays_in_the_panel_that_covers_a_phone(visit, chat):
    page = visit(viewport=PHONE)
    page.get_by_role("textbox").focus()
    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.localName") == "frontdesk-chat"


CONTACT = {"kind": "message", "from": "bot", "style": "contact", "text": "Sorry for the wait. Your request is on file as T100042.", "ticket": "T100042"}


def test_contact_details_are_checked_sent_and_confirmed(visit, chat):
    page = visit()
    chat.event(**CONTACT)
    form = page.get_by_role("form", name="Ticket T100042: where can we reach you?")
    send = form.get_by_role("button", name="Leave contact details")
    send.click()
    expect(form).to_contain_text("Fill in an email address or a phone number.")
    form.get_by_label("Email").fill("d@example")
    send.click()
    expect(form.get_by_label("Email")).to_have_attribute("aria-invalid", "true")
    expect(form).to_contain_text("That is not an email address")
    assert chat.of("contact") == []
    form.get_by_label("Email").fill(" dana@example.com ")
    form.get_by_label("Phone").fill("+86 138 0013 8000")
    send.click()
    expect(form.get_by_role("button", name="Saving…")).to_be_visible()
    sent = chat.of("contact")[0]
    assert (sent["conversation"], sent["email"], sent["phone"]) == ("c1", "dana@example.com", "+86 138 0013 8000")
    chat.event(kind="contact", ticket="T100042", email="d…@example.com", phone="…8000")
    expect(page.locator(".contact-done")).to_have_text("Ticket T100042We will reach you at d…@example.com · …8000.")
    expect(form).to_have_count(0)


def test_what_the_server_says_about_contact_details_stands_at_its_field(visit, chat):
    page = visit()
    chat.event(**CONTACT)
    chat.hold()
    page.get_by_label("Phone").fill("12345")
    page.get_by_role("button", name="Leave contact details").click()
    expect(page.get_by_role("button", name="Saving…")).to_be_visible()
    request = json.loads(chat.held[0])["request"]
    chat.say(type="error", code=101, name="bad_field", message="phone: is not a phone number", advice="fix", request=request)
    expect(page.get_by_label("Phone")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_role("button", name="Leave contact details")).to_be_visible()


def test_contact_details_outlast_a_lost_connection_and_another_language(visit, chat):
    page = visit()
    chat.event(**CONTACT)
    page.get_by_label("Email").fill("dana@example.com")
    chat.hold()
    page.get_by_role("button", name="Leave contact details").click()
    page.get_by_role("button", name="Saving…").wait_for()
    chat.held = []
    chat.socket.close(code=4000)
    page.get_by_text("This is sent as soon as it is back.").wait_for()
    page.evaluate("Frontdesk.setLanguage('zh-CN')")
    expect(page.get_by_label("邮箱")).to_have_value("dana@example.com")
    chat.answer_held()
    page.wait_for_function("() => document.querySelector('frontdesk-chat').shadowRoot.querySelector('.status').dataset.tone !== 'trouble'")
    page.get_by_role("button", name="正在保存…").wait_for()
    assert [frame["email"] for frame in chat.of("contact")] == ["dana@example.com"]


def test_typing_is_said_while_it_lasts(visit, chat):
    page = visit()
    box = page.get_by_role("textbox")
    box.press_sequentially("hel", delay=20)
    expect_typing(page, chat, [True])
    box.fill("")
    expect_typing(page, chat, [True, False])
    box.press_sequentially("hello")
    expect_typing(page, chat, [True, False, True, False])
    box.press("End")
    box.press_sequentially("!")
    box.press("Enter")
    expect_typing(page, chat, [True, False, True, False, True, False])
    assert chat.frames[-1]["type"] == "message", "the last word on typing comes before the message"


def expect_typing(page, chat, states):
    frames = chat.wait_for(page, "typing", len(states))
    assert [frame["typing"] for frame in frames] == states


def test_words_left_in_the_box_are_there_after_a_reload_and_nobody_is_called_typing(visit, chat):
    page = visit()
    page.get_by_role("textbox").fill("half a sent")
    expect_typing(page, chat, [True])
    chat.seq = 0
    page.reload()
    page.locator('.log[aria-busy="false"]').wait_for(state="attached")
    expect(page.get_by_role("textbox")).to_have_value("half a sent")
    assert [frame["typing"] for frame in chat.of("typing")] in ([True], [True, False])


def test_without_a_connection_it_says_that_words_are_kept(visit, chat):
    page = visit()
    chat.hold()
    chat.socket.close(code=4000)
    page.get_by_text("What you write is kept and sent when it is back.").wait_for()
    page.get_by_role("textbox").fill("anybody?")
    page.get_by_role("textbox").press("Enter")
    page.get_by_text("Not sent yet, still trying…").wait_for()
    chat.answer_held()
    expect(page.locator(".offline")).to_be_empty(timeout=20_000)
    expect(page.locator(".delivery")).to_have_count(0)
    assert [frame["text"] for frame in chat.of("message")] == ["anybody?"]


def test_an_acknowledged_message_counts_as_sent_before_its_event_comes(visit, chat):
    page = visit()
    chat.hold()
    page.get_by_role("textbox").fill("hello")
    page.get_by_role("textbox").press("Enter")
    page.get_by_text("Sending…").wait_for()
    sent = next(frame for frame in map(json.loads, chat.held) if frame["type"] == "message")
    chat.say(type="typing", conversation="c1", typing=True, **{"from": "bot"})
    chat.say(type="ack", conversation="c1", client_message_id=sent["client_message_id"], seq=2)
    expect(page.locator(".is-pending")).to_have_count(0)
    expect(page.locator(".delivery")).to_be_empty()
    chat.event(kind="message", text="hello", client_message_id=sent["client_message_id"], **{"from": "customer"})
    expect(page.locator(".delivery")).to_have_count(0)
    expect(page.locator(".from-customer")).to_have_count(1)
    expect(page.locator(".dots")).to_be_visible()
    chat.event(**ANSWER)
    expect(page.locator(".dots")).to_have_count(0)


def test_a_message_without_an_answer_is_tried_again_where_it_was_sent(visit, chat):
    """The server may have it although the acknowledgement is missing: in another conversation it would stand twice."""
    page = visit()
    chat.refusal = {"code": 105, "name": "text_empty", "message": "", "advice": "fix"}
    page.get_by_role("textbox").fill("hello")
    page.get_by_role("textbox").press("Enter")
    page.get_by_role("button", name="Try again").wait_for()
    chat.seq = 0
    chat.say(type="started", conversation="c2")
    chat.say(type="event", conversation="c2", seq=1, at=AT, kind="started", language="en")
    chat.say(type="live", conversation="c2", seq=1, status="bot")
    expect(page.locator(".is-failed")).to_have_count(1)
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".is-failed")).to_have_count(1)
    chat.refusal = {"code": 301, "name": "conversation_closed", "message": "", "advice": "start"}
    page.get_by_role("button", name="Try again").click()
    page.get_by_role("button", name="Send in a new conversation").click()
    frames = chat.wait_for(page, "message", 4)
    assert [frame["conversation"] for frame in frames] == ["c1", "c1", "c1", "c2"]


def test_a_conversation_from_another_tab_is_shown_once_whatever_is_heard_of_it_first(visit, chat):
    page = visit()
    chat.say(type="event", conversation="c2", seq=1, at=AT, kind="started", language="en")
    chat.say(type="event", conversation="c2", seq=2, at=AT, kind="message", text="Hello again", style="greeting", **{"from": "bot"})
    chat.say(type="started", conversation="c2")
    chat.say(type="live", conversation="c2", seq=2, status="bot")
    chat.say(type="event", conversation="c2", seq=3, at=AT, kind="message", text="from the other tab", **{"from": "customer"})
    expect(page.locator(".bubble")).to_have_text(["Hello again", "from the other tab"])


def test_words_are_not_lost_when_the_session_is_refused(visit, chat):
    page = visit()
    chat.hold()
    page.get_by_role("textbox").fill("do not forget me")
    page.get_by_role("textbox").press("Enter")
    page.get_by_text("Sending…").wait_for()
    chat.held, chat.seq = None, 0
    chat.socket.close(code=4501)
    page.get_by_role("button", name="Start again").click()
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".from-customer:not(.is-failed, .is-pending)")).to_have_text(re.compile("do not forget me"))


def test_the_customer_is_told_who_follows_whom(visit, chat):
    page = visit()
    lin, sam = {"id": "a1", "display_name": "Lin Yue"}, {"id": "a2", "display_name": "Sam Carter"}
    notice, status = page.locator(".notice").last, page.locator(".status")
    chat.event(kind="claimed", agent=lin)
    chat.event(kind="transferred", agent=lin, to=sam)
    expect(notice).to_have_text("Sam Carter takes over from Lin Yue")
    expect(status).to_have_text("Sam Carter is helping you")
    chat.event(kind="handoff", reason="agent_gone", queue="normal", agent=sam)
    expect(notice).to_have_text("You are in the queue again, at the front")
    expect(status).to_have_text("Waiting for a person…")
    chat.event(kind="claimed", agent=lin)
    chat.event(kind="claimed", agent=sam, **{"from": lin})
    expect(notice).to_have_text("Sam Carter takes over from Lin Yue")
    expect(status).to_have_text("Sam Carter is helping you")
