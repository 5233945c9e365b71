"""The server's processor time of a turn, split by the eight steps of ARCHITECTURE.md.

`perf` samples the stacks of the running server 999 times a second of processor time. A sample belongs to the innermost of
Frontdesk's own functions in its stack (or, where a library keeps no frame pointers, to the library or system call it was in);
the table below says which step that is. The shares are applied to the processor time that the system counted in the same run.
"""
import collections
import re
import shutil
import subprocess

import harness
from measuring import clean, connected, fresh

ACTIVE = 1000
FRAME = re.compile(r"^\s+[0-9a-f]+ (.*) \((.*)\)$")
SOCKETS, TASKS = "1+8 sockets: epoll, libwebsockets, libev", "tasks and memory: Swift concurrency, Dispatch, malloc"

# The first line that has a part of the function's mangled name decides. `None` looks further out.
FUNCTIONS = [
    (None, ("3CRM8JSONText", "3CRM12JSONWritable", "3CRM4JSON", "9WebServer15serviceCallback")),
    ("1 receive", ("ServiceLoopC7receive", "WebSocketConnectionC7receive", "11ConnectionsC7receive", "11ConnectionsC6arrive")),
    ("8 deliver", ("$s9WebServer",)),
    ("2 decode", ("ClientFrame",)),
    ("7 publish", ("6OutletC", "ServerFrame", "ConversationC7publish", "ConversationC11acknowledge", "tellTyping", "AgentDesk",
                   "EventV6encode", "Timestamp")),
    ("4 understand", ("LiveReleaseV7reading", "LiveRelease", "8QuestionV", "9DeadlinesC", "$s12TextAnalysis",
                      "$s16IntentClassifier", "$s8FAQIndex", "$s8Training")),
    ("5 decide", ("$s8Dialogue", "7WordingV", "4TurnV", "7Dialogue7VerdictV", "ConversationRecordV10ChatServer")),
    ("6 record", ("ConversationC6commit", "HandoffRecording", "$s3CRM", "$s8Database", "$s4GRDB")),
    ("3 admit", ("$s10ChatServer",)),
]
PLACES = [
    ("6 record", ("libsqlite3", "pwrite64", "pread64", "fdatasync", "ext4_")),
    ("8 deliver", ("__x64_sys_sendto", "__x64_sys_setsockopt", "tcp_sendmsg")),
    ("1 receive", ("__x64_sys_recvfrom",)),
]


def split(options):
    """The microseconds of each step in a turn with 1,000 active customers."""
    if shutil.which("perf") is None:
        raise SystemExit("--only: steps needs perf (Debian: linux-perf)")
    data = options.folder / "perf.data"
    with harness.stopping(fresh(options)) as server:
        load = harness.Load("chat", server.port, ACTIVE, options.texts)
        with harness.stopping(load):
            connected(load, ACTIVE)
            clean(load.do(f"run 2 {ACTIVE} 0"))
            before = server.cpu_seconds()
            load.send(f"run {options.seconds} {ACTIVE} 0")
            subprocess.run(
                ["perf", "record", "-q", "-e", "cpu-clock", "-F", "999", "-g", "-p", str(server.pid), "-o", str(data),
                 "--", "sleep", str(options.seconds * 0.9)], check=True, stderr=subprocess.DEVNULL)
            figures = clean(load.answer())
            cpu_us = (server.cpu_seconds() - before) * 1e6 / figures["round_trips"]
        script = subprocess.run(
            ["perf", "script", "-i", str(data), "-F", "tid,ip,sym,dso"], check=True, capture_output=True, text=True).stdout
    counts = collections.Counter(steps_of(script))
    total = sum(counts.values())
    return {"cpu_us": cpu_us, "samples": total} | {
        step: cpu_us * counts[step] / total for step in sorted(counts, key=lambda step: (step == TASKS, step))}


def steps_of(script):
    """The step of each sample in the output of `perf script`."""
    samples = []
    for block in script.split("\n\n"):
        lines = block.splitlines()
        if lines:
            samples.append((lines[0].strip(), [match.groups() for line in lines[1:] if (match := FRAME.match(line))]))
    threads = collections.Counter(thread for thread, frames in samples if any("libwebsockets" in place for _, place in frames))
    service = threads.most_common(1)[0][0]
    for thread, frames in samples:
        yield step_of(frames) or (SOCKETS if thread == service else TASKS)


def step_of(frames):
    for name, place in frames:
        if "frontdesk" in place and (step := first(FUNCTIONS, name)):
            return step
        if step := first(PLACES, f"{name} {place}"):
            return step
    return None


def first(table, text):
    return next((step for step, parts in table if any(part in text for part in parts)), None)
