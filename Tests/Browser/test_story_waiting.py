"""The story, part 8: never silent. Who waits too long is asked where to reach them, and no agent forgets them."""

import re

import pytest
from playwright.sync_api import expect

from story_support import Chat

SERVER_ARGUMENTS = ["--queue-seconds", "3", "--agent-answer-seconds", "4", "--answer-milliseconds", "8000"]


@pytest.fixture
def offered(shop):
    """A customer who has waited in the queue past its limit, and the number of their ticket."""

    def offer(**options):
        chat = Chat(shop(**options)).open()
        chat.ask("转人工" if options.get("locale") == "zh-CN" else "talk to a human")
        form = chat.page.locator("frontdesk-chat .contact-form")
        expect(form).to_be_visible(timeout=15_000)
        return chat, re.search(r"T\d+", form.inner_text())[0]

    return offer


def test_who_waits_too_long_leaves_a_phone_number_and_the_agent_sees_it(offered, staff):
    chat, ticket = offered()
    form = chat.page.locator("frontdesk-chat .contact-form")
    expect(chat.page.locator("frontdesk-chat .ticket")).to_contain_text(ticket)
    form.get_by_label("Phone").fill("+86 138 0013 8000")
    chat.say("blue plover")
    expect(form.get_by_label("Phone")).to_have_value("+86 138 0013 8000")
    form.get_by_role("button", name="Leave contact details").click()
    done = chat.page.locator("frontdesk-chat .contact-done")
    expect(done).to_contain_text("We will reach you at …8000.")
    chat.page.reload()
    Chat(chat.page).open()
    expect(done).to_contain_text(ticket)
    expect(done).to_contain_text("We will reach you at …8000.")

    lin = staff("lin")
    lin.open("blue plover")
    expect(lin.log).to_contain_text(f"The customer left contact details for ticket {ticket}: …8000")
    expect(lin.log).to_contain_text("asked for contact details")
    expect(lin.tab("Customer")).to_contain_text("contact: +86 138 0013 8000")


def test_the_form_works_by_keyboard_and_in_chinese(offered):
    chat, ticket = offered(locale="zh-CN")
    form = chat.page.get_by_role("form", name=f"工单 {ticket}：怎样联系您？")
    form.get_by_label("邮箱").focus()
    chat.page.keyboard.type("chen@")
    chat.page.keyboard.press("Enter")
    expect(form).to_contain_text("请填写有效的邮箱地址")
    expect(form.get_by_label("邮箱")).to_be_focused()
    chat.page.keyboard.type("example.com")
    chat.page.keyboard.press("Enter")
    expect(chat.page.locator("frontdesk-chat .contact-done")).to_contain_text("我们会通过 c…@example.com 联系您。")


def test_a_customer_whom_the_agent_does_not_answer_is_given_to_the_next(shop, staff):
    chat = Chat(shop()).open()
    chat.ask("talk to a human")
    chat.say("grey godwit")
    lin = staff("lin")
    lin.open("grey godwit")
    lin.claim()
    due = lin.page.locator(".conversation-states .countdown")
    expect(due).to_contain_text(re.compile(r"answer within 0:0\d"))
    expect(lin.item("grey godwit").locator(".countdown")).to_have_attribute("data-tone", "soon")
    lin.say("Hello")
    expect(due).to_have_count(0)
    chat.say("are you there?")
    expect(due).to_be_visible()
    lin.box.fill("I was looking it up")
    expect(lin.page.locator(".loss-banner")).to_contain_text("The customer waited too long for an answer", timeout=15_000)
    expect(lin.box).to_have_value("I was looking it up")
    expect(lin.item("are you there?")).to_contain_text("the agent did not answer in time")
    expect(chat.notices.last).to_have_text("You are in the queue again, at the front")


def test_several_short_messages_get_one_reply_and_each_counts_as_sent(shop):
    chat = Chat(shop()).open()
    expect(chat.bots).to_have_count(1)
    parts = ("how much is", "a transfer abroad")
    for words in parts:
        chat.box.fill(words)
        chat.box.press("Enter")
    expect(chat.page.locator("frontdesk-chat .is-pending")).to_have_count(0)
    expect(chat.bots.last.locator(".article-title")).to_have_text(re.compile("overseas transfer cost", re.I))
    expect(chat.bots).to_have_count(2)
    assert chat.texts()[1:3] == list(parts)
