"""How long the bot needs for a kB of text that is hard to read: random, adversarial, and of 1 to 60 kB.

    python3 hard_texts.py [--frontdesk PATH] [--intents FILE] [--seed 1]

Prints for each kind of text and size the milliseconds per kB of recognising an intent and of searching 2,000 articles,
analysis included, one thread; the 50th and the 99th of 100 texts. Quadratic work shows as figures that grow with the size.
"""

import argparse
import base64
import json
import pathlib
import random
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[1]
SIZES = [1, 4, 16, 60]
TEXTS = {1: 100, 4: 50, 16: 20, 60: 5}


def characters(begin, end):
    return lambda dice: chr(dice.randint(begin, end))


def any_character(dice):
    while True:
        number = dice.randrange(0x110000)
        if not 0xD800 <= number < 0xE000:
            return chr(number)


def any_bytes(dice):
    return bytes(dice.randrange(256) for _ in range(64)).decode("utf-8", "replace")


def repeated(text):
    return lambda dice: text


def word(dice):
    return "".join(dice.choice("etaoinshrdlu") for _ in range(dice.randint(1, 9))) + " "


def link(dice):
    return "https://example.com/" + "/".join(word(dice).strip() for _ in range(3)) + "?a=%20&b=" + str(dice.random()) + " "


def encoded(dice):
    return base64.b64encode(dice.randbytes(48)).decode()


KINDS = {
    "plain English": word,
    "plain Chinese": characters(0x4E00, 0x8FFF),
    "one Han character": repeated("退"),
    "Traditional Chinese": repeated("請問轉賬手續費"),
    "one letter": repeated("a"),
    "one word": repeated("refund "),
    "letters one by one": repeated("a "),
    "digits": characters(0x30, 0x39),
    "combining marks": characters(0x300, 0x36F),
    "a letter and its marks": repeated("e\u0301\u0323\u0308"),
    "joined emoji": repeated("👩‍👩‍👧‍👦"),
    "flags": repeated("🇨🇳"),
    "links": link,
    "one long link": repeated("http://a/"),
    "addresses": repeated("a@b.c "),
    "signs of addresses": repeated("a@"),
    "dots and dashes": repeated("1-2.3/"),
    "base64": encoded,
    "Hangul": characters(0xAC00, 0xD7A3),
    "Arabic ligatures": repeated("\ufdfa"),
    "wide letters": repeated("Ｒｅｆｕｎｄ　"),
    "quotes": repeated("can’t’ve"),
    "invisible": repeated("\u200b\u200d\ufeff"),
    "any characters": any_character,
    "any bytes": any_bytes,
}


def text(kind, kilobytes, dice):
    pieces, size = [], 0
    while size < 1000 * kilobytes:
        pieces.append(KINDS[kind](dice))
        size += len(pieces[-1].encode())
    return "".join(pieces)


def lines(path, rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return str(path)


def figures(command):
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--frontdesk", default=str(ROOT / ".build/release/frontdesk"))
    parser.add_argument("--intents", default=str(ROOT / "intents/cards.yml"))
    parser.add_argument("--kinds", nargs="*", default=list(KINDS))
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    dice = random.Random(options.seed)
    worst = 0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        questions = [text(dice.choice(["plain English", "plain Chinese"]), 0.04, dice) for _ in range(2000)]
        articles = lines(
            folder / "articles.jsonl",
            [{"id": f"a{place}", "questions": [asked], "answer": asked * 5} for place, asked in enumerate(questions)])
        print(f"{'ms per kB':24}" + "".join(f"{size:>10} kB p50, p99" for size in SIZES))
        for kind in options.kinds:
            cells = []
            for size in SIZES:
                texts = [text(kind, size, dice) for _ in range(TEXTS[size])]
                test = lines(folder / "test.jsonl", [{"text": one, "intent": "card_lost"} for one in texts])
                asked = lines(
                    folder / "asked.jsonl",
                    [{"id": str(place), "text": one, "relevant": ["a0"]} for place, one in enumerate(texts)])
                read = figures([
                    options.frontdesk, "evaluate", "intents", "--fast", "--json", "--train", options.intents, "--test", test])
                found = figures([
                    options.frontdesk, "evaluate", "faq", "--json", "--articles", articles, "--queries", asked])
                both = [
                    (read["predict_microseconds"][share] + found["query_microseconds"][share]) / 1000 / size
                    for share in ["p50", "p99"]]
                worst = max(worst, both[1])
                cells.append(f"{both[0]:14.3f}, {both[1]:.3f}")
            print(f"{kind:24}" + "".join(cells), flush=True)
    print(f"worst: {worst:.3f} ms per kB")


if __name__ == "__main__":
    main()
