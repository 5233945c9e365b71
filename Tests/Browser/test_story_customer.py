"""The story, part 1 and 2: a customer on the demo page and the bot, over the real server with the shipped content."""

import re

import pytest
from playwright.sync_api import expect

from conftest import PHONE
from story_support import Chat


def test_the_demo_page_embeds_the_chat_with_one_script_tag(shop):
    page = shop()
    assert page.locator("script[src$='widget.js']").count() == 1
    assert page.content().count("<frontdesk-chat") == 1
    Chat(page).open()


@pytest.mark.parametrize(
    "locale, question, title, next_title",
    [
        ("en-GB", "how much is a transfer abroad", re.compile("overseas transfer cost", re.I), re.compile("overseas transfer take", re.I)),
        ("zh-CN", "境外汇款要多少手续费", re.compile("境外汇款.*手续费"), re.compile("境外汇款.*到账|境外汇款.*多久")),
    ],
)
def test_a_question_is_answered_from_the_knowledge(shop, locale, question, title, next_title):
    chat = Chat(shop(locale=locale)).open()
    answer = chat.ask(question)
    expect(answer.locator(".article-title")).to_have_text(title)
    expect(answer).to_contain_text("0.1")
    following = chat.press(next_title)
    expect(chat.own.last).to_have_text(next_title)
    expect(following.locator(".article-title")).to_have_text(next_title)


def test_the_bot_answers_in_the_language_of_each_message(shop):
    chat = Chat(shop(locale="en-GB")).open()
    expect(chat.ask("积分什么时候过期")).to_contain_text("积分")
    expect(chat.ask("when do my points expire")).to_contain_text("points")


def test_the_assistant_is_seen_typing_while_it_waits_for_the_rest_of_a_sentence(shop):
    page = shop()
    chat = Chat(page).open()
    page.evaluate("""() => {
        const typing = document.querySelector("frontdesk-chat").shadowRoot.querySelector(".typing");
        window.seen = [];
        new MutationObserver(() => window.seen.push(typing.textContent)).observe(typing, {childList: true, subtree: true});
    }""")
    chat.ask("hello")
    assert page.evaluate("window.seen") == ["Assistant is typing", ""]


def test_reloading_keeps_the_conversation(shop):
    page = shop()
    chat = Chat(page).open()
    chat.ask("how do i freeze my card")
    before = chat.texts()
    page.reload()
    Chat(page).open()
    expect(chat.messages).to_have_count(len(before))
    assert chat.texts() == before


def test_two_tabs_of_one_customer_show_the_same(shop, frontdesk):
    page = shop()
    here = Chat(page).open()
    here.ask("where is my order")
    other_page = page.context.new_page()
    other_page.goto(frontdesk.address)
    there = Chat(other_page).open()
    expect(there.messages).to_have_count(here.messages.count())
    there.ask("how do i cancel an order")
    expect(here.messages).to_have_count(there.messages.count())
    assert here.texts() == there.texts()
    here.choose("Start a new conversation")
    for chat in (here, there):
        expect(chat.messages).to_have_count(1)
    there.ask("how do i return something")
    expect(here.messages).to_have_count(3)
    assert here.texts() == there.texts()


def test_the_words_on_the_screen_follow_the_language_of_the_browser(shop):
    for locale, label, placeholder in [("zh-CN", "在线客服", "请输入您的问题"), ("zh-TW", "在线客服", "请输入您的问题"), ("fr-FR", "Customer service", "Write your question")]:
        page = shop(locale=locale)
        chat = Chat(page).open()
        expect(page.get_by_role("dialog", name=label)).to_be_visible()
        expect(chat.box).to_have_attribute("placeholder", placeholder)


def test_everything_works_by_keyboard_alone(shop):
    page = shop()
    chat = Chat(page)
    page.keyboard.press("Shift+Tab")
    expect(chat.launcher).to_be_focused()
    page.keyboard.press("Enter")
    chat.ready()
    expect(chat.box).to_be_focused()
    page.keyboard.type("how much is a transfer abroad")
    page.keyboard.press("Enter")
    expect(chat.bots).to_have_count(2)
    reply = chat.reply(re.compile("overseas transfer take", re.I))
    expect(reply).to_be_visible()
    tab_until(page, reply)
    page.keyboard.press("Space")
    expect(chat.bots).to_have_count(3)
    expect(chat.box).to_be_focused()
    page.keyboard.press("Escape")
    expect(chat.panel).to_be_hidden()
    expect(chat.launcher).to_be_focused()


def tab_until(page, goal):
    for _ in range(30):
        page.keyboard.press("Shift+Tab")
        if goal.evaluate("(node) => node.getRootNode().activeElement === node"):
            return
    raise AssertionError("the keyboard does not get there")


