"""The story, part 4: a trainer corrects what the bot got wrong, and the open chat gets the new answer."""

import re

import pytest
from playwright.sync_api import expect

from story_support import Chat


class Review:
    """`/review` of a trainer who is signed in, in English."""

    def __init__(self, page):
        self.page = page
        self.detail = page.locator(".turn-detail")
        self.list = page.locator(".turn-list")
        self.panel = page.locator(".publish-panel")

    def open(self, text):
        self.list.locator("[data-turn]").filter(has_text=text).first.click()
        expect(self.detail).to_contain_text(text)
        expect(self.detail.get_by_role("tablist")).to_be_visible()

    def correct(self, kind):
        self.detail.get_by_role("tab", name=kind).click()
        return self.detail.get_by_role("tabpanel", name=kind)

    def choose(self, form, words):
        form.get_by_role("combobox").last.fill(words)
        form.get_by_role("combobox").last.press("Enter")
        expect(form.get_by_role("option", selected=True)).to_have_count(1)

    def save(self, form):
        form.get_by_role("button", name="Save correction").click()
        expect(self.page.locator(".toasts")).to_contain_text("The correction is saved")

    def publish(self):
        """Publishes and gives the number of the release and the seconds until it was live."""
        self.panel.get_by_role("button", name=re.compile("^Publish")).click()
        result = self.panel.locator(".published")
        expect(result).to_contain_text("is live", timeout=30_000)
        found = re.search(r"Release (\d+) is live\s+live after ([\d.]+) s", result.inner_text())
        return int(found[1]), float(found[2])


@pytest.fixture
def review(staff):
    return Review(staff("wei", "/review/"))


def test_a_new_article_answers_the_same_question_in_the_chat_that_is_still_open(shop, review, frontdesk):
    question = "Wo gibt es Regenschirme <i>heute</i>"
    chat = Chat(shop()).open()
    expect(chat.ask(question)).to_contain_text("not sure I understood")
    before = frontdesk.get("/healthz")["release"]

    review.page.reload()
    review.open(question)
    for fact in ("No answer", "not sure I understood", "No candidate came near the threshold"):
        expect(review.detail).to_contain_text(fact)
    form = review.correct("New article")
    expect(form.get_by_label("Title")).to_have_value(question)
    form.get_by_label("Title").fill("Umbrellas of <b>Heronport</b>")
    form.get_by_label("Answer").fill("Ask for one at the <u>door</u>:\n\n1. Take it\n2. Bring it back")
    review.save(form)
    expect(review.panel).to_contain_text("New article: Umbrellas of <b>Heronport</b>")
    number, seconds = review.publish()
    assert number == before + 1 == frontdesk.get("/healthz")["release"]
    assert 0 < seconds < 15

    answer = chat.ask(question)
    expect(answer.locator(".article-title")).to_have_text("Umbrellas of <b>Heronport</b>")
    expect(answer).to_contain_text("Ask for one at the <u>door</u>:")
    expect(answer.get_by_role("listitem")).to_have_text(["Take it", "Bring it back"])
    for page in (chat.page, review.page):
        assert page.locator(".bubble u, .article-title b, .publish-panel b, .turn-detail q i").count() == 0


def test_the_right_intent_answers_the_same_question(shop, review):
    question = "木星上的卡旧了想弄一张"
    chat = Chat(shop(locale="zh-CN")).open()
    chat.ask(question)
    chat.ask("转人工")

    review.page.reload()
    review.open(question)
    form = review.correct("Intent")
    review.choose(form, "card_replace")
    review.save(form)
    review.publish()

    fresh = Chat(shop(locale="zh-CN")).open()
    expect(fresh.ask(question).locator(".article-title")).to_have_text(re.compile("补卡|换卡|补办"))


def test_thumbs_down_brings_a_turn_to_the_trainer(shop, review):
    chat = Chat(shop()).open()
    answer = chat.ask("how do i get an invoice for my order")
    answer.get_by_role("button", name="This answer does not help").click()
    expect(chat.bots).to_have_count(3)
    expect(chat.reply("I want a person")).to_be_visible()
    expect(chat.press("The answer is wrong")).to_contain_text("we will check that answer")
    expect(chat.reply("Talk to a person")).to_be_visible()

    review.page.reload()
    review.list.locator("[data-reason=thumbs_down]").click()
    review.open("how do i get an invoice for my order")
    expect(review.detail.locator(".turn-badges")).to_contain_text("Said: wrong answer")
    review.correct("Bot was right").get_by_role("button", name="Bot was right").click()
    expect(review.list.locator("[data-turn]").filter(has_text="invoice for my order")).to_have_count(0)


def test_the_conversation_around_a_turn_goes_on_while_the_trainer_looks(shop, review, staff):
    chat = Chat(shop()).open()
    chat.ask("Xylophon quietscht leise")
    review.page.reload()
    review.open("Xylophon quietscht leise")
    around = review.detail.locator(".around")
    expect(review.detail.locator(".live-note")).to_have_text("Live")
    expect(around.locator(".is-marked")).to_contain_text("Xylophon quietscht leise")
    chat.ask("how do i close my account")
    chat.ask("talk to a human")
    lin = staff("lin")
    lin.open("talk to a human")
    lin.claim()
    lin.say("Hello, I am here <b>now</b>.")
    expect(around).to_contain_text("Hello, I am here <b>now</b>.")
    expect(around).to_contain_text("Lin Yue took the conversation")
    expect(around.locator(".is-marked")).to_have_count(1)
    # Exactly what the console shows, each once and in the same order.
    lines = [line.get_attribute("data-seq") for line in around.locator(".line").all()]
    assert lines == [line.get_attribute("data-seq") for line in lin.log.locator(".line").all()]
    assert around.locator(".line-notice").count() == lin.log.locator(".line-notice").count()


def test_an_agent_is_told_that_the_review_is_not_for_them(staff):
    page = staff("sam", "/review/")
    expect(page.get_by_role("heading", name="Your account may not use this page.")).to_be_visible()
