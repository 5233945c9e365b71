"""Thousands of sockets from one address that say nothing: they are dropped, and nobody else notices."""

import contextlib
import os
import resource
import socket
import time

import pytest

from malformed import GOOD_UPGRADE
from neighbour import Neighbour, summary

# Seconds until those who say nothing are dropped, and after that how many a second; see the protocol and the web server.
PATIENCE = {"upgraded": 10, "mute": 20}
DROPPED_A_SECOND = 200
BOUND = 2.0


@pytest.mark.parametrize("kind", PATIENCE)
def test_silent_sockets_are_dropped_and_delay_nobody(server_in, tmp_path, long_run, kind):
    if not long_run and kind == "mute":
        pytest.skip("waits for half a minute; run by make faults")
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    count = min(18_000, hard - 1_000) if long_run else 300
    server = server_in(tmp_path, "--demo").start()
    neighbour = Neighbour(server.address, patience=20)
    with contextlib.ExitStack() as stack:
        for _ in range(count):
            silent = stack.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=30))
            if kind == "upgraded":
                silent.sendall(GOOD_UPGRADE)
                assert silent.recv(4_096).startswith(b"HTTP/1.1 101")
        begun = time.monotonic()
        deadline = begun + PATIENCE[kind] + count / DROPPED_A_SECOND + 30
        while descriptors(server) > min(200, count / 2):
            assert time.monotonic() < deadline, f"{descriptors(server)} descriptors are still open"
            time.sleep(0.5)
    times = neighbour.stop()
    print(f"{count} {kind} sockets gone after {time.monotonic() - begun:.0f} s; neighbour: {summary(times)}")
    assert max(times) < BOUND


def descriptors(server) -> int:
    return len(os.listdir(f"/proc/{server.process.pid}/fd"))


def test_more_connections_than_descriptors_are_refused_and_harm_nobody(server_in, tmp_path):
    limit = 300
    server = server_in(tmp_path, "--demo", prefix=["prlimit", f"--nofile={limit}:{limit}"]).start()
    neighbour = Neighbour(server.address, patience=10)
    # Until libdispatch has looked at its threads once a second, for which it needs a descriptor.
    until = time.monotonic() + 4
    with contextlib.ExitStack() as stack:
        refused = 0
        while time.monotonic() < until:
            for _ in range(limit):
                silent = stack.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=10))
                refused += is_refused(silent)
            assert server.is_running, server.last_words()
            assert descriptors(server) < limit - 50
            time.sleep(0.5)
    times = neighbour.stop()
    print(f"{refused} connections refused; neighbour: {summary(times)}")
    assert refused and max(times) < BOUND
    status, _ = server.get("/healthz")
    assert status == 200


def is_refused(connection: socket.socket) -> bool:
    """Whether the server hangs up at once."""
    connection.settimeout(0.02)
    try:
        return connection.recv(1) == b""
    except TimeoutError:
        return False
    except ConnectionError:
        return True
