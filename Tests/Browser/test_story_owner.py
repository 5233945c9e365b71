"""The story, part 7: one owner. Conversations are passed on, taken over and taken back, and nobody loses a word over it."""

import re

import pytest
from playwright.sync_api import expect

from story_support import CUT_OFF, Chat

SERVER_ARGUMENTS = ["--agent-answer-seconds", "300", "--presence-seconds", "2", "--queue-seconds", "300"]


@pytest.fixture
def held(shop, staff):
    """A customer in need, known by `mark`, and Lin who holds the conversation."""

    def hold(mark, **options):
        chat = Chat(shop(**options)).open()
        chat.ask("talk to a human")
        chat.say(mark)
        lin = staff("lin")
        lin.open(mark)
        lin.claim()
        return chat, lin

    return hold


def banner(console):
    return console.page.locator(".loss-banner")


def dialog(console):
    return console.page.get_by_role("dialog")


def test_an_agent_passes_a_conversation_on_with_a_note_that_the_customer_never_sees(held, staff):
    chat, lin = held("amber swift", customer="C100001")
    sam = staff("sam")
    lin.action("Transfer").click()
    dialog(lin).get_by_role("button", name="Transfer").click()
    expect(dialog(lin)).to_contain_text("Choose who gets the conversation.")
    expect(dialog(lin).get_by_role("radio", name="Lin Yue")).to_have_count(0)
    dialog(lin).get_by_role("radio", name="Sam Carter").check()
    expect(dialog(lin).locator(".choice", has_text="Sam Carter")).to_contain_text("here")
    dialog(lin).get_by_label("Note").fill("x" * 1001)
    dialog(lin).get_by_role("button", name="Transfer").click()
    expect(dialog(lin)).to_contain_text("At most 1,000 characters")
    dialog(lin).get_by_label("Note").fill("Was promised <b>a refund</b> by Friday.")
    dialog(lin).get_by_role("button", name="Transfer").click()

    expect(lin.status).to_contain_text("held by Sam Carter")
    expect(banner(lin)).to_be_empty()
    expect(lin.log).to_contain_text("Lin Yue transferred the conversation to Sam Carter")
    expect(chat.status).to_have_text("Sam Carter is helping you")
    expect(chat.notices.last).to_have_text("Sam Carter takes over from Lin Yue")
    assert "refund" not in chat.panel.inner_text()

    expect(sam.page.locator(".toasts")).to_contain_text("Lin Yue has handed you the conversation with")
    expect(sam.item("amber swift")).to_contain_text("Handed to you")
    sam.page.locator(".toasts").get_by_role("button", name="Open").click()
    expect(sam.status).to_contain_text("held by you")
    expect(sam.item("amber swift")).not_to_contain_text("Handed to you")
    handoff = sam.tab("Handoff").locator(".packet").first
    for fact in ("Note from the colleague · Lin Yue", "Was promised <b>a refund</b> by Friday.", "Held before by", "as of the handoff"):
        expect(handoff).to_contain_text(fact)
    sam.say("I have read everything.")
    expect(chat.agents.last).to_contain_text("I have read everything.")


def test_an_agent_who_is_away_cannot_be_chosen_and_the_queue_takes_it_back_to_the_front(held, staff):
    chat, lin = held("brown crane")
    lin.action("Transfer").click()
    away = dialog(lin).get_by_role("radio", name="Sam Carter")
    expect(away).to_be_disabled()
    expect(dialog(lin).locator(".choice", has_text="Sam Carter")).to_contain_text("away")
    dialog(lin).get_by_role("radio", name=re.compile("Back to the queue")).check()
    dialog(lin).get_by_role("button", name="Transfer").click()
    expect(lin.status).to_contain_text("waiting")
    expect(lin.item("brown crane")).to_contain_text("Returned")
    expect(lin.item("brown crane")).to_contain_text("a colleague passed it on")
    expect(lin.item("brown crane").locator(".countdown")).to_contain_text(re.compile(r"answer within \d:\d\d"))
    expect(lin.log).to_contain_text("Lin Yue put the conversation back into the queue")
    expect(chat.notices.last).to_have_text("You are in the queue again, at the front")
    expect(chat.status).to_have_text("Waiting for a person…")


def test_a_colleague_who_leaves_while_being_chosen_is_not_given_the_conversation(held, staff):
    _, lin = held("black kite")
    sam = staff("sam")
    lin.action("Transfer").click()
    dialog(lin).get_by_role("radio", name="Sam Carter").check()
    dialog(lin).get_by_label("Note").fill("Please call back.")
    sam.page.close()
    choice = dialog(lin).locator(".choice", has_text="Sam Carter")
    dialog(lin).get_by_role("button", name="Transfer").click()
    expect(dialog(lin)).to_contain_text("That colleague has just left. Choose another one.")
    expect(choice).to_contain_text("away")
    expect(dialog(lin).get_by_label("Note")).to_have_value("Please call back.")
    expect(lin.status).to_contain_text("held by you")


