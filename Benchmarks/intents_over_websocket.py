"""Sends every test query of an intent data set through the real server over WebSockets and reports what came back.

    python Benchmarks/intents_over_websocket.py --train train.jsonl valid.jsonl --test test.jsonl

Starts `frontdesk serve` with intents fitted from the training files on a fresh database, opens CONNECTIONS customers at a
time, lets each send its queries one after the other (the next when the answer is there), and then checks with
`frontdesk export transcripts` what the store believes. Prints one JSON object: replies per query, order, accuracy, round
trips, messages per second, memory of the server.
"""
import argparse
import asyncio
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

import websockets

OUT_OF_SCOPE = "out_of_scope"


def read_rows(paths):
    return [json.loads(line) for path in paths for line in open(path, encoding="utf-8") if line.strip()]


class Server:
    """The binary under test, in a folder of its own."""

    def __init__(self, binary, folder, intents):
        self.binary, self.folder = binary, folder
        arguments = ["--intents", str(intents), "--knowledge", "none", "--port", "0", "--frames-per-second", "100000"]
        begin = time.monotonic()
        self.process = subprocess.Popen(
            [binary, "serve", *arguments, "--log-level", "error"], cwd=folder, stdout=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        if "Frontdesk is at " not in line:
            sys.exit("the server did not start")
        self.start_seconds = time.monotonic() - begin
        self.address = line.split("Frontdesk is at ")[1].split()[0].replace("http", "ws", 1) + "/chat"

    def memory_mb(self, field):
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.split(field + ":")[1].split()[0]) / 1024

    def transcripts(self):
        output = subprocess.run(
            [self.binary, "export", "transcripts"], cwd=self.folder, check=True, capture_output=True, text=True).stdout
        return [json.loads(line) for line in output.splitlines()]

    def stop(self):
        self.process.terminate()
        self.process.wait()


class Customer:
    """One connection that sends its share of the queries and notes what comes back."""

    def __init__(self, number, queries):
        self.number, self.queries = number, queries
        self.round_trips, self.replies, self.problems = [], {}, []
        self.handed_off, self.last_seq = False, 0

    async def run(self, address):
        async with websockets.connect(address, subprotocols=["frontdesk.v1"], max_size=None) as socket:
            self.socket = socket
            await self.send({"type": "hello", "protocol": 1, "role": "customer", "language": "en"})
            self.conversation = (await self.until("welcome"))["conversation"]
            await self.until("live")
            for query in self.queries:
                await self.ask(query)
            # Whatever is still on its way would be one reply too many.
            await self.send({"type": "ping"})
            await self.until("pong")

    async def send(self, frame):
        await self.socket.send(json.dumps(frame))

    async def until(self, kind):
        while True:
            frame = json.loads(await asyncio.wait_for(self.socket.recv(), 30))
            self.note(frame)
            if frame["type"] == kind:
                return frame

    def note(self, frame):
        if frame["type"] == "error":
            self.problems.append(frame["name"])
        if frame["type"] == "event":
            self.handed_off = self.handed_off or frame["kind"] == "handoff"
            if frame["kind"] == "message" and frame["from"] == "bot" and "reply_to" in frame:
                key = (frame["conversation"], frame["reply_to"])
                self.replies[key] = self.replies.get(key, 0) + 1

    async def ask(self, query):
        identifier = f"q{query['number']}"
        self.handed_off = False
        begin = time.monotonic()
        await self.send({"type": "message", "conversation": self.conversation, "client_message_id": identifier,
                         "text": query["text"]})
        seq = (await self.until("ack"))["seq"]
        if seq <= self.last_seq:
            self.problems.append("order")
        self.last_seq = seq
        while (self.conversation, seq) not in self.replies:
            await self.until("event")
        self.round_trips.append((time.monotonic() - begin) * 1000)
        query["seq"], query["conversation"] = seq, self.conversation
        await self.send({"type": "ping"})
        await self.until("pong")
        if self.handed_off:
            await self.send({"type": "start", "language": "en"})
            self.conversation = (await self.until("started"))["conversation"]
            self.last_seq = 0
            await self.until("live")


