"""Full disks and disks that fail: the server says so, goes on reading, acknowledges nothing false, and recovers by itself."""

import asyncio
import time

import pytest

from chat import Chat, disagreements
from disk import fsync_fault, fsync_obstacle, small_disk

CUSTOMERS = 20


async def refused(chat: Chat, limit: int = 2_000) -> str:
    """Asks until the store refuses, and gives the message's id. Space that a file had already may take a few messages."""
    for _ in range(limit):
        name = await chat.say()
        frame = await chat.outcome(name)
        if frame["type"] == "error":
            assert frame["code"] == 501 and frame["name"] == "not_saved" and frame["advice"] == "retry", frame
            return name
        await chat.reply(frame["seq"])
    raise AssertionError(f"{limit} messages were acknowledged on a disk that is full")


async def hammer(chat: Chat, until: asyncio.Event) -> None:
    """Asks without pause, again what was refused."""
    name = await chat.say()
    while not until.is_set():
        frame = await chat.outcome(name)
        if frame["type"] == "error":
            assert frame["code"] == 501, frame
        # As a client does that was asked to try again.
        name = await chat.say(name=name if frame["type"] == "error" else None)
        await asyncio.sleep(0.05)


async def check_reading(server, customer: Chat, agent: Chat) -> None:
    """What has been stored can be read by everybody, and newcomers are told to come back."""
    reader = Chat(server.address)
    reader.session = customer.session
    await reader.join(resume={"conversation": customer.conversation, "after": 0})
    known = customer.events[customer.conversation]
    assert set(reader.events[customer.conversation]) >= set(known), "a replay is not whole"
    await agent.send({"type": "resume", "conversation": customer.conversation, "after": 0, "request": "open"})
    assert (await agent.next("live"))["seq"] >= max(known)
    assert set(agent.events[customer.conversation]) >= set(known)
    newcomer = await Chat(server.address).open()
    assert (await newcomer.next("error", "welcome"))["code"] == 501
    assert await newcomer.closed() == 4000
    for path, cookie in [("/", ""), ("/widget.js", ""), ("/console/", ""),
                         (f"/api/v1/conversations/{customer.conversation}", agent.cookie),
                         ("/api/v1/conversations?status=bot", agent.cookie)]:
        status, body = await asyncio.to_thread(server.get, path, cookie)
        assert status == 200 and body, f"{path}: {status}"
    status, _ = await asyncio.to_thread(server.get, "/healthz")
    assert status in (200, 503)
    await reader.cut()


async def check_store(server, chats: list[Chat]) -> None:
    """After a power cut the store has all that anybody was told."""
    server.kill()
    faults = disagreements(chats, server.stored())
    assert not faults, "\n".join(faults[:20])


def test_a_full_disk_refuses_reads_on_and_recovers(server_in):
    with small_disk(megabytes=4) as disk:
        if disk is None:
            pytest.skip("no small disk: neither root nor unshare may mount a tmpfs here")
        server = server_in(disk.folder, "--demo", prefix=disk.prefix, path=disk.path).start()
        asyncio.run(full_disk(server, disk))


async def full_disk(server, disk) -> None:
    customer, other, watcher = [await Chat(server.address).join() for _ in range(3)]
    watcher.session = customer.session
    await watcher.join()
    agent = await Chat(server.address, await asyncio.to_thread(server.sign_in)).join()
    assert (await customer.ask())["type"] == "ack"
    disk.fill()
    names = [(chat, await refused(chat)) for chat in (customer, other)]
    crowd = [await Chat(server.address).open() for _ in range(CUSTOMERS)]
    for chat in crowd:
        assert (await chat.next("error"))["code"] == 501
    await check_reading(server, customer, agent)
    disk.free()
    for chat, name in names:
        assert (await chat.ask(name=name))["type"] == "ack", "space is back, and the message is still refused"
    await asyncio.gather(*[chat.join() for chat in crowd])
    await agent.cut()
    everybody = [customer, other, watcher, *crowd]

    # Full once more, this time while everybody writes; then the power fails, and the disk is still full.
    over = asyncio.Event()
    for chat in everybody:
        chat.refused.clear()
    hammering = [asyncio.create_task(hammer(chat, over)) for chat in [customer, other, *crowd]]
    disk.fill()
    async with asyncio.timeout(60):
        await asyncio.gather(*[chat.refused.wait() for chat in (customer, *crowd)])
    over.set()
    await asyncio.gather(*hammering)
    await check_store(server, everybody)
    disk.free()
    server.start()
    for chat in everybody:
        await chat.again()
        await chat.unanswered_again()
    await check_store(server, everybody)


