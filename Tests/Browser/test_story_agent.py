"""The story, part 3: what the bot cannot settle comes to the console, and people talk."""

import re

import pytest
from playwright.sync_api import expect

from story_support import Chat

HOSTILE = "<img src=x onerror=\"document.title='hit'\"><b>my order</b> is late"


@pytest.fixture
def in_need(shop):
    """Opens a chat whose customer says `first`, asks for a person and, while waiting, says `mark`, by which agents know them."""

    def open_chat(*first, ask="talk to a human", mark=None, **options):
        chat = Chat(shop(**options)).open()
        for words in first:
            chat.ask(words)
        chat.ask(ask)
        expect(chat.status).to_have_attribute("data-tone", "queued")
        if mark:
            chat.say(mark)
        return chat

    return open_chat


def test_urgent_waits_on_top_then_whoever_waits_longest(in_need, staff):
    in_need("how do points expire", mark="first in line")
    in_need(mark="second in line")
    chat = in_need(ask="i lost my card")
    expect(chat.notices).to_have_text("You are in the urgent queue for a person")
    lin = staff("lin")
    expect(lin.items.first).to_be_visible()
    words = lin.waiting()
    first, second = (next(place for place, text in enumerate(words) if mark in text) for mark in ("first in line", "second in line"))
    assert words[0] == "i lost my card" and 0 < first < second
    expect(lin.items.first.locator(".badge", has_text="Urgent")).to_be_visible()
    assert re.match(r"\(\d+\) Console", lin.page.title())


def test_the_agent_sees_who_the_customer_is_and_what_the_bot_tried(in_need, staff):
    in_need("怎么开发票", ask="转人工", customer="C100001", locale="zh-CN")
    lin = staff("lin")
    lin.open("陈晓雯")
    customer = lin.tab("Customer")
    for fact in ("C100001", "chen.xiaowen@mail.example", "Gold", "8,640 points", "34,680 growth points to Platinum", "订单 A10241 退货后退款未到账", "A10293"):
        expect(customer).to_contain_text(fact)
    handoff = lin.tab("Handoff")
    for fact in ("The customer asked for a person", "怎么开发票", "answered", "Membership then", "A10293"):
        expect(handoff).to_contain_text(re.compile(re.escape(fact), re.I))
    expect(handoff.get_by_role("meter").first).to_be_visible()
    decisions = lin.tab("Decisions")
    expect(decisions.locator(".decision-item")).to_have_count(2)
    lin.claim()
    lin.action("Close").click()
    lin.page.get_by_role("dialog").get_by_role("button", name="Close").click()
    expect(lin.status).to_contain_text("closed")


def test_an_agent_claims_and_both_sides_talk_with_typing_shown(in_need, staff):
    chat = in_need("where is my parcel", mark="red kite")
    lin = staff("lin")
    lin.open("red kite")
    expect(lin.box).not_to_be_editable()
    lin.claim()
    expect(chat.notices.last).to_have_text("Lin Yue has joined")
    expect(chat.status).to_have_text("Lin Yue is helping you")

    lin.box.press_sequentially("Hello")
    expect(chat.typing).to_contain_text("Lin Yue is typing")
    lin.say("Hello, I am looking at it now.")
    expect(chat.agents.last.locator(".bubble")).to_have_text("Hello, I am looking at it now.")
    expect(chat.typing).to_be_empty()

    chat.box.press_sequentially("Thank")
    expect(lin.typing).to_contain_text("is typing")
    bots = chat.bots.count()
    chat.say("Thank you, Lin!")
    expect(lin.log).to_contain_text("Thank you, Lin!")
    expect(lin.typing).to_be_empty()
    expect(lin.item("Thank you, Lin!")).to_have_count(1)
    assert chat.bots.count() == bots, "the bot is silent while a person holds the conversation"


