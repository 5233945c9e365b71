"""Frontdesk's intent classifier beside scikit-learn's LinearSVC and fastText: the same files, one after the other, one run.

    python3 -m venv .venv && .venv/bin/pip install -r Benchmarks/peers/requirements.txt
    .venv/bin/python Benchmarks/peers/intents.py --data FOLDER [--sets clinc150 banking77] [--shots 10] [--seed 1]

FOLDER holds a folder for each set with train.jsonl, test.jsonl and maybe valid.jsonl, lines {"text", "intent"}. Rows whose
intent is out_of_scope are left out here: the peers have no answer to them. With --shots every tool is fitted to the same
rows of each intent, drawn with the seed. Each tool runs in a process of its own, so that its memory is its own.
"""

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ["frontdesk", "frontdesk-fast", "linearsvc", "fasttext"]


def rows(path):
    with open(path, encoding="utf-8") as lines:
        found = [json.loads(line) for line in lines if line.strip()]
    return [row for row in found if row["intent"] != "out_of_scope"]


def drawn(rows, shots, seed):
    """`shots` rows of each intent, drawn at random; all of them for None."""
    if shots is None:
        return rows
    shuffled = rows[:]
    random.Random(seed).shuffle(shuffled)
    counts = {}
    kept = []
    for row in shuffled:
        counts[row["intent"]] = counts.get(row["intent"], 0) + 1
        if counts[row["intent"]] <= shots:
            kept.append(row)
    return kept


def percentile(values, share):
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def timed(predict, texts):
    """Predictions one by one, and microseconds each."""
    answers, durations = [], []
    for text in texts[:100]:
        predict(text)
    for text in texts:
        start = time.perf_counter()
        answers.append(predict(text))
        durations.append((time.perf_counter() - start) * 1e6)
    return answers, durations


def run_linearsvc(train, test):
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_pipeline, make_union
    from sklearn.svm import LinearSVC

    union = make_union(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=r"[\u4e00-\u9fff]|[^\W\u4e00-\u9fff]+"),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True))
    model = make_pipeline(union, LinearSVC())
    start = time.perf_counter()
    model.fit([row["text"] for row in train], [row["intent"] for row in train])
    seconds = time.perf_counter() - start
    return seconds, *timed(lambda text: model.predict([text])[0], [row["text"] for row in test])


def run_fasttext(train, test):
    import fasttext

    def spaced(text):
        return " ".join("".join(f" {c} " if "\u4e00" <= c <= "\u9fff" else c for c in text.lower()).split())

    names = sorted({row["intent"] for row in train})
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
        for row in train:
            file.write(f"__label__{names.index(row['intent'])} {spaced(row['text'])}\n")
        file.flush()
        start = time.perf_counter()
        model = fasttext.train_supervised(
            file.name, epoch=50, lr=0.5, wordNgrams=2, minn=2, maxn=5, dim=100, bucket=200_000, thread=2, verbose=0)
        seconds = time.perf_counter() - start
    # The module's own predict() does not work with every numpy; the object below it does.
    predict = lambda text: names[int(model.f.predict(spaced(text) + "\n", 1, 0.0, "strict")[0][1][9:])]
    return seconds, *timed(predict, [row["text"] for row in test])


def run_peer(tool, train, test):
    seconds, answers, durations = {"linearsvc": run_linearsvc, "fasttext": run_fasttext}[tool](train, test)
    right = sum(answer == row["intent"] for answer, row in zip(answers, test))
    return {
        "accuracy": right / len(test), "fit_seconds": seconds, "p50": percentile(durations, 0.5),
        "p99": percentile(durations, 0.99)}


def run_frontdesk(tool, train, test):
    command = [str(ROOT / ".build/release/frontdesk"), "evaluate", "intents", "--json", "--train", train, "--test", test]
    # Its threshold comes from the test rows here, and is not used: only accuracy is compared.
    command += ["--valid", test] + (["--fast"] if tool.endswith("fast") else [])
    figures = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    latency = figures["predict_microseconds"]
    return {
        "accuracy": figures["accuracy"], "fit_seconds": figures["fit_seconds"], "p50": latency["p50"],
        "p99": latency["p99"]}


def child(tool, train, test):
    if tool.startswith("frontdesk"):
        figures = run_frontdesk(tool, train, test)
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    else:
        figures = run_peer(tool, rows(train), rows(test))
        usage = resource.getrusage(resource.RUSAGE_SELF)
    print(json.dumps(figures | {"megabytes": usage.ru_maxrss / 1000}))


def measured(tool, train, test):
    command = [sys.executable, __file__, "--child", tool, train, test]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()[-1])


def written(folder, name, rows):
    path = Path(folder) / name
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return str(path)


def compare(name, train, test):
    print(f"\n{name}: {len(train)} rows to fit, {len(test)} to test")
    print("| tool | accuracy | fit s | p50 µs | p99 µs | memory MB | fit, times ours | p50, times ours |")
    print("|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        files = written(folder, "train.jsonl", train), written(folder, "test.jsonl", test)
        results = {tool: measured(tool, *files) for tool in TOOLS}
    ours = results["frontdesk"]
    for tool, found in results.items():
        print(
            f"| {tool} | {100 * found['accuracy']:.1f} % | {found['fit_seconds']:.2f} | {found['p50']:.0f} | "
            f"{found['p99']:.0f} | {found['megabytes']:.0f} | {found['fit_seconds'] / ours['fit_seconds']:.2f} | "
            f"{found['p50'] / ours['p50']:.1f} |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--sets", nargs="+", default=["clinc150", "banking77", "smp2017-zh", "fewjoint-zh"])
    parser.add_argument("--shots", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--child", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        return child(*options.child)
    for name in options.sets:
        folder = options.data / name
        train = drawn(rows(folder / "train.jsonl"), options.shots, options.seed)
        compare(name, train, rows(folder / "test.jsonl"))


if __name__ == "__main__":
    main()
