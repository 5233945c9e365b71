"""SIGTERM with thousands of people connected: everybody is told when to come back, everybody comes back, nothing is lost."""

import asyncio
import collections
import resource
import time

from chat import Chat, disagreements
from neighbour import summary

AT_ONCE = 100
# One in so many has a message on its way when the signal comes.
SPEAKERS = 10


def test_everybody_resumes_on_the_new_process(server_in, tmp_path, long_run):
    count = 5_000 if long_run else 1_000
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    server = server_in(tmp_path, "--demo").start()
    asyncio.run(restart(server, count))


async def gather(count: int, coroutines) -> list:
    """All results, at most `count` at a time."""
    turn = asyncio.Semaphore(count)

    async def one(coroutine):
        async with turn:
            return await coroutine

    return await asyncio.gather(*[one(coroutine) for coroutine in coroutines])


async def restart(server, count: int) -> None:
    chats = await gather(AT_ONCE, [Chat(server.address).join() for _ in range(count)])
    await gather(AT_ONCE, [chat.ask() for chat in chats])
    speakers = chats[::SPEAKERS]
    in_flight = [await chat.say() for chat in speakers]
    begun = time.monotonic()
    server.process.terminate()
    ends = await asyncio.gather(*[farewell(chat) for chat in chats])
    told = time.monotonic() - begun
    assert await asyncio.to_thread(server.process.wait, 30) == 0, server.last_words()
    codes = collections.Counter(code for _, code in ends)
    assert codes == {4000: count}, f"close codes: {codes}"
    waits = [wait for wait, _ in ends]
    assert None not in waits, f"{waits.count(None)} of {count} got no goodbye"
    slices = collections.Counter(wait // 200 for wait in waits)
    assert max(slices.values()) <= count / len(slices) * 2, f"they would all return at once: {slices}"

    await asyncio.to_thread(server.start)
    begun = time.monotonic()
    times = await asyncio.gather(*[return_after(chat, wait / 1_000, begun) for chat, wait in zip(chats, waits)])
    for chat, name in zip(speakers, in_flight):
        seq = chat.acknowledged[name]
        await chat.reply(seq)
        answers = [event for event in chat.events[chat.conversation].values() if event.get("reply_to") == seq]
        assert len(answers) == 1, f"{name} was answered {len(answers)} times"
    print(f"{count} sockets closed in {told:.2f} s; back after their wait: {summary(times)}")
    server.kill()
    faults = disagreements(chats, server.stored())
    assert not faults, "\n".join(faults[:20])


async def farewell(chat: Chat) -> tuple[int | None, int | None]:
    """The time after which the chat may return, and the close code."""
    code = await chat.closed()
    waits = [frame["retry_after_ms"] for frame in chat.frames if frame["type"] == "goodbye"]
    return (waits[0] if waits else None), code


async def return_after(chat: Chat, seconds: float, begun: float) -> float:
    """Comes back as told, sends what was not acknowledged and one message more; gives the seconds from then until all
    was acknowledged."""
    await asyncio.sleep(max(0, begun + seconds - time.monotonic()))
    back = time.monotonic()
    await chat.again()
    await chat.unanswered_again()
    assert (await chat.ask())["type"] == "ack"
    return time.monotonic() - back
