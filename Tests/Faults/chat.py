"""Customers and agents over real WebSockets, who remember everything they were told."""

import asyncio
import itertools
import json

import websockets
from websockets.asyncio.client import connect

WAIT = 30
QUESTION = "what are your opening hours"


class Chat:
    """One connection. `acknowledged` has the seq of every message, `events` every event by its seq, over all connections
    that were made with `again`."""

    def __init__(self, address: str, cookie: str = ""):
        self.address, self.cookie = address, cookie
        self.session = self.conversation = None
        self.events: dict[str, dict[int, dict]] = {}
        self.acknowledged: dict[str, int] = {}
        self.said: dict[str, str] = {}
        self.numbers = itertools.count(1)
        self.frames: list[dict] = []
        self.arrived = asyncio.Event()
        self.socket = self.reader = None
        self.code: int | None = None
        self.refused = asyncio.Event()
        self.faults: list[str] = []

    # Connecting

    async def open(self, **hello) -> "Chat":
        """Connects and says hello; `hello` is added to that frame."""
        self.frames, self.code = [], None
        self.socket = await connect(
            f"ws://{self.address}/chat", subprotocols=["frontdesk.v1"], additional_headers={"Cookie": self.cookie},
            compression=None, ping_interval=None, proxy=None, open_timeout=60, close_timeout=5, max_queue=None)
        self.reader = asyncio.create_task(self._read(self.socket))
        await self.send({"type": "hello", "protocol": 1, "role": "agent" if self.cookie else "customer", **hello})
        return self

    async def join(self, **hello) -> "Chat":
        """Connects and waits until the conversation is there (a customer) or the desk (an agent)."""
        if self.session:
            hello["session"] = self.session
        await self.open(**hello)
        welcome = await self.next("welcome")
        self.session = welcome.get("session", self.session)
        self.conversation = welcome.get("conversation", self.conversation)
        await self.next("desk" if self.cookie else "live")
        return self

    async def again(self) -> "Chat":
        """Comes back after the last event that it knows."""
        after = max(self.events.get(self.conversation, {0: {}}))
        return await self.join(resume={"conversation": self.conversation, "after": after})

    async def cut(self) -> None:
        """Ends the connection without a word."""
        if self.socket:
            self.socket.transport.abort()
            await self.closed()

    async def closed(self, wait: float = WAIT) -> int | None:
        """Waits until the connection has ended and gives its close code."""
        await asyncio.wait_for(asyncio.shield(self.reader), wait)
        return self.code

    async def _read(self, socket) -> None:
        try:
            async for text in socket:
                self._take(json.loads(text))
        except websockets.ConnectionClosed:
            pass
        self.code = socket.close_code
        self.arrived.set()

    def _take(self, frame: dict) -> None:
        if frame["type"] == "event":
            known = self.events.setdefault(frame["conversation"], {})
            if frame["seq"] in known and known[frame["seq"]] != frame:
                self.faults.append(f"two events have the number {frame['seq']} in {frame['conversation']}")
            known[frame["seq"]] = frame
        if frame["type"] == "ack":
            first = self.acknowledged.setdefault(frame["client_message_id"], frame["seq"])
            if first != frame["seq"]:
                self.faults.append(f"{frame['client_message_id']} was acknowledged as {first} and {frame['seq']}")
        if frame["type"] == "error" and frame["code"] == 501:
            self.refused.set()
        self.frames.append(frame)
        self.arrived.set()

    # Talking

    async def send(self, frame: dict) -> None:
        await self.socket.send(json.dumps(frame, ensure_ascii=False))

    async def next(self, *types: str, wait: float = WAIT) -> dict:
        """The next frame of one of the types; those before it are dropped."""
        async with asyncio.timeout(wait):
            while True:
                while self.frames:
                    frame = self.frames.pop(0)
                    if frame["type"] in types:
                        return frame
                if self.reader.done():
                    raise ConnectionError(f"closed with {self.code} before {types}")
                self.arrived.clear()
                await self.arrived.wait()

    async def say(self, text: str = QUESTION, name: str | None = None) -> str:
        """Sends a message, a known one again when `name` is given, and gives its id."""
        name = name or f"m{next(self.numbers)}"
        self.said.setdefault(name, text)
        await self.send({
            "type": "message", "conversation": self.conversation, "client_message_id": name, "text": self.said[name]})
        return name

    async def outcome(self, name: str, wait: float = WAIT) -> dict:
        """The acknowledgement or the refusal of a message."""
        while True:
            frame = await self.next("ack", "error", wait=wait)
            if frame.get("client_message_id") == name:
                return frame

    async def ask(self, text: str = QUESTION, name: str | None = None) -> dict:
        return await self.outcome(await self.say(text, name))

    async def reply(self, seq: int, wait: float = WAIT) -> None:
        """Waits for a message of the bot after `seq`."""
        async with asyncio.timeout(wait):
            while not any(
                number > seq and event.get("from") == "bot" for number, event in self.events[self.conversation].items()
            ):
                self.arrived.clear()
                await self.arrived.wait()

    async def unanswered_again(self) -> None:
        """Sends every message that was not acknowledged once more and waits for all acknowledgements."""
        for name in [name for name in self.said if name not in self.acknowledged]:
            frame = await self.ask(name=name)
            assert frame["type"] == "ack", frame


def disagreements(chats: list[Chat], stored: dict[str, dict[int, str | None]]) -> list[str]:
    """Where what people were told differs from the store: nothing may be acknowledged or shown that is not in it, twice in it
    or out of order."""
    faults = [fault for chat in chats for fault in chat.faults]
    for conversation, events in stored.items():
        if sorted(events) != list(range(1, len(events) + 1)):
            faults.append(f"{conversation} has gaps: {sorted(events)}")
    for chat in chats:
        own = stored.get(chat.conversation, {})
        for name, seq in chat.acknowledged.items():
            if own.get(seq) != name:
                faults.append(f"{chat.conversation}: {name} was acknowledged as {seq}, the store has {own.get(seq)!r} there")
        for conversation, events in chat.events.items():
            for seq, event in events.items():
                there = stored.get(conversation, {})
                if seq not in there or there[seq] != event.get("client_message_id"):
                    faults.append(f"{conversation}: event {seq} was shown and is not in the store")
    return faults
