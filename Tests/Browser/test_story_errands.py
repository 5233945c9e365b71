"""What the bot does for a customer who is known, in the widget."""

import pytest
from conftest import DESKTOP, PHONE
from playwright.sync_api import expect
from story_support import Chat


@pytest.mark.parametrize(
    "locale, viewport, customer, wish, order, reason, yes, question, answer, filed",
    [
        ("en-GB", DESKTOP, "C100002", "I want a refund for my order", "A10277", "It is damaged or faulty", "Yes", "when do points expire", "points", "Your refund request for order A10277"),
        ("zh-CN", PHONE, "C100001", "我想退款", "A10288", "不想要了", "是", "积分什么时候过期", "积分", "订单 A10288 的退款申请已提交"),
    ],
)
def test_a_refund_is_asked_for_by_buttons_with_a_question_on_the_way_and_after_a_reload(
    shop, locale, viewport, customer, wish, order, reason, yes, question, answer, filed
):
    page = shop(locale=locale, viewport=viewport, customer=customer)
    chat = Chat(page).open()
    expect(chat.ask(wish)).to_contain_text(order)
    expect(chat.ask(question)).to_contain_text(answer)
    expect(chat.reply(order)).to_be_visible()
    chat.press(order)
    expect(chat.reply(reason)).to_be_visible()
    page.reload()
    Chat(page).open()
    expect(chat.press(reason)).to_contain_text(order)
    expect(chat.press(yes)).to_contain_text(filed)
