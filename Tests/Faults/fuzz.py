"""Sends malformed frames and requests to the server: `python fuzz.py --count 1000000 --seed 7`.

Inputs come in attempts, one connection each. An attempt is made from the seed and its own number alone, so `--seed` and `--first`
give a failure again. The server must not end, must not answer "internal error", must answer a neighbour who behaves well, and must
give back what it took: connections, file descriptors, memory.
"""

import argparse
import asyncio
import collections
import contextlib
import json
import os
import pathlib
import sys
import tempfile
import time
from random import Random

from chat import Chat
from malformed import GOOD_UPGRADE, QUESTION, bad_handshake, bad_request, bad_text, bad_wire, frame, garbage
from neighbour import Neighbour, summary
from server import Server

AT_ONCE = 32
LORISES = 40
# A neighbour's answer may take so long, on a machine where everything else runs too.
PATIENCE = 5.0
# How long the server may think about an attempt.
SILENCE = 20.0
TRIM_SECONDS = 20
# The writer's cache of pages in Sources/Database.
CACHE_BYTES = 32 << 20
# Whether the server keeps freed memory aside to find its wrong use.
SANITIZED = "FRONTDESK_SANITIZED" in os.environ
# Error frames and responses that tell of a fault in the server; 501 because its disk is well.
FAULTY_CODES = {500, 501}
KINDS = {"frames": 20, "wire": 33, "http": 40, "handshake": 5, "garbage": 2}


class Fault(AssertionError):
    """The server has done what it must not do."""


