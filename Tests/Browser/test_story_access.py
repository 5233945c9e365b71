"""The story for everybody: no known barrier on any page, in light and dark, on desktop and phone, in both languages."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from conftest import DESKTOP, PHONE
from story_support import Chat

LOOKS = [
    pytest.param({"locale": locale, "viewport": viewport, "color_scheme": scheme, "reduced_motion": "reduce"}, id=f"{locale}-{size}-{scheme}")
    for locale, viewport, size, scheme in [
        ("en-GB", DESKTOP, "desktop", "light"),
        ("zh-CN", DESKTOP, "desktop", "dark"),
        ("zh-CN", PHONE, "phone", "light"),
        ("en-GB", PHONE, "phone", "dark"),
    ]
]


#: Each look needs a customer whose conversation nobody has claimed yet.
LOOK_NUMBER = {("en-GB", "light"): 1, ("zh-CN", "dark"): 2, ("zh-CN", "light"): 3, ("en-GB", "dark"): 4}


def check(page):
    """Fails on what axe finds, and on a page wider than its window."""
    # Without `preload` axe adds no style sheet of its own, which the content security policy would refuse.
    violations = Axe().run(page, options={"preload": False}).response["violations"]
    found = [(violation["id"], node["target"], node["failureSummary"]) for violation in violations for node in violation["nodes"]]
    assert found == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("document.documentElement.lang") == page.evaluate("navigator.language.startsWith('zh') ? 'zh-CN' : 'en'")


@pytest.mark.parametrize("look", LOOKS)
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


@pytest.mark.parametrize("look", LOOKS)
def test_the_console(shop, staff, look):
    chat = Chat(shop(customer=f"C10000{LOOK_NUMBER[look['locale'], look['color_scheme']]}")).open()
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
        check(lin.page)
    if look["viewport"] is PHONE:
        lin.context.locator(".back").click()
    lin.page.locator(".conversation-actions button").first.click()
    expect(lin.page.locator("dialog")).to_be_visible()
    check(lin.page)


@pytest.mark.parametrize("look", LOOKS)
def test_the_review(shop, staff, look):
    chat = Chat(shop()).open()
    chat.ask("Wo gibt es Regenschirme")
    page = staff("wei", "/review/", **look)
    check(page)
    page.locator("[data-turn]").first.click()
    expect(page.locator(".turn-detail [role=tablist]")).to_be_visible()
    for tab in page.locator(".turn-detail [role=tab]").all():
        tab.click()
        check(page)
    if look["viewport"] is PHONE:
        page.locator(".phone-switcher button").last.click()
    page.locator(".publish").click()
    expect(page.locator(".published")).to_be_visible(timeout=20_000)
    check(page)


@pytest.mark.parametrize("look", LOOKS)
def test_signing_in(new_context, frontdesk, look):
    page = new_context(**look).new_page()
    page.goto(f"{frontdesk.address}/console/")
    page.locator("input[name=password]").wait_for()
    check(page)
    page.locator("input[name=name]").fill("lin")
    page.locator("input[name=password]").fill("frontdesk-demo")
    page.locator("input[name=password]").press("Enter")
    expect(page.locator(".staff-header")).to_be_visible()
