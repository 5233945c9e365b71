"""A customer nobody knows says who they are; an agent calls back, and looks into a decision."""

import json
import re
import urllib.request

import pytest
from conftest import DESKTOP, PHONE
from playwright.sync_api import expect
from story_support import Chat


def sent_code(address):
    """The code of the newest mail in the demo's inbox."""
    with urllib.request.urlopen(f"{address}/api/v1/demo/inbox") as reply:
        return re.search(r"\d{6}", json.load(reply)["mails"][0]["body"]).group()


def type_code(chat, code):
    """Types the code; what is stored of it is the mask."""
    chat.box.fill(code)
    chat.box.press("Enter")
    expect(chat.page.locator("frontdesk-chat .is-pending")).to_have_count(0)


@pytest.mark.parametrize(
    "locale, viewport, wish, button, email, code_asked, known, answer",
    [
        ("en-GB", DESKTOP, "where is my order A10290", "Get a code by email", "david.miller@post.example", "Please type the code", "You are identified: David Miller", "Order A10290"),
        ("zh-CN", PHONE, "我有多少积分", "用邮箱验证码确认身份", "chen.xiaowen@mail.example", "请在这里输入验证码", "身份已确认：陈晓雯", "8640 积分"),
    ],
)
def test_a_stranger_is_identified_by_a_code_in_all_tabs_and_the_errand_goes_on(shop, locale, viewport, wish, button, email, code_asked, known, answer):
    page = shop(locale=locale, viewport=viewport)
    address = page.url.rstrip("/")
    chat = Chat(page).open()
    chat.ask(wish)
    expect(chat.reply(button)).to_be_visible()
    other = page.context.new_page()
    other.goto(page.url)
    tab = Chat(other).open()
    chat.press(button)
    chat.ask(email)
    expect(chat.bots.last).to_contain_text(code_asked)
    inbox = page.context.new_page()
    inbox.goto(f"{address}/demo/inbox")
    expect(inbox.locator(".mail").first).to_contain_text(email)
    type_code(chat, sent_code(address))
    expect(chat.notices.last).to_contain_text(known)
    expect(chat.bots.last).to_contain_text(answer)
    expect(tab.bots.last).to_contain_text(answer)
    page.reload()
    chat = Chat(page).open()
    expect(chat.own.last).to_have_text(re.compile(r"\*{6}"))


def test_a_call_back_is_on_the_list_of_the_agents_until_it_is_done(shop, staff):
    page = shop(locale="en-GB", viewport=DESKTOP, customer="C100002")
    chat = Chat(page).open()
    console = staff("lin").page
    console.get_by_role("tab", name=re.compile("Call back")).click()
    expect(chat.ask("please call me back tomorrow at 3pm on 415-555-2671")).to_contain_text("at 15:00")
    row = console.locator(".reminder").filter(has_text="4155552671").last
    expect(row).to_contain_text("Unassigned")
    row.get_by_role("button", name="I take it").click()
    expect(row).to_contain_text("Yours")
    row.get_by_role("button", name="Open conversation").click()
    panel = console.locator(".context")
    expect(panel).to_contain_text("Coupons")
    expect(panel).to_contain_text("Call back 4155552671")
    panel.get_by_role("tab", name="Decisions").click()
    panel.get_by_text("What weighed how much").first.click()
    expect(panel.locator(".weight").first).to_be_visible()
    count = console.locator(".reminder").count()
    row.get_by_role("button", name="Done").click()
    expect(console.locator(".reminder")).to_have_count(count - 1)
