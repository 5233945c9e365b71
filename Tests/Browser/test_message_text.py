"""shared/message-text.js: plain text becomes paragraphs and lists, and never anything else."""

import pytest


@pytest.fixture
def render(page_factory, static_site):
    page = page_factory()
    page.goto(f"{static_site}/blank")

    def markup(text, function="formattedText"):
        return page.evaluate(
            """async ([text, name]) => {
              const module = await import("/shared/message-text.js");
              const box = document.createElement("div");
              box.append(module[name](text));
              return new XMLSerializer().serializeToString(box).replaceAll(' xmlns="http://www.w3.org/1999/xhtml"', "");
            }""",
            [text, function],
        )

    return markup


@pytest.mark.parametrize(
    "text, markup",
    [
        ("one line", "<p>one line</p>"),
        ("one\ntwo\n\nthree", "<p>one<br />two</p><p>three</p>"),
        ("First:\n\n1. open\n2. close\n\nDone.", "<p>First:</p><ol><li>open</li><li>close</li></ol><p>Done.</p>"),
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("- a\n\n- b\n  more", "<ul><li>a</li><li>b<br />more</li></ul>"),
        ("3. c\n4. d", '<ol start="3"><li>c</li><li>d</li></ol>'),
        ("choose **Cards**, then", "<p>choose <strong>Cards</strong>, then</p>"),
        ("2 * 3 ** 4 costs 0.1 % -1", "<p>2 * 3 ** 4 costs 0.1 % -1</p>"),
        ('<img src="x" onerror="alert(1)">', '<p>&lt;img src="x" onerror="alert(1)"&gt;</p>'),
        ("- <b>x</b>", "<ul><li>&lt;b&gt;x&lt;/b&gt;</li></ul>"),
        ("请按下面做：\n1、打开\n2、冻结", "<p>请按下面做：</p><ol><li>打开</li><li>冻结</li></ol>"),
    ],
)
def test_formats_an_answer(render, text, markup):
    assert render(text) == f"<div>{markup}</div>"


def test_keeps_a_persons_words_as_they_are(render):
    assert render("- **a**\n<b>", "verbatimText") == "<div>- **a**<br />&lt;b&gt;</div>"