class Fuzzer:
    def __init__(self, server: Server, seed: int):
        self.server, self.seed = server, seed
        self.host, self.port = server.address.split(":")
        self.inputs = self.peak = 0
        self.kinds: collections.Counter[str] = collections.Counter()
        self.recent: collections.deque[tuple[int, bytes]] = collections.deque(maxlen=200)
        self.cookies = [server.sign_in(name).encode() for name in ("lin", "wei")]
        self.conversation = b""

    async def run(self, first: int, count: int) -> int:
        """Makes attempts from number `first` on until `count` inputs are sent; gives the number of the next attempt."""
        guest = await Chat(self.server.address).join()
        await guest.cut()
        # For paths that name one that is there.
        self.conversation = guest.conversation.encode()
        end, number = self.inputs + count, first
        lorises = [asyncio.create_task(self._drip(Random(f"{self.seed}/loris/{n}"))) for n in range(LORISES)]
        running: set[asyncio.Task] = set()
        try:
            while self.inputs < end:
                while len(running) < AT_ONCE:
                    running.add(asyncio.create_task(self._attempt(number)))
                    number += 1
                done, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    task.result()
                if number % 64 == 0:
                    self._check_alive()
            for task in running:
                await task
        finally:
            for task in [*lorises, *running]:
                task.cancel()
            await asyncio.gather(*lorises, *running, return_exceptions=True)
        self._check_alive()
        return number

    async def fill_cache(self) -> None:
        """Has customers write until the store's cache of pages is as large as it ever gets."""
        text = (QUESTION + " ") * (4_000 // (len(QUESTION) + 1))
        chats = [await Chat(self.server.address).join() for _ in range(8)]
        while self.server.database.stat().st_size < CACHE_BYTES * 1.5:
            await asyncio.gather(*[chat.ask(text) for chat in chats])
        for chat in chats:
            await chat.cut()

    def _check_alive(self) -> None:
        if not self.server.is_running:
            raise Fault(f"the server ended with {self.server.process.returncode}: {self.server.last_words()}")
        self.peak = max(self.peak, self.server.memory())

    async def _attempt(self, number: int) -> None:
        random = Random(f"{self.seed}/{number}")
        kind = random.choices(list(KINDS), KINDS.values())[0]
        try:
            async with asyncio.timeout(SILENCE):
                # The server may hang up at any moment.
                with contextlib.suppress(OSError, EOFError):
                    await getattr(self, f"_{kind}")(random, number)
        except TimeoutError:
            raise Fault(f"attempt {number} ({kind}): the server neither answered nor hung up in {SILENCE:.0f} s") from None
        except Fault as fault:
            raise Fault(f"attempt {number} ({kind}): {fault}") from None
        self.kinds[kind] += 1

    @contextlib.asynccontextmanager
    async def _connection(self, number: int):
        reader, writer = await asyncio.open_connection(self.host, self.port)
        try:
            yield Line(reader, writer, lambda data: self.recent.append((number, data)))
        finally:
            writer.transport.abort()

    async def _frames(self, random: Random, number: int) -> None:
        """Text frames, well formed as frames, after a proper upgrade and mostly after a proper hello."""
        async with self._connection(number) as line:
            role = random.choice(["customer", "customer", "customer", "agent", None])
            await line.upgrade(random.choice(self.cookies) if role == "agent" else b"")
            conversation = self.conversation.decode()
            if role:
                await line.write(frame(b'{"type":"hello","protocol":1,"role":"%s"}' % role.encode()))
                conversation = (await line.until("welcome")).get("conversation", conversation)
            count = random.randrange(1, 80)
            masks = [random.randbytes(4) if random.random() < 0.2 else b"\0\0\0\0" for _ in range(count)]
            await line.write(b"".join(frame(bad_text(random, conversation), mask=mask) for mask in masks))
            self.inputs += count
            # Frames are handled in order: its answer comes after all of theirs.
            await line.write(frame(b'{"type":"ping"}'))
            await line.until("pong")

    async def _wire(self, random: Random, number: int) -> None:
        """What is no proper WebSocket frame."""
        async with self._connection(number) as line:
            await line.upgrade()
            parts = [bad_wire(random) for _ in range(random.randrange(1, 9))]
            for part in parts:
                await line.write(part)
                self.inputs += 1
            line.writer.write_eof()
            while True:
                await line.frame()

    async def _http(self, random: Random, number: int) -> None:
        await self._raw(number, [
            bad_request(random, self.server.address.encode(), self.conversation, self.cookies)
            for _ in range(random.randrange(1, 4))])

    async def _handshake(self, random: Random, number: int) -> None:
        await self._raw(number, [bad_handshake(random)])

    async def _garbage(self, random: Random, number: int) -> None:
        await self._raw(number, [garbage(random)])

    async def _raw(self, number: int, parts: list[bytes]) -> None:
        """Sends as it is, ends the sending side and reads what comes."""
        async with self._connection(number) as line:
            for part in parts:
                await line.write(part)
                self.inputs += 1
            line.writer.write_eof()
            line.check_responses(await line.reader.read(-1))

    async def _drip(self, random: Random) -> None:
        """A slow loris: a request or a frame, a byte at a time, over and over."""
        while True:
            with contextlib.suppress(OSError, EOFError):
                async with self._connection(-1) as line:
                    if random.random() < 0.5:
                        await line.upgrade()
                    for byte in bad_handshake(random) + bad_wire(random):
                        await line.write(bytes([byte]))
                        await asyncio.sleep(random.random() / 2)
            await asyncio.sleep(0.1)


class Line:
    """A connection that looks at what the server says."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, record):
        self.reader, self.writer, self.record = reader, writer, record

    async def write(self, data: bytes) -> None:
        self.record(data)
        self.writer.write(data)
        await self.writer.drain()

    async def upgrade(self, cookie: bytes = b"") -> None:
        self.writer.write(GOOD_UPGRADE.removesuffix(b"\r\n") + b"Cookie: " + cookie + b"\r\n\r\n")
        head = await self._exactly(self.reader.readuntil(b"\r\n\r\n"))
        if not head.startswith(b"HTTP/1.1 101"):
            raise Fault(f"a proper upgrade was refused: {head[:80]!r}")

    async def frame(self) -> tuple[int, bytes]:
        """One frame of the server: its opcode and its payload."""
        first, second = await self._exactly(self.reader.readexactly(2))
        length = second & 127
        if length >= 126:
            length = int.from_bytes(await self._exactly(self.reader.readexactly(2 if length == 126 else 8)), "big")
        payload = await self._exactly(self.reader.readexactly(length))
        if first & 15 == 1:
            self.check(payload)
        return first & 15, payload

    async def until(self, kind: str) -> dict:
        """The next frame of the type; raises `EOFError` when the server closes instead."""
        while True:
            opcode, payload = await self.frame()
            if opcode == 1 and (message := json.loads(payload))["type"] == kind:
                return message

    @staticmethod
    async def _exactly(reading) -> bytes:
        try:
            return await reading
        except (asyncio.IncompleteReadError, OSError):
            raise EOFError from None

    @staticmethod
    def check(payload: bytes) -> None:
        try:
            message = json.loads(payload)
        except ValueError:
            raise Fault(f"the server sent what is not JSON: {payload[:200]!r}") from None
        if message["type"] == "error" and message["code"] in FAULTY_CODES:
            raise Fault(f"the server sent {payload!r}")

    @staticmethod
    def check_responses(data: bytes) -> None:
        if data and not data.startswith((b"HTTP/1.1 ", b"HTTP/1.0 ")):
            raise Fault(f"the server answered with what is not HTTP: {data[:200]!r}")
        if data.startswith((b"HTTP/1.1 500", b"HTTP/1.0 500")) or b'"code":500' in data or b'"code":501' in data:
            raise Fault(f"the server answered {data[:1_000]!r}")


# Memory and the rest


def descriptors(server: Server) -> int:
    return len(list(pathlib.Path(f"/proc/{server.process.pid}/fd").iterdir()))


def settled(server: Server, trim: bool) -> tuple[int, int]:
    """Waits until only the asker is connected, and when `trim` until the server has given free memory back; gives memory in
    bytes and descriptors."""
    deadline = time.monotonic() + 60
    while (connections := json.loads(server.get("/healthz")[1])["connections"]) > 0:
        if time.monotonic() > deadline:
            raise Fault(f"{connections} connections are still open after a minute")
        time.sleep(0.2)
    if trim:
        # Twice the pause between two trims, and a little.
        time.sleep(2 * TRIM_SECONDS + 2)
    return server.memory(), descriptors(server)


def fuzz(folder: pathlib.Path, count: int, seed: int, first: int = 0, trim: bool = True) -> None:
    """The whole run. Raises `Fault`, after saving the last inputs and printing how to have them again."""
    server = Server(folder, "--demo", "--frames-per-second", "1000000").start()
    fuzzer = Fuzzer(server, seed)
    try:
        # What a server allocates once, for good, with its first customers of each kind.
        asyncio.run(fuzzer.run(first=10_000_000, count=min(5_000, count // 4)))
        if trim:
            asyncio.run(fuzzer.fill_cache())
        memory, files = settled(server, trim)
        fuzzer.peak = memory
        neighbour, begun, before = Neighbour(server.address, PATIENCE), time.monotonic(), fuzzer.inputs
        try:
            last = asyncio.run(fuzzer.run(first, count))
        finally:
            took = time.monotonic() - begun
            times = neighbour.stop() if server.is_running else []
        memory_after, files_after = settled(server, trim)
        print(f"seed {seed}: {fuzzer.inputs - before:,} inputs in attempts {first}–{last - 1} ({took:.0f} s), "
              + ", ".join(f"{kind} {number:,}" for kind, number in sorted(fuzzer.kinds.items())))
        print(f"neighbour: {summary(times)}")
        print(f"memory: start {memory >> 20} MB, peak {fuzzer.peak >> 20} MB, end {memory_after >> 20} MB; "
              f"descriptors: {files} → {files_after}")
        if max(times) > PATIENCE:
            raise Fault(f"a neighbour waited {max(times):.1f} s")
        if files_after > files + 4:
            raise Fault(f"descriptors: {files} before, {files_after} after")
        # Without a run before, the cache of pages still grows with the store; glibc's arenas may have grown a little. What a
        # sanitizer keeps of freed memory says nothing about the server.
        if not SANITIZED and memory_after > memory + (10 << 20) + (0 if trim else CACHE_BYTES):
            raise Fault(f"memory: {memory >> 20} MB before, {memory_after >> 20} MB after")
        if server.terminate() != 0:
            raise Fault(f"SIGTERM gave {server.process.returncode}: {server.last_words()}")
    except AssertionError as fault:
        saved = pathlib.Path(tempfile.gettempdir()) / f"frontdesk-fuzz-{seed}.txt"
        saved.write_text("".join(f"{number}\t{data!r}\n" for number, data in fuzzer.recent))
        numbers = [number for number, _ in fuzzer.recent if number >= 0]
        raise Fault(f"{fault}\nseed {seed}; the last inputs are in {saved}; again: make fuzz ARGS=\"--seed {seed} "
                    f"--first {min(numbers, default=first)}\"") from None
    finally:
        server.close()


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=1_000_000, help="inputs to send")
    options.add_argument("--seed", type=int, default=int(time.time()))
    options.add_argument("--first", type=int, default=0, help="number of the first attempt")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="frontdesk-fuzz-") as folder:
        try:
            fuzz(pathlib.Path(folder), chosen.count, chosen.seed, chosen.first)
        except Fault as fault:
            print(f"FAILED: {fault}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
