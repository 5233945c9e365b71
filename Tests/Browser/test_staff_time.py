"""shared/staff-time.js by itself: how long something is ago, and how long it may still take."""

import pytest

SCRIPT = """async (seconds) => {
    const { countdown } = await import("/shared/staff-time.js");
    const texts = {within: "within {time}", over: "over by {time}"};
    const t = Object.assign((key, {time}) => texts[key].replace("{time}", time), {dateTime: String});
    const until = new Date(Date.now() + seconds * 1000).toISOString();
    const node = countdown(until, t, {within: "within", over: "over"});
    return [node.textContent, node.dataset.tone];
}"""


@pytest.mark.parametrize(
    "seconds, shown",
    [(3850.5, ["within 1:04:10", "calm"]), (250.5, ["within 4:10", "calm"]), (59.5, ["within 0:59", "soon"]), (-80.5, ["over by 1:20", "over"])],
)
def test_a_countdown_says_how_long_is_left_and_how_long_it_is_over(page_factory, static_site, seconds, shown):
    page = page_factory()
    page.goto(f"{static_site}/blank")
    page.clock.pause_at("2030-01-01T00:00:00Z")
    assert page.evaluate(SCRIPT, seconds) == shown


def test_a_countdown_goes_on_by_itself(page_factory, static_site):
    page = page_factory()
    page.goto(f"{static_site}/blank")
    page.clock.install(time="2030-01-01T00:00:00Z")
    page.evaluate("""async () => {
        const { countdown, startTicking } = await import("/shared/staff-time.js");
        const t = Object.assign((key, {time}) => `${key} ${time}`, {dateTime: String});
        document.body.append(countdown("2030-01-01T00:01:00Z", t, {within: "within", over: "over"}));
        startTicking(document.body, t);
    }""")
    page.clock.run_for(61_000)
    assert page.locator("time").inner_text() == "over 0:01" and page.locator("time").get_attribute("data-tone") == "over"
