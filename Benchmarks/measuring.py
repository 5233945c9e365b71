"""What all scenarios share: fresh servers, clean runs, processor time and memory."""
import itertools
import time

import harness

COUNTER = itertools.count()
WARM_UP_SECONDS = 2
# The server gives free memory back every 20 s.
REST_SECONDS = 25
FAULTS = ("errors", "gaps", "duplicates", "handoffs", "outstanding", "lost")


def fresh(options, environment=None):
    """A server with a new data file."""
    folder = options.folder / f"data{next(COUNTER)}"
    folder.mkdir()
    return harness.Frontdesk(options.binary, folder, environment=environment)


def clean(figures):
    """The figures of a run without fault; a faulty one ends the benchmark."""
    if faults := {name: figures[name] for name in FAULTS if figures.get(name)}:
        raise SystemExit(f"the run was not clean: {faults}")
    return figures


def connected(load, clients):
    """Connects everybody and gives how long that took."""
    figures = load.do("connect")
    if figures["live"] != clients:
        raise SystemExit(f"only {figures['live']} of {clients} clients could connect")
    return figures["seconds"]


def measured(server, load, seconds, active, think=0):
    """A warm run: the client's figures with the server's processor time in microseconds per round trip."""
    clean(load.do(f"run {WARM_UP_SECONDS} {active} {think}"))
    before = server.cpu_seconds()
    figures = clean(load.do(f"run {seconds} {active} {think}"))
    figures["cpu_us"] = (server.cpu_seconds() - before) * 1e6 / max(1, figures["round_trips"])
    return figures


def with_clients(server, kind, options, clients, active, rest=0):
    """The figures of `active` customers among `clients`, with the memory that a connection takes when nobody has spoken
    for `rest` seconds: what connecting took for a moment has been given back by then."""
    load = harness.Load(kind, server.port, clients, options.texts)
    with harness.stopping(load):
        before = server.memory_kb()
        seconds = connected(load, clients)
        time.sleep(rest)
        memory = (server.memory_kb() - before) * 1024 / clients
        figures = measured(server, load, options.seconds, active)
    return figures | {"bytes_per_connection": memory, "connect_seconds": seconds}