def test_a_screen_reader_is_told_what_is_what(shop):
    page = shop()
    chat = Chat(page).open()
    chat.ask("how much is a transfer abroad")
    expect(chat.log).to_have_attribute("aria-live", "polite")
    expect(page.get_by_role("dialog", name="Customer service")).to_match_aria_snapshot(
        """
        - dialog "Customer service":
          - heading "Customer service" [level=2]
          - status: The assistant answers at once
          - button "Close the chat"
          - region "Conversation":
            - log "Conversation":
              - article /Assistant, .*/
              - article /You, .*/:
                - paragraph: how much is a transfer abroad
              - article /Assistant, .*/:
                - button "This answer helps"
                - button "This answer does not help"
                - group "Quick replies"
          - textbox "Message"
          - button "Send"
        """
    )


def test_a_phone_shows_the_chat_alone_and_the_page_again_after_it(shop):
    page = shop(viewport=PHONE, reduced_motion="reduce")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    chat = Chat(page).open()
    chat.ask("how do i earn points")
    assert {key: round(value) for key, value in chat.panel.bounding_box().items()} == {"x": 0, "y": 0, "width": 390, "height": 844}
    widest = page.evaluate(
        "Math.max(...[...document.querySelector('frontdesk-chat').shadowRoot.querySelectorAll('.panel *')].map((node) => node.getBoundingClientRect().right))"
    )
    assert widest <= 390
    page.get_by_role("button", name="Close the chat").click()
    expect(chat.panel).to_be_hidden()


def test_the_last_words_stay_in_view_when_a_keyboard_comes_up(shop):
    page = shop(viewport=PHONE, reduced_motion="reduce")
    chat = Chat(page).open()
    for question in ("how do i earn points", "how do i freeze my card", "what does a transfer cost"):
        chat.ask(question)
    log = page.locator("frontdesk-chat .scroll")
    page.set_viewport_size({"width": 390, "height": 500})
    expect(chat.bots.last).to_be_in_viewport()
    page.wait_for_function("(log) => log.scrollHeight - log.scrollTop - log.clientHeight <= 1", arg=log.element_handle())
    log.evaluate("(log) => log.scrollTop = 0")
    page.set_viewport_size(PHONE)
    page.set_viewport_size({"width": 390, "height": 500})
    expect(chat.bots.last).not_to_be_in_viewport()


def test_two_close_candidates_are_asked_about_with_buttons(shop):
    chat = Chat(shop()).open()
    question = chat.ask("card")
    expect(question).to_contain_text("Did you mean")
    choices = chat.page.get_by_role("group", name="Did you mean").get_by_role("button")
    expect(choices.last).to_have_text("None of these")
    title = choices.first.inner_text()
    chat.press(title)
    expect(chat.own.last.locator(".bubble")).to_have_text(title)
    expect(chat.bots.last.locator(".article-title")).to_be_visible()


def test_an_unsure_bot_offers_a_person_and_hands_off_the_second_time(shop):
    chat = Chat(shop(locale="zh-CN")).open()
    expect(chat.ask("火星浮潜")).to_contain_text("没有完全明白")
    expect(chat.reply("转人工客服")).to_be_visible()
    expect(chat.ask("木星攀岩")).to_contain_text("转接人工")
    expect(chat.notices).to_have_text("已进入人工客服队列")
    expect(chat.status).to_have_text("正在等待人工客服…")


@pytest.mark.parametrize("locale, words", [("zh-CN", "转人工"), ("en-GB", "talk to a human")])
def test_whoever_asks_for_a_person_is_handed_off_at_once(shop, locale, words):
    chat = Chat(shop(locale=locale)).open()
    chat.ask(words)
    expect(chat.notices).to_have_count(1)
    expect(chat.status).to_have_attribute("data-tone", "queued")


def test_the_menu_leads_to_a_person_and_the_keyboard_stays_in_the_chat(shop):
    chat = Chat(shop()).open()
    chat.choose("Talk to a person")
    expect(chat.notices).to_have_text("You are in the queue for a person")
    expect(chat.box).to_be_focused()


def test_words_with_markup_are_text_in_the_widget(shop):
    chat = Chat(shop()).open()
    hostile = "<img src=x onerror=\"document.title='hit'\"> <b>transfer</b> abroad fee </p><script>document.title='hit'</script>"
    chat.ask(hostile)
    expect(chat.own.last.locator(".bubble")).to_have_text(hostile)
    assert chat.panel.locator("img, b, script").count() == 0 and "hit" not in chat.page.title()


def test_a_guest_who_signs_in_takes_the_conversation_along_and_the_next_customer_does_not_see_it(shop):
    page = shop(locale="zh-CN")
    chat = Chat(page).open()
    chat.ask("怎么开户")
    page.locator("#view-as").select_option(label="李建国 · 蓝鹭")
    expect(chat.own).to_have_count(1)
    chat.ask("怎么注销账户")
    page.locator("#view-as").select_option(label="Sofia Rossi · 白金鹭")
    expect(chat.own).to_have_count(0)
    page.locator("#view-as").select_option(label="李建国 · 蓝鹭")
    expect(chat.own).to_have_count(2)
