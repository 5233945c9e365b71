"""A damaged database: the server does not start on it, and says what to do."""

import asyncio
import os
import pathlib
import subprocess

import pytest

from chat import Chat
from server import Server

PAGE = 4_096


def overwrite_the_middle(database: pathlib.Path) -> None:
    """Every page but the first is rubbish, as after writes that went astray."""
    with open(database, "r+b") as file:
        file.seek(PAGE)
        file.write(os.urandom(database.stat().st_size - PAGE))


def overwrite_one_page(database: pathlib.Path) -> None:
    """One page in the middle is rubbish."""
    with open(database, "r+b") as file:
        file.seek(database.stat().st_size // PAGE // 2 * PAGE)
        file.write(b"\x5a" * PAGE)


def truncate(database: pathlib.Path) -> None:
    os.truncate(database, database.stat().st_size // 2 + 100)


def overwrite_the_header(database: pathlib.Path) -> None:
    with open(database, "r+b") as file:
        file.write(b"this is no database" * 10)


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> bytes:
    """A database with conversations in it, closed properly."""
    server = Server(tmp_path_factory.mktemp("whole"), "--demo").start()

    async def talk() -> None:
        chats = [await Chat(server.address).join() for _ in range(20)]
        for chat in chats:
            await chat.ask()
            await chat.cut()

    asyncio.run(talk())
    assert server.terminate() == 0
    server.close()
    return server.database.read_bytes()


@pytest.mark.parametrize("damage", [overwrite_the_middle, overwrite_one_page, truncate, overwrite_the_header])
def test_a_damaged_database_is_refused_with_advice(server_in, tmp_path, whole, damage):
    server = server_in(tmp_path)
    server.database.write_bytes(whole)
    damage(server.database)
    broken = server.database.read_bytes()
    process = subprocess.run(server.command, capture_output=True, text=True, timeout=60)
    assert process.returncode != 0
    for part in [str(server.database), "is damaged", "frontdesk backup"]:
        assert part in process.stderr, process.stderr
    # What is left may still be wanted by who restores it.
    assert server.database.read_bytes() == broken


def test_a_whole_copy_of_the_database_starts_again(server_in, tmp_path, whole):
    server = server_in(tmp_path)
    server.database.write_bytes(whole)
    assert server.start().get("/healthz")[0] == 200