def test_a_supervisor_takes_over_and_the_agent_keeps_every_word(held, staff):
    chat, lin = held("coral finch")
    lin.say("One moment, please.")
    lin.box.fill("What I was about to say")
    ana = staff("ana")
    ana.open("One moment, please.")
    ana.action("Take over").click()
    expect(dialog(ana)).to_contain_text("from Lin Yue?")
    dialog(ana).get_by_role("button", name="Cancel").click()
    expect(ana.status).to_contain_text("held by Lin Yue")
    ana.action("Take over").click()
    dialog(ana).get_by_role("button", name="Take over").click()
    expect(ana.status).to_contain_text("held by you")
    expect(chat.notices.last).to_have_text("Ana Lopez takes over from Lin Yue")

    expect(banner(lin)).to_contain_text("Ana Lopez has taken this conversation over.")
    expect(banner(lin)).to_contain_text("What you had not sent is kept below.")
    expect(lin.log).to_contain_text("Ana Lopez took the conversation over from Lin Yue")
    expect(lin.box).to_have_value("What I was about to say")
    expect(lin.box).not_to_be_editable()
    expect(lin.conversation.locator(".composer").get_by_role("button", name="Copy")).to_be_visible()
    lin.page.reload()
    expect(banner(lin)).to_contain_text("Ana Lopez has taken this conversation over.")

    ana.action("Transfer").click()
    dialog(ana).get_by_role("radio", name="Lin Yue").check()
    dialog(ana).get_by_role("button", name="Transfer").click()
    expect(lin.box).to_be_editable()
    expect(lin.box).to_have_value("What I was about to say")
    expect(banner(lin)).to_be_empty()
    lin.box.press("Enter")
    expect(chat.agents.last).to_contain_text("What I was about to say")


def test_a_message_refused_because_somebody_else_holds_it_shows_why_and_waits(held, staff):
    chat, lin = held("dark heron")
    ana = staff("ana")
    ana.open("dark heron")
    # Lin's console does not hear of it: what she sends is decided by the server.
    lin.page.evaluate("""() => {
        const form = document.querySelector(".column.conversation form");
        window.sendLate = (text) => {
            const box = form.querySelector("textarea");
            Object.defineProperty(form.querySelector("button"), "disabled", {value: false, writable: true});
            box.value = text;
            box.dispatchEvent(new Event("input", {bubbles: true}));
            form.requestSubmit();
        };
    }""")
    context = lin.page.context
    context.set_offline(True)
    lin.page.evaluate("sendLate('On its way <i>too late</i>')")
    expect(lin.log.locator(".is-pending")).to_have_count(1)
    ana.action("Take over").click()
    dialog(ana).get_by_role("button", name="Take over").click()
    expect(ana.status).to_contain_text("held by you")
    context.set_offline(False)
    failed = lin.log.locator(".is-failed")
    expect(failed).to_contain_text("Not sent: Ana Lopez holds the conversation now.", timeout=30_000)
    expect(failed).to_contain_text("On its way <i>too late</i>")
    expect(failed.get_by_role("button", name="Copy")).to_be_visible()
    expect(failed.get_by_role("button", name="Try again")).to_have_count(0)
    expect(lin.item("dark heron")).to_contain_text("not sent: 1")

    lin.page.reload()
    expect(failed).to_contain_text("Not sent: Ana Lopez holds the conversation now.")
    expect(chat.agents).to_have_count(0)
    ana.action("Transfer").click()
    dialog(ana).get_by_role("radio", name="Lin Yue").check()
    dialog(ana).get_by_role("button", name="Transfer").click()
    failed.get_by_role("button", name="Try again").click()
    expect(chat.agents).to_have_count(1)
    expect(failed).to_have_count(0)


def test_the_conversations_of_an_agent_who_is_gone_go_back_and_the_agent_is_told(held, staff):
    chat, lin = held("ebony rail")
    lin.page.add_init_script(CUT_OFF)
    lin.page.reload()
    lin.box.fill("Before I went away")
    sam = staff("sam")
    expect(sam.item("ebony rail")).to_contain_text("held by Lin Yue")
    lin.page.evaluate("cutOff(true)")
    expect(lin.page.locator(".connection-bar")).to_contain_text("Connection lost")
    expect(sam.item("ebony rail")).to_contain_text("Returned")
    expect(sam.item("ebony rail")).to_contain_text("the agent was away")
    expect(chat.notices.last).to_have_text("You are in the queue again, at the front")
    lin.page.evaluate("cutOff(false)")
    expect(banner(lin)).to_contain_text("You were away, so this conversation went back to the queue.")
    expect(lin.box).to_have_value("Before I went away")
    lin.claim()
    expect(banner(lin)).to_be_empty()
    expect(lin.box).to_be_editable()


def test_losing_a_conversation_is_told_also_while_another_is_open(held, shop, staff):
    _, lin = held("grey petrel")
    other = Chat(shop()).open()
    other.ask("talk to a human")
    other.say("white stork")
    lin.open("white stork")
    ana = staff("ana")
    ana.open("grey petrel")
    ana.action("Take over").click()
    dialog(ana).get_by_role("button", name="Take over").click()
    # Another may tell of the customer who waits.
    toast = lin.page.locator(".toast", has_text="Ana Lopez now holds the conversation with Anonymous customer.")
    toast.get_by_role("button", name="Open").click()
    expect(lin.log).to_contain_text("Ana Lopez took the conversation over from Lin Yue")


def test_words_of_one_agent_are_not_sent_by_the_next_one_at_the_same_computer(held, frontdesk):
    chat, lin = held("fallow teal")
    lin.box.fill("Only mine")
    lin.page.locator(".account").click()
    lin.page.get_by_role("button", name="Sign out").click()
    lin.page.locator("input[name=name]").fill("sam")
    lin.page.locator("input[name=password]").fill("frontdesk-demo")
    lin.page.locator("input[name=password]").press("Enter")
    lin.open("fallow teal")
    expect(lin.box).to_have_value("")
