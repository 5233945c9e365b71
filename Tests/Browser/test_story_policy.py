"""The story, part 9: nobody is there. The customer is told so and leaves contact details; anger is heard and seen."""

import pathlib

import pytest
from playwright.sync_api import expect

from conftest import DESKTOP, PHONE
from story_support import Chat

SERVER_ARGUMENTS = ["--policy", str(pathlib.Path(__file__).with_name("policy_closed.yml"))]


@pytest.mark.parametrize(
    ("locale", "viewport", "ask", "closed", "email", "leave"),
    [
        ("en-GB", DESKTOP, "talk to a human", "Nobody is here to answer right now", "Email", "Leave contact details"),
        ("zh-CN", PHONE, "转人工", "现在是人工客服的休息时间", "邮箱", "留下联系方式"),
    ],
)
def test_who_asks_for_a_person_at_night_leaves_an_address_at_once(shop, locale, viewport, ask, closed, email, leave):
    chat = Chat(shop(locale=locale, viewport=viewport)).open()
    chat.ask(ask)
    expect(chat.bots.last).to_contain_text(closed)
    form = chat.page.locator("frontdesk-chat .contact-form")
    form.get_by_label(email).fill("dora@example.com")
    form.get_by_role("button", name=leave).click()
    expect(chat.page.locator("frontdesk-chat .contact-done")).to_contain_text("d…@example.com")


def test_anger_is_shown_in_the_queue_the_packet_the_context_and_the_decision(shop, staff):
    chat = Chat(shop()).open()
    chat.say("are you kidding me?! you thieves, I am furious, amber plover")
    lin = staff("lin")
    expect(lin.item("amber plover")).to_contain_text("angry")
    lin.open("amber plover")
    expect(lin.tab("Customer")).to_contain_text("angry")
    expect(lin.tab("Handoff")).to_contain_text("judged by what they wrote")
    decision = lin.tab("Decisions")
    expect(decision).to_contain_text("Policy: the customer is angry.")
    expect(decision).to_contain_text("Policy row")