def test_a_second_agent_sees_who_holds_it_and_cannot_claim(in_need, staff):
    in_need(mark="blue herons")
    lin, sam = staff("lin"), staff("sam")
    lin.open("blue herons")
    sam.open("blue herons")
    expect(sam.action("Claim")).to_be_enabled()
    # Sam's console does not hear of the claim in time: the server has to refuse.
    sam.page.evaluate("""() => {
        const button = [...document.querySelectorAll(".conversation-actions button")].find((one) => one.textContent === "Claim");
        window.claimLate = () => button.click();
    }""")
    lin.claim()
    expect(sam.status).to_contain_text("held by Lin Yue")
    expect(sam.item("blue herons")).to_contain_text("held by Lin Yue")
    expect(sam.action("Claim")).to_have_count(0)
    expect(sam.box).not_to_be_editable()
    sam.page.evaluate("window.claimLate()")
    expect(sam.page.locator(".toasts")).to_contain_text("Lin Yue holds this conversation")


def test_a_ticket_is_prefilled_created_and_shown_to_the_customer(in_need, staff):
    chat = in_need("my transfer abroad failed", customer="C100004", mark="grey wren")
    lin = staff("lin")
    lin.open("grey wren")
    lin.claim()
    lin.action("Create ticket").click()
    dialog = lin.page.get_by_role("dialog", name="Create ticket")
    expect(dialog.get_by_label("Subject")).to_have_value(re.compile("my transfer abroad failed"))
    expect(dialog.get_by_label("Category")).to_have_value("transfers")
    expect(dialog.get_by_label("Priority")).to_have_value("normal")
    expect(dialog.get_by_label("Description")).to_have_value(re.compile("grey wren"))
    dialog.get_by_label("Subject").fill("Overseas transfer <b>returned</b>")
    dialog.get_by_role("button", name="Create ticket").click()
    expect(dialog).to_have_count(0)
    ticket = chat.page.locator("frontdesk-chat .ticket")
    expect(ticket).to_contain_text("Overseas transfer <b>returned</b>")
    number = re.search(r"T\d+", ticket.inner_text())[0]
    expect(lin.tab("Customer")).to_contain_text(number)
    expect(lin.log).to_contain_text(f"Ticket {number} created: Overseas transfer <b>returned</b>")


def test_handing_back_lets_the_bot_answer_again_and_closing_ends_it(in_need, staff):
    chat = in_need(mark="green finch")
    lin = staff("lin")
    lin.open("green finch")
    lin.claim()
    lin.action("Hand back to bot").click()
    expect(chat.notices.last).to_have_text("Lin Yue has left; the assistant is back")
    expect(lin.item("green finch")).to_have_count(0)
    expect(chat.ask("how much is a transfer abroad").locator(".article-title")).to_be_visible()

    lin.action("Take over from the bot").click()
    expect(lin.status).to_contain_text("held by you")
    lin.action("Close").click()
    lin.page.get_by_role("dialog").get_by_role("button", name="Close").click()
    expect(chat.status).to_have_text("This conversation has ended")
    chat.page.get_by_role("button", name="Start a new conversation").click()
    expect(chat.messages).to_have_count(1)
    lin.page.get_by_role("tab", name="Closed").click()
    expect(lin.item("how much is a transfer abroad").first).to_be_visible()


def test_words_with_markup_are_text_in_the_console(in_need, staff):
    chat = in_need(HOSTILE, mark=f"{HOSTILE} again")
    lin = staff("lin")
    lin.open("<b>my order</b>")
    expect(lin.log).to_contain_text(HOSTILE)
    lin.claim()
    lin.say(HOSTILE)
    expect(chat.agents.last.locator(".bubble")).to_have_text(HOSTILE)
    for name in ("Handoff", "Decisions"):
        expect(lin.tab(name)).to_contain_text(HOSTILE)
    for page in (lin.page, chat.page):
        assert page.locator("img[src=x]").count() == 0 and "hit" not in page.title()


def test_a_trainer_is_told_that_the_console_is_not_for_them(staff):
    page = staff("wei").page
    expect(page.get_by_role("heading", name="Your account may not use this page.")).to_be_visible()
    page.get_by_role("link", name="Go to Review").click()
    expect(page).to_have_url(re.compile("/review/"))
