"""Measures durable round trips beside a bare echo server: speed, memory, resume, and work in the background.

    python Benchmarks/round_trips.py                     everything; about 20 minutes
    python Benchmarks/round_trips.py --only speed,idle --repeats 1 --seconds 5

A round trip in the product is message → understood, decided, committed with fsync → reply; in the echo it is the same frame
there and back. Both are measured by the same client on the same machine in the same run, one after the other, and so is one
fdatasync of 4 KiB on the disk that holds the data file. Prints one JSON object; the tables go to standard error.
"""
import argparse
import json
import pathlib
import sys
import tempfile

import harness
import measuring
import scenarios
import tables
import texts


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", default=".build/release/frontdesk")
    parser.add_argument("--folder", help="where data files go (default: a temporary folder)")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--clients", type=int, default=10_000, help="connected customers in idle and resume")
    parser.add_argument("--minutes", type=float, default=30, help="of the long run, which --only must name")
    parser.add_argument("--only", default="speed,slow-disk,idle,resume,background,steps")
    options = parser.parse_args()
    options.binary = str(pathlib.Path(options.binary).resolve())
    chosen = options.only.split(",")
    unknown = set(chosen) - set(scenarios.ALL)
    if unknown:
        parser.error(f"--only: there is no {', '.join(sorted(unknown))}; there are {', '.join(scenarios.ALL)}")
    harness.build_programs()
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        options.folder = pathlib.Path(folder)
        options.texts = options.folder / "texts"
        with harness.stopping(measuring.fresh(options)) as server:
            count = texts.choose(server.port, harness.HERE.parent / "intents", options.texts)
        results = {"texts": count}
        for name in chosen:
            runs = [scenarios.ALL[name](options) for _ in range(1 if name in scenarios.ONCE else options.repeats)]
            results[name] = scenarios.median(runs)
            print(tables.table(name, results[name]), file=sys.stderr, flush=True)
    print(json.dumps(results, indent=1))


if __name__ == "__main__":
    main()
