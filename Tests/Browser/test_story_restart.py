"""The story, part 6: the power fails, and afterwards everything is still there."""

import re

from playwright.sync_api import expect

from story_support import CUT_OFF, Chat
from test_story_trainer import Review


def test_everything_survives_kill_9_and_the_pages_come_back_by_themselves(shop, staff, frontdesk, watch):
    question = "Wo gibt es Regenschirme"
    asker = Chat(shop()).open()
    asker.ask(question)
    review = Review(staff("wei", "/review/"))
    review.open(question)
    form = review.correct("New article")
    form.get_by_label("Title").fill("Umbrellas")
    form.get_by_label("Answer").fill("At the door.")
    review.save(form)
    number, _ = review.publish()

    chat = Chat(shop(customer="C100002")).open()
    chat.ask("my transfer failed")
    chat.ask("talk to a human")
    lin = staff("lin")
    lin.open("David Miller")
    lin.claim()
    lin.say("I will open a ticket for you.")
    lin.action("Create ticket").click()
    dialog = lin.page.get_by_role("dialog", name="Create ticket")
    dialog.get_by_role("button", name="Create ticket").click()
    ticket = chat.page.locator("frontdesk-chat .ticket")
    expect(ticket).to_be_visible()
    said, numbered = chat.texts(), re.search(r"T\d+", ticket.inner_text())[0]

    watch.allow("WebSocket connection to|ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE")
    frontdesk.kill()
    expect(chat.status).to_have_text(re.compile("Connection lost|Connecting"))
    chat.box.fill("Are you still there?")
    chat.box.press("Enter")
    expect(chat.page.locator("frontdesk-chat .is-pending")).to_have_count(1)
    frontdesk.start()

    # Where starting took long, the pages wait up to 30 s between two attempts.
    expect(chat.status).to_have_text("Lin Yue is helping you", timeout=40_000)
    expect(chat.page.locator("frontdesk-chat .is-pending")).to_have_count(0)
    assert chat.texts() == [*said, "Are you still there?"]
    expect(lin.log).to_contain_text("Are you still there?", timeout=40_000)
    lin.say("Yes, and so is your ticket.")
    expect(chat.agents.last.locator(".bubble")).to_have_text("Yes, and so is your ticket.")

    chat.page.reload()
    again = Chat(chat.page).open()
    expect(again.agents).to_have_count(2)
    expect(again.page.locator("frontdesk-chat .ticket")).to_contain_text(numbered)
    lin.page.reload()
    expect(lin.status).to_contain_text("held by you")
    expect(lin.tab("Customer")).to_contain_text(numbered)

    assert frontdesk.get("/healthz")["release"] == number
    expect(asker.ask(question).locator(".article-title")).to_have_text("Umbrellas")
    review.page.reload()
    review.page.get_by_label("Status").select_option(label="Corrected")
    review.open(question)


def test_a_connection_that_goes_silent_is_noticed_and_nothing_is_lost_or_doubled(shop, watch):
    """As in a tunnel: the socket stays open and nothing comes through, neither a frame nor its end."""
    chat = Chat(shop()).open()
    chat.ask("how do i close my account")
    before = chat.own.count()
    watch.allow("ERR_INTERNET_DISCONNECTED")
    chat.page.context.set_offline(True)
    chat.box.fill("talk to a human")
    chat.box.press("Enter")
    expect(chat.status).to_have_text("You are offline", timeout=15_000)
    expect(chat.page.locator("frontdesk-chat .offline")).to_contain_text("What you write is kept")
    expect(chat.page.locator("frontdesk-chat .is-pending")).to_contain_text("Not sent yet, still trying…")
    chat.page.context.set_offline(False)
    expect(chat.status).to_have_attribute("data-tone", "queued", timeout=15_000)
    expect(chat.page.locator("frontdesk-chat .is-pending")).to_have_count(0)
    expect(chat.own).to_have_count(before + 1)
    expect(chat.notices).to_have_text("You are in the queue for a person")


def test_what_an_agent_wrote_without_a_connection_survives_a_reload_and_is_sent_once(shop, staff):
    chat = Chat(shop()).open()
    chat.ask("talk to a human")
    chat.say("tawny pipit")
    lin = staff("lin")
    lin.open("tawny pipit")
    lin.claim()
    lin.page.add_init_script(CUT_OFF)
    lin.page.reload()
    expect(lin.box).to_be_editable()
    lin.page.evaluate("cutOff(true)")
    for words in ("first", "second"):
        lin.box.fill(words)
        lin.box.press("Enter")
    expect(lin.page.locator(".connection-bar")).to_contain_text("Messages that wait to be sent: 2.")
    expect(lin.log.locator(".is-pending").first).to_contain_text("Not sent yet, still trying…", timeout=10_000)
    lin.page.reload()
    expect(lin.log.locator(".is-pending")).to_have_count(0)
    expect(chat.agents.locator(".bubble")).to_have_text(["first", "second"])