def test_a_reply_that_cannot_be_stored_is_tried_again_without_haste(server_in):
    with small_disk(megabytes=4) as disk:
        if disk is None:
            pytest.skip("no small disk: neither root nor unshare may mount a tmpfs here")
        options = ["--burst-milliseconds", "2000", "--answer-milliseconds", "4000"]
        server = server_in(disk.folder, "--demo", *options, prefix=disk.prefix, path=disk.path).start()
        asyncio.run(held_back(server, disk))


async def held_back(server, disk) -> None:
    """The bot waits for more words while the disk becomes full; then its deadline passes, and then there is space again."""
    customer = await Chat(server.address).join()
    assert (await customer.outcome(await customer.say("hello")))["type"] == "ack"
    disk.fill()
    await asyncio.sleep(7)
    complaints = server.log.read_text().count("a command failed")
    assert 1 <= complaints <= 25, f"{complaints} lines in the log for one reply"
    disk.free()
    async with asyncio.timeout(10):
        while (await customer.next("event")).get("kind") != "handoff":
            pass


@pytest.fixture
def failing_fsync():
    if obstacle := fsync_obstacle():
        pytest.skip(obstacle)
    return fsync_fault


def test_a_failing_fsync_refuses_reads_on_and_recovers(server_in, tmp_path, failing_fsync):
    server = server_in(tmp_path, "--demo").start()
    asyncio.run(failing_disk(server, failing_fsync))


async def failing_disk(server, failing_fsync) -> None:
    customer, *crowd = [await Chat(server.address).join() for _ in range(CUSTOMERS)]
    agent = await Chat(server.address, await asyncio.to_thread(server.sign_in)).join()
    assert (await customer.ask())["type"] == "ack"
    everybody = [customer, *crowd]
    with failing_fsync(server.process.pid, "error=EIO"):
        name = await refused(customer, limit=1)
        over = asyncio.Event()
        hammering = [asyncio.create_task(hammer(chat, over)) for chat in crowd]
        for _ in range(10):
            await check_reading(server, customer, agent)
        over.set()
        await asyncio.gather(*hammering)
    assert (await customer.ask(name=name))["type"] == "ack", "the disk works again, and the message is still refused"

    # Every third fsync fails while everybody writes: some groups are stored, some are not.
    over = asyncio.Event()
    with failing_fsync(server.process.pid, "error=EIO:when=3+3"):
        hammering = [asyncio.create_task(hammer(chat, over)) for chat in everybody]
        async with asyncio.timeout(60):
            await asyncio.gather(*[chat.refused.wait() for chat in everybody])
        over.set()
        await asyncio.gather(*hammering)
        await check_store(server, everybody)
    server.start()
    for chat in everybody:
        await chat.again()
        await chat.unanswered_again()
    await check_store(server, everybody)


def test_a_slow_fsync_delays_acknowledgements_and_nothing_else(server_in, tmp_path, failing_fsync):
    server = server_in(tmp_path, "--demo").start()
    asyncio.run(slow_disk(server, failing_fsync))


async def slow_disk(server, failing_fsync) -> None:
    seconds = 0.5
    quiet, *chats = [await Chat(server.address).join() for _ in range(CUSTOMERS)]
    agent = await Chat(server.address, await asyncio.to_thread(server.sign_in)).join()
    with failing_fsync(server.process.pid, f"delay_enter={int(seconds * 1e6)}"):
        begun = time.monotonic()
        names = [await chat.say() for chat in chats]
        # Who only reads does not wait for the disk.
        await agent.send({"type": "resume", "conversation": quiet.conversation, "after": 0, "request": "open"})
        await agent.next("live")
        await asyncio.to_thread(server.get, "/healthz")
        reading = time.monotonic() - begun
        for chat, name in zip(chats, names):
            assert (await chat.outcome(name))["type"] == "ack"
        writing = time.monotonic() - begun
    print(f"reading {reading * 1e3:.0f} ms, {len(chats)} messages {writing:.2f} s, one fsync {seconds} s")
    assert writing >= seconds, "a message was acknowledged before its fsync had returned"
    assert reading < seconds, "reading waited for the disk"
    assert writing < seconds * 8, "messages do not share an fsync"
    await check_store(server, chats)