def stored_decisions(transcripts):
    return {(entry["conversation"], decision["seq"]): decision
            for entry in transcripts for decision in entry["decisions"]}


def check_logs(transcripts):
    """Every log must be gapless and hold each client message once."""
    broken = 0
    for entry in transcripts:
        seqs = [event["seq"] for event in entry["events"]]
        identifiers = [event["client_message_id"] for event in entry["events"] if "client_message_id" in event]
        broken += seqs != list(range(1, len(seqs) + 1)) or len(set(identifiers)) != len(identifiers)
    return broken


async def chat(server, rows, connections):
    queries = [{"number": number, **row} for number, row in enumerate(rows)]
    customers = [Customer(number, queries[number::connections]) for number in range(connections)]
    begin = time.monotonic()
    await asyncio.gather(*(customer.run(server.address) for customer in customers))
    return queries, customers, time.monotonic() - begin


def report(server, queries, customers, seconds, intents):
    decisions = stored_decisions(transcripts := server.transcripts())
    replies = {key: count for customer in customers for key, count in customer.replies.items()}
    in_scope = [query for query in queries if query["intent"] in intents]
    outside = [query for query in queries if query["intent"] == OUT_OF_SCOPE]
    def top(query):
        found = decisions.get((query["conversation"], query["seq"]), {}).get("intents", [])
        return found[0]["name"] if found else None
    def outcome(query):
        return decisions.get((query["conversation"], query["seq"]), {}).get("outcome")
    round_trips = sorted(time for customer in customers for time in customer.round_trips)
    return {
        "queries": len(queries),
        "answered_once": sum(replies.get((query["conversation"], query["seq"])) == 1 for query in queries),
        "problems": sorted({problem for customer in customers for problem in customer.problems}),
        "broken_logs": check_logs(transcripts),
        "accuracy": round(sum(top(query) == query["intent"] for query in in_scope) / max(1, len(in_scope)), 4),
        "out_of_scope_not_answered": round(
            sum(outcome(query) != "answer" for query in outside) / len(outside), 4) if outside else None,
        "outcomes": {name: sum(outcome(query) == name for query in queries)
                     for name in ("answer", "clarify", "unsure", "handoff")},
        "answered_wrongly": sum(outcome(query) == "answer" and top(query) != query["intent"] for query in queries),
        "round_trip_ms": {"p50": round(statistics.median(round_trips), 2),
                          "p99": round(round_trips[int(len(round_trips) * 0.99)], 2),
                          "max": round(round_trips[-1], 2)},
        "messages_per_second": round(len(queries) / seconds),
        "server_start_seconds": round(server.start_seconds, 2),
        "server_memory_mb": {"now": round(server.memory_mb("VmRSS")), "peak": round(server.memory_mb("VmHWM"))},
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--train", nargs="+", required=True)
    parser.add_argument("--test", required=True)
    parser.add_argument("--binary", default=".build/release/frontdesk")
    parser.add_argument("--connections", type=int, default=50)
    options = parser.parse_args()
    binary = str(pathlib.Path(options.binary).resolve())
    train, test = read_rows(options.train), read_rows([options.test])
    with tempfile.TemporaryDirectory() as folder:
        intents = pathlib.Path(folder) / "train.jsonl"
        intents.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in train), encoding="utf-8")
        server = Server(binary, folder, intents)
        try:
            queries, customers, seconds = asyncio.run(chat(server, test, options.connections))
            print(json.dumps(report(server, queries, customers, seconds, {row["intent"] for row in train} - {OUT_OF_SCOPE}), indent=2))
        finally:
            server.stop()


if __name__ == "__main__":
    main()
