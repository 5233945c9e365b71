"""Fixtures of the fault tests: servers that are gone after the test, and the size of a run."""

import pathlib

import pytest

from server import Server


def pytest_addoption(parser):
    parser.addoption("--long", action="store_true", help="thousands of sockets instead of hundreds")


@pytest.fixture
def long_run(request) -> bool:
    return request.config.getoption("--long")


@pytest.fixture
def server_in():
    """Makes servers and ends them after the test."""
    servers = []

    def make(folder: pathlib.Path, *options: str, **place) -> Server:
        servers.append(Server(folder, *options, **place))
        return servers[-1]

    yield make
    for server in servers:
        server.close()
