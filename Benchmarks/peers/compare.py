"""How fast frontdesk, tantivy, SQLite FTS5 and bm25s find articles: the same articles, queries and words, one thread.

    python compare.py --articles articles.jsonl --queries queries.jsonl [--sizes 1000 10000] [--frontdesk PATH]

tantivy, FTS5 and bm25s get the text cut into words beforehand, so cutting is in no figure but frontdesk's "query".
"""

import argparse
import json
import os
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import corpus

LIMIT = 5


class Tantivy:
    def __init__(self, texts):
        import tantivy

        builder = tantivy.SchemaBuilder()
        builder.add_unsigned_field("place", stored=True)
        builder.add_text_field("text", tokenizer_name="whitespace", index_option="freq")
        self.module = tantivy
        self.schema = builder.build()
        self.index = tantivy.Index(self.schema)
        self.writer = self.index.writer(heap_size=200_000_000, num_threads=1)
        for place, text in enumerate(texts):
            self.writer.add_document(tantivy.Document(place=place, text=" ".join(text)))
        self.publish()

    def publish(self):
        self.writer.commit()
        self.index.reload()
        self.searcher = self.index.searcher()

    def prepared(self, words):
        term = self.module.Query.term_query
        occur = self.module.Occur.Should
        return self.module.Query.boolean_query([(occur, term(self.schema, "text", word, "freq")) for word in words])

    def search(self, query):
        return self.searcher.search(query, LIMIT, count=False).hits

    def add(self, place, words):
        self.writer.add_document(self.module.Document(place=place, text=" ".join(words)))
        self.publish()


class FTS5:
    def __init__(self, texts):
        self.connection = sqlite3.connect(":memory:")
        self.connection.execute("CREATE VIRTUAL TABLE t USING fts5(text, tokenize='unicode61', content='')")
        rows = ((place + 1, " ".join(text)) for place, text in enumerate(texts))
        self.connection.executemany("INSERT INTO t(rowid, text) VALUES (?, ?)", rows)
        self.connection.commit()

    def prepared(self, words):
        return " OR ".join(f'"{word}"' for word in words)

    def search(self, query):
        sql = "SELECT rowid FROM t WHERE t MATCH ? ORDER BY rank LIMIT ?"
        return self.connection.execute(sql, (query, LIMIT)).fetchall()

    def add(self, place, words):
        self.connection.execute("INSERT INTO t(rowid, text) VALUES (?, ?)", (place + 1, " ".join(words)))
        self.connection.commit()


class BM25S:
    add = None

    def __init__(self, texts):
        import bm25s

        self.index = bm25s.BM25(backend="numpy")
        self.index.index(texts, show_progress=False)

    def prepared(self, words):
        return [words]

    def search(self, query):
        return self.index.retrieve(query, k=LIMIT, show_progress=False, n_threads=0)


ENGINES = {"tantivy": Tantivy, "fts5": FTS5, "bm25s": BM25S}


def microseconds(call, arguments):
    durations = []
    for argument in arguments:
        start = time.perf_counter_ns()
        call(argument)
        durations.append((time.perf_counter_ns() - start) / 1000)
    durations.sort()
    return statistics.median(durations), durations[int(0.99 * (len(durations) - 1))]


def measured(name, articles, queries):
    """Runs in a process of its own, so that its memory is that of one engine."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    texts = [corpus.words(" ".join(article["questions"])) for article in articles]
    with_texts = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    engine = ENGINES[name](texts)
    build = time.perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - max(before, with_texts)
    prepared = [engine.prepared(words) for words in map(corpus.words, queries) if words]
    p50, p99 = microseconds(engine.search, prepared)
    # The cost of a call alone: a word that nothing has.
    call, _ = microseconds(engine.search, [engine.prepared(["zzzzzz"])] * 200) if name != "bm25s" else (0, 0)
    add = None
    if engine.add:
        add, _ = microseconds(lambda place: engine.add(place, texts[0]), range(len(texts), len(texts) + 20))
    return {"build": build, "bytes": memory * 1024, "p50": p50, "p99": p99, "call": call, "add": add}


def frontdesk(binary, articles, queries, folder):
    corpus.write(articles, folder / "a.jsonl")
    corpus.write([{"id": str(n), "text": text, "relevant": []} for n, text in enumerate(queries)], folder / "q.jsonl")
    command = [binary, "evaluate", "faq", "--articles", folder / "a.jsonl", "--queries", folder / "q.jsonl", "--json"]
    figures = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    search, query = figures["search_microseconds"], figures["query_microseconds"]
    row = {"build": figures["index_seconds"], "bytes": figures["index_bytes"], "call": 0}
    return row | search | {"query": query["p50"], "add": figures["update_microseconds"]["p50"]}


def shown(size, name, row):
    add = "–" if row["add"] is None else f"{row['add'] / 1000:.2f}"
    query = f"{row['query']:.1f}" if "query" in row else "–"
    net = max(0.1, row["p50"] - row["call"])
    print(
        f"| {size:,} | {name} | {row['p50']:.1f} | {row['p99']:.1f} | {net:.1f} | {query} | {1e6 / net:,.0f} "
        f"| {row['build']:.2f} | {row['bytes'] / 1e6:.0f} | {add} |",
        flush=True,
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", required=True)
    parser.add_argument("--queries", required=True)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000, 1_000_000])
    parser.add_argument("--count", type=int, default=1000, help="how many queries are asked")
    parser.add_argument("--engines", nargs="+", default=["frontdesk", *ENGINES])
    parser.add_argument("--frontdesk", default="../.build/release/frontdesk")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    options = parser.parse_args()
    source = corpus.read(options.articles)
    queries = [query["text"] for query in corpus.read(options.queries)][: options.count]
    if options.one:
        print(json.dumps(measured(options.one, corpus.articles(source, options.sizes[0]), queries)))
        return
    print("| entries | engine | p50 µs | p99 µs | p50 without call µs | with analysis µs | queries/s | build s | MB | add ms |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for size in options.sizes:
            for name in options.engines:
                if name == "frontdesk":
                    row = frontdesk(options.frontdesk, corpus.articles(source, size), queries, Path(folder))
                else:
                    arguments = [*sys.argv[1:], "--one", name, "--sizes", str(size)]
                    run = subprocess.run([sys.executable, __file__, *arguments], capture_output=True, check=True)
                    row = json.loads(run.stdout)
                shown(size, name, row)


if __name__ == "__main__":
    os.chdir(os.environ.get("PWD", "."))
    main()
