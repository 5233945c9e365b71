"""Makes as many articles and queries as are wanted out of a data set of `frontdesk evaluate faq`."""

import json
import random
from pathlib import Path


def read(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def articles(source, count, seed=1):
    """The first articles of the source; when there are not enough, the halves of two questions make another."""
    chosen = source[:count]
    questions = [question for article in source for question in article["questions"]]
    numbers = random.Random(seed)
    made = []
    for number in range(count - len(chosen)):
        first, second = numbers.choice(questions), numbers.choice(questions)
        text = first[: (len(first) + 1) // 2] + second[len(second) // 2 :]
        made.append({"id": f"made-{number}", "questions": [text], "answer": ""})
    return chosen + made


def write(rows, path):
    Path(path).write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def words(text):
    """Han characters, pairs of them, and lower-case Latin words: what every engine is given."""
    tokens, word, before = [], "", ""
    for character in text.lower():
        is_han = "\u4e00" <= character <= "\u9fff"
        if not is_han and character.isalnum():
            word += character
            continue
        if word:
            tokens.append(word)
            word = ""
        if is_han:
            tokens.append(character)
            if before:
                tokens.append(before + character)
        before = character if is_han else ""
    return tokens + [word] if word else tokens
