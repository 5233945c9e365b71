"""The pages that `frontdesk evaluate … --html` writes, opened as a file."""

import json
import random
import subprocess

import pytest

from story_support import BINARY

WORDS = ["card lost", "refund late", "points gone", "new phone"]


def lines(path, rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return str(path)


def intents_report(folder):
    """A small data set whose intents are taken for each other now and then; one intent's name looks like a tag."""
    dice = random.Random(1)
    rows = []
    for _ in range(160):
        asked = dice.randrange(4)
        meant = asked if dice.random() < 0.85 else dice.randrange(4)
        rows.append({"text": f"{WORDS[asked]} {dice.randrange(12)}", "intent": ["a<b", "refund", "points", "phone"][meant]})
    rows += [{"text": f"weather {number} and sky", "intent": "out_of_scope"} for number in range(20)]
    dice.shuffle(rows)
    train, test = lines(folder / "train.jsonl", rows[:100]), lines(folder / "test.jsonl", rows[100:])
    return ["intents", "--train", train, "--test", test]


def faq_report(folder):
    articles = lines(folder / "articles.jsonl", [
        {"id": f"a{number}", "questions": [f"<b>{words}</b> what now", f"{words} help"], "answer": f"About {words}."}
        for number, words in enumerate(WORDS)])
    queries = lines(folder / "queries.jsonl", [
        {"id": f"q{number}", "text": f"<i>{WORDS[number % 4][: 4 + number % 7]} {number}", "relevant": [f"a{(number + number % 3 // 2) % 4}"]}
        for number in range(24)])
    return ["faq", "--articles", articles, "--queries", queries]


@pytest.mark.parametrize("make, charts, heading", [
    (intents_report, 2, "Intent evaluation"), (faq_report, 1, "Article search")])
@pytest.mark.parametrize("width", [1280, 390])
def test_a_report_has_its_figures_and_charts(page_factory, tmp_path, make, charts, heading, width):
    report = tmp_path / "report.html"
    subprocess.run([BINARY, "evaluate", *make(tmp_path), "--html", str(report)], check=True, capture_output=True)
    page = page_factory(viewport={"width": width, "height": 800})
    requests = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(report.as_uri())
    assert page.locator("h1").inner_text() == heading
    assert page.locator("svg").count() == charts
    for place in range(charts):
        chart = page.locator("svg").nth(place)
        box = chart.bounding_box()
        assert box["width"] > 200 and box["height"] > 100 and box["x"] + box["width"] <= width
        points = chart.locator("polyline").nth(1).get_attribute("points").split()
        assert points and all("nan" not in point for point in points)
    assert page.locator("table tr").count() > 5
    assert page.locator("td b, td i, th b").count() == 0, "what people wrote must not become marks"
    assert requests == [report.as_uri()], "the page is one file"
