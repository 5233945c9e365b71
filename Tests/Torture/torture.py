"""Tortures a Frontdesk server and tells whether it lost, doubled, reordered or invented a word.

    python Tests/Torture/torture.py --messages 100000 --kills 200 --races 10000 --seed 7
"""

import argparse
import asyncio
import collections
import gc
import pathlib
import shutil
import statistics
import sys
import tempfile

import uvloop

import scenario

BINARY = pathlib.Path(__file__).resolve().parents[2] / ".build" / "release" / "frontdesk"

#: What must have happened at least once in a long run, or it proves nothing.
FAULTS = [
    "sent twice in flight", "repeated", "acknowledged again", "reloads", "reloads from 0", "cuts", "half-open",
    "half-open, then reset", "torn", "dead connections noticed", "slow readers", "slow readers sent away", "goodbyes",
    "failed connections", "agents away"]
DEEDS = ["handoff", "claimed", "transferred", "released", "closed", "feedback", "ticket", "contact"]


def execute(
    plan: scenario.Plan, binary: pathlib.Path, folder: pathlib.Path, is_loud: bool = False, tamper=None
) -> scenario.Report:
    """Runs a plan as `scenario.run` does; the clients' rubbish is left lying so that they do not stop to collect it."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(200_000, 50, 100)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(scenario.run(plan, binary, folder, is_loud, tamper))


def missing(report: scenario.Report) -> list[str]:
    """The faults and deeds of which this run had none."""
    kinds = {event.kind for conversation in report.stored.values() for event in conversation.events}
    return [name for name in FAULTS if not report.ledger.counts[name]] + [kind for kind in DEEDS if kind not in kinds]


def summary(report: scenario.Report) -> str:
    """The run in figures."""
    counts, seconds = report.ledger.counts, report.seconds
    events = [event for conversation in report.stored.values() for event in conversation.events]
    kinds = collections.Counter(event.kind for event in events)
    reasons = collections.Counter(event.body["reason"] for event in events if event.kind == "handoff")
    authors = collections.Counter(event.author for event in events if event.is_message)
    taken = sum(event.kind == "claimed" and "from" in event.body for event in events)
    lines = [
        f"seed {report.plan.seed}: {counts['messages']} messages, {counts['acknowledged']} acknowledged, "
        f"{report.kills} kills, {report.stops} stops, {counts['races']} claim races",
        f"store: {len(report.stored)} conversations, {len(events)} events: " + _listed(kinds),
        f"messages by {_listed(authors)}; handoffs: {_listed(reasons)}; {taken} take-overs",
        f"received: {counts['events received']} event frames of {counts['events']} events",
        "faults: " + _listed({name: counts[name] for name in FAULTS}),
        "errors answered: " + _listed(report.ledger.codes),
        "connections: " + _listed({"opened": counts["connections"]} | {
            f"ended {code}": number for code, number in report.ledger.closes.items()}),
        f"server starts: median {statistics.median(report.starts):.2f} s, longest {max(report.starts):.2f} s; "
        f"{len(report.complaints)} lines in its log",
        "seconds: " + _listed({name: round(value, 1) for name, value in seconds.items()})
        + f"; this process's memory at most {scenario.peak_memory()} MiB",
        "violations: " + _listed(scenario.by_rule(report.found)),
    ]
    return "\n".join(lines)


def failure(report: scenario.Report) -> str:
    """The first broken rule with the log of its conversation."""
    first = report.found[0]
    conversation = report.stored.get(first.conversation)
    others = "\n".join(f"  {violation}" for violation in report.found[1:20])
    return (
        f"BROKEN with --seed {report.plan.seed}: {first}\n{conversation.log() if conversation else ''}\n"
        f"{len(report.found) - 1} more:\n{others}")


def _listed(values: dict) -> str:
    return ", ".join(f"{name} {value}" for name, value in values.items())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=100_000, help="acknowledged messages")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--races", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--customers", type=int, default=72)
    parser.add_argument("--agents", type=int, default=16)
    parser.add_argument("--binary", type=pathlib.Path, default=BINARY)
    parser.add_argument("--folder", type=pathlib.Path, help="keep the database and the server's log here")
    given = parser.parse_args()
    plan = scenario.Plan(given.seed, given.messages, given.kills, given.races, given.customers, given.agents)
    folder = given.folder or pathlib.Path(tempfile.mkdtemp(prefix="frontdesk-torture-"))
    folder.mkdir(parents=True, exist_ok=True)
    report = execute(plan, given.binary.resolve(), folder.resolve(), is_loud=True)
    print(summary(report))
    for line in report.complaints[:5]:
        print("server:", line)
    if not report.is_clean:
        print(failure(report))
        print(f"database and log are in {folder}")
        return 1
    absent = missing(report)
    if absent:
        print("this run proves too little; it had no " + ", no ".join(absent))
        return 2
    if given.folder is None:
        shutil.rmtree(folder)
    print("no word lost, doubled, reordered or invented; one holder at a time; no silence")
    return 0


if __name__ == "__main__":
    sys.exit(main())
