"""The story for everybody: no known barrier on any page, in light and dark, on desktop and phone, in both languages."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from conftest import DESKTOP, PHONE
from story_support import Chat

LOOKS = {
    f"{locale}-{size}-{scheme}": {"locale": locale, "viewport": viewport, "color_scheme": scheme, "reduced_motion": "reduce"}
    for locale, viewport, size, scheme in [
        ("en-GB", DESKTOP, "desktop", "light"),
        ("zh-CN", DESKTOP, "desktop", "dark"),
        ("zh-CN", PHONE, "phone", "light"),
        ("en-GB", PHONE, "phone", "dark"),
    ]
}
#: One for each look, so that nobody has claimed their conversation yet.
CUSTOMERS = ["C100001", "C100002", "C100003", "C100004"]
in_every_look = pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)


def check(page, part=None):
    """Fails on what axe finds on the page or a part of it, and on a page wider than its window."""
    # Without `preload` axe adds no style sheet of its own, which the content security policy would refuse.
    violations = Axe().run(page, context=part, options={"preload": False}).response["violations"]
    found = [(violation["id"], node["target"], node["failureSummary"]) for violation in violations for node in violation["nodes"]]
    assert found == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("document.documentElement.lang") == page.evaluate("navigator.language.startsWith('zh') ? 'zh-CN' : 'en'")


@in_every_look
def test_the_demo_page_and_the_chat(shop, look):
    page = shop(**look)
    check(page)
    chat = Chat(page).open()
    chat.ask("how much is a transfer abroad")
    check(page)
    chat.ask("card")
    chat.ask("转人工")
    expect(chat.notices).to_have_count(1)
    check(page)


@pytest.mark.parametrize("look, customer", zip(LOOKS.values(), CUSTOMERS), ids=LOOKS)
def test_the_console(shop, staff, look, customer):
    chat = Chat(shop(customer=customer)).open()
    chat.ask("i lost my card")
    lin = staff("lin", **look)
    expect(lin.items.first).to_be_visible()
    check(lin.page)
    lin.open("i lost my card")
    lin.page.locator(".conversation-actions .is-primary").click()
    expect(lin.box).to_be_editable()
    check(lin.page)
    if look["viewport"] is PHONE:
        lin.page.locator(".to-details").click()
    for tab in lin.context.get_by_role("tab").all():
        tab.click()
        check(lin.page, ".column.context")
    if look["viewport"] is PHONE:
        lin.context.locator(".back").click()
    for number in range(2):
        # A ticket, a transfer.
        lin.page.locator(".conversation-actions button").nth(number).click()
        expect(lin.page.locator("dialog")).to_be_visible()
        check(lin.page, "dialog")
        lin.page.keyboard.press("Escape")
    lin.box.fill("not sent")
    ana = staff("ana", **look)
    ana.open(lin.page.locator(".conversation-title h2").inner_text())
    ana.page.locator(".conversation-actions .is-primary").click()
    check(ana.page, "dialog")
    ana.page.locator("dialog [type=submit]").click()
    expect(lin.page.locator(".loss-banner strong")).to_be_visible()
    check(lin.page)


@in_every_look
def test_the_review(shop, staff, look):
    chat = Chat(shop()).open()
    chat.ask("Wo gibt es Regenschirme")
    page = staff("wei", "/review/", **look)
    check(page)
    page.locator("[data-turn]").first.click()
    expect(page.locator(".turn-detail [role=tablist]")).to_be_visible()
    expect(page.locator(".live-note[data-state=on]")).to_be_visible()
    for tab in page.locator(".turn-detail [role=tab]").all()[:3]:
        tab.click()
        check(page, ".turn-detail")
    if look["viewport"] is PHONE:
        page.locator(".phone-switcher button").last.click()
    page.locator(".publish").click()
    expect(page.locator(".published")).to_be_visible(timeout=20_000)
    check(page)


@in_every_look
def test_signing_in(new_context, frontdesk, look):
    page = new_context(**look).new_page()
    page.goto(f"{frontdesk.address}/console/")
    page.locator("input[name=password]").wait_for()
    check(page)
    page.locator("input[name=name]").fill("lin")
    page.locator("input[name=password]").fill("frontdesk-demo")
    page.locator("input[name=password]").press("Enter")
    expect(page.locator(".staff-header")).to_be_visible()
