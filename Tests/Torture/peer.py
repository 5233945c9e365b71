"""What customers and agents have in common: one socket at a time, logs without gaps, messages until they are settled."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import random
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from ledger import Sent
from link import Link

if TYPE_CHECKING:
    from scenario import World

#: Seconds without an answer after which a client asks whether the connection still lives, and then gives it up.
PATIENCE = 1.5
#: Answers after which a client sends the same again.
RETRY = {400, 500, 501, 502}


@dataclasses.dataclass
class Log:
    """How far a client has followed a conversation."""

    last: int = 0
    ahead: set[int] = dataclasses.field(default_factory=set)
    #: How often it was asked for on the present link. After exactly one asking each event must come once and in order.
    askings: int = 0
    #: Whether `live` has come on the present link.
    is_live: bool = False

    def ask(self, after: int, is_new_link: bool) -> None:
        self.askings = 1 if is_new_link else self.askings + 1
        self.last = after
        self.ahead.clear()
        self.is_live = False

    def take(self, seq: int) -> str | None:
        """Takes an event; gives what is wrong with its place."""
        if seq == self.last + 1:
            self.last = seq
            while self.last + 1 in self.ahead:
                self.last += 1
                self.ahead.discard(self.last)
            return None
        if seq > self.last:
            self.ahead.add(seq)
        if self.askings != 1:
            return None
        return f"{seq} came after {self.last}"


class Peer:
    """A person at a page. Subclasses say hello, act and take what is special to them."""

    role = ""

    def __init__(self, name: str, world: World) -> None:
        self.name = name
        self.world = world
        self.ledger = world.ledger
        self.random = random.Random(f"{world.seed}/{name}")
        self.link: Link | None = None
        self.is_welcome = False
        self.is_slow = False
        self.logs: dict[str, Log] = {}
        self.pending: dict[str, Sent] = {}
        self.requests: dict[str, tuple[str, str]] = {}
        self.answers: dict[str, dict] = {}
        self.changed = asyncio.Event()
        self.pongs = 0
        self.not_before = 0.0
        self._sendings = 0
        self._requests = 0
        self._failures = 0

    # Life.

    async def run(self) -> None:
        """Acts at random until the world is to come to rest."""
        while not self.world.is_ending:
            if not await self.connect():
                continue
            await self.act()
        await self.settle()

    async def act(self) -> None:
        raise NotImplementedError

    async def settle(self) -> None:
        """Waits until everything sent has been answered, connecting again as often as needed."""
        deadline = time.monotonic() + self.world.plan.rest_seconds
        while (self.pending or not self.is_connected) and time.monotonic() < deadline:
            if await self.connect() and not await self.until(lambda: not self.pending):
                await self.check_pulse()

    async def until(self, is_true: Callable[[], bool], seconds: float = PATIENCE) -> bool:
        """Waits until something is true or the connection is lost; false when it takes longer."""
        link = self.link
        try:
            async with asyncio.timeout(seconds):
                while not is_true():
                    if self.link is not link or link is None or not link.is_open:
                        return False
                    self.changed.clear()
                    await self.changed.wait()
        except TimeoutError:
            return False
        return True

    async def pause(self, seconds: float) -> None:
        await asyncio.sleep(self.random.uniform(0, seconds))

    # Connection.

    @property
    def is_connected(self) -> bool:
        return self.link is not None and self.link.is_open and self.is_welcome

    async def connect(self) -> bool:
        """Is connected, or connects once; false when that did not work."""
        if self.is_connected:
            return True
        wait = max(self.not_before - time.monotonic(), self.random.uniform(0, 0.05))
        await asyncio.sleep(wait)
        self.is_welcome = False
        link = self.link = Link(self)
        is_through_proxy = self.random.random() < self.world.proxy_share
        port = self.world.proxy.port if is_through_proxy else self.world.server.port
        try:
            await link.open(port, self.cookie, self.is_slow)
        except Exception:  # Whatever it is that a dying server answers with.
            self.link = None
            self.ledger.counts["failed connections"] += 1
            self._failures += 1
            self.not_before = time.monotonic() + self.random.uniform(0.05, min(0.5, 0.1 * 2**self._failures))
            return False
        self._failures = 0
        self.ledger.counts["connections"] += 1
        self.requests.clear()
        for log in self.logs.values():
            log.askings = 0
        self.send(self.hello())
        if await self.until(lambda: self.is_welcome, 5):
            self.greeted()
            return True
        self.ledger.counts["without welcome"] += 1
        self.cut()
        return False

    @property
    def cookie(self) -> str | None:
        return None

    def hello(self) -> dict:
        raise NotImplementedError

    def greeted(self) -> None:
        """Sends again what has no answer yet."""
        for message in list(self.pending.values()):
            self.transmit(message)

    def lost(self, link: Link) -> None:
        if link is self.link:
            self.ledger.closes[str(link.close_code or "lost")] += 1
            self.is_welcome = False
            self.link = None
        self.changed.set()

    def failed(self, error: Exception) -> None:
        self.world.fail(error)

    def cut(self) -> None:
        link, self.link = self.link, None
        self.is_welcome = False
        if link is not None:
            link.cut(self.random.random() < 0.5)

    async def check_pulse(self) -> None:
        """Asks whether the connection lives, and drops it when it does not."""
        link, before = self.link, self.pongs
        if link is None:
            return
        self.send({"type": "ping"})
        if not await self.until(lambda: self.pongs > before) and self.link is link:
            self.ledger.counts["dead connections noticed"] += 1
            self.cut()

    # Faults.

    async def fall_silent(self) -> None:
        """Has the proxy swallow everything, goes on as if nothing were, and notices."""
        pair = self.world.proxy.pair(self.link.local_port)
        if pair is None:
            return
        self.ledger.counts["half-open"] += 1
        pair.hole()
        if self.random.random() < 0.3:
            await self.pause(0.5)
            pair.reset()
            self.ledger.counts["half-open, then reset"] += 1

    def be_torn(self) -> None:
        """Has the proxy break the connection in the middle of what comes next."""
        pair = self.world.proxy.pair(self.link.local_port)
        if pair is not None:
            self.ledger.counts["torn"] += 1
            pair.tear(self.random.randrange(1, 3000))

    async def reload(self) -> None:
        """Leaves as a page that is loaded again; sometimes it has forgotten all it knew."""
        self.ledger.counts["reloads"] += 1
        self.link.leave()
        self.link = None
        self.is_welcome = False
        if self.random.random() < 0.25:
            self.ledger.counts["reloads from 0"] += 1
            for log in self.logs.values():
                log.last = 0

    # Sending.

    def send(self, frame: dict) -> None:
        if self.link is not None:
            self.link.send(json.dumps(frame, ensure_ascii=False).encode())

    def ask(self, kind: str, conversation: str, **fields) -> str:
        """Sends a frame that will be answered; gives its request."""
        self._requests += 1
        request = f"{self.name}-{self._requests}"
        self.requests[request] = (kind, conversation)
        self.ledger.counts[f"{kind} asked"] += 1
        frame = {"type": kind, "request": request} | fields
        if conversation and "conversation" not in fields:
            frame["conversation"] = conversation
        self.send(frame)
        return request

    async def answer(self, request: str, seconds: float = PATIENCE) -> dict | None:
        """The answer to a request; None when the connection was lost, or seems so."""
        if not await self.until(lambda: request in self.answers, seconds):
            return None
        return self.answers.pop(request)

    def submit(self, conversation: str, text: str, payload: str | None = None) -> Sent:
        self._sendings += 1
        message = Sent(
            id=f"{self.name}-{self._sendings}", sender=self.name, author=self.role, agent=self.user_id,
            conversation=conversation, text=text, payload=payload, order=self._sendings)
        self.ledger.send(message)
        self.pending[message.id] = message
        self.transmit(message)
        return message

    @property
    def user_id(self) -> str | None:
        return None

    def transmit(self, message: Sent) -> None:
        frame = {
            "type": "message", "conversation": message.conversation, "client_message_id": message.id,
            "text": message.text}
        if message.payload:
            frame["payload"] = message.payload
        self.send(frame)

    def open(self, conversation: str) -> str:
        """Asks for a conversation's events after the last one known."""
        log = self.logs.setdefault(conversation, Log())
        log.ask(log.last, is_new_link=log.askings == 0)
        return self.ask("resume", conversation, after=log.last)

    # Receiving.

    def received(self, link: Link, raw: bytes) -> None:
        if raw.startswith(b'{"conversation":{'):
            self.desk_changed(raw)
            return
        frame = json.loads(raw)
        kind = frame["type"]
        if kind == "event":
            self.ledger.see(frame["conversation"], frame["seq"], raw, self.name)
        if link is not self.link:
            return
        match kind:
            case "event": self.event(frame)
            case "ack": self.acknowledged(frame)
            case "live": self.live(frame)
            case "done": self.answered(frame)
            case "error": self.refused(frame)
            case "pong": self.pongs += 1
            case "typing": return
            case "goodbye":
                self.ledger.counts["goodbyes"] += 1
                # The real wait, shortened: this world is in a hurry.
                self.not_before = time.monotonic() + frame["retry_after_ms"] / 8000
            case _: self.special(frame)
        self.changed.set()

    def special(self, frame: dict) -> None:
        raise ValueError(f"{self.name} got a {frame['type']}")

    def desk_changed(self, raw: bytes) -> None:
        raise ValueError(f"{self.name} got a change of the desk")

    def event(self, frame: dict) -> None:
        conversation, seq = frame["conversation"], frame["seq"]
        log = self.logs.get(conversation)
        if log is None or log.askings == 0:
            self.ledger.violate("replay", conversation, f"{self.name} got {seq}, which it did not ask for")
            return
        wrong = log.take(seq)
        if wrong:
            self.ledger.violate("replay", conversation, f"for {self.name} {wrong}")

    def acknowledged(self, frame: dict) -> None:
        id = frame["client_message_id"]
        self.ledger.acknowledge(id, frame["conversation"], frame["seq"])
        self.pending.pop(id, None)

    def live(self, frame: dict) -> None:
        conversation, seq = frame["conversation"], frame["seq"]
        holder = (frame.get("holder") or {}).get("id")
        self.ledger.states.add((conversation, seq, frame["status"], holder))
        log = self.logs.get(conversation)
        if log is None:
            self.ledger.violate("replay", conversation, f"{self.name} went live without asking")
        else:
            if log.askings == 1 and log.last != seq:
                self.ledger.violate("replay", conversation, f"{self.name} is live at {seq} and has {log.last}")
            log.is_live = True
        if "request" in frame:
            self.answered(frame)

    def answered(self, frame: dict) -> None:
        """`done`, `live` or `started` to a request."""
        request = frame.get("request")
        kind, _ = self.requests.pop(request, ("?", ""))
        self.ledger.counts[f"{kind} done"] += 1
        self.keep(request, frame)

    def keep(self, request: str, frame: dict) -> None:
        """Keeps an answer for whoever waits for it; of those that nobody waits for the last few."""
        self.answers[request] = frame
        if len(self.answers) > 200:
            del self.answers[next(iter(self.answers))]

    def refused(self, frame: dict) -> None:
        code, id, request = frame["code"], frame.get("client_message_id"), frame.get("request")
        kind, conversation = self.requests.pop(request, ("?", "")) if request else ("message" if id else "?", "")
        if request:
            self.keep(request, frame)
        self.ledger.codes[f"{kind} {code}"] += 1
        if code not in self.expected(kind):
            self.ledger.violate("answers", conversation, f"{self.name}'s {kind} was answered with {frame}")
        if id and id in self.pending:
            self.message_refused(self.pending[id], code)

    def expected(self, kind: str) -> set[int]:
        """The errors that may answer a request of this kind."""
        raise NotImplementedError

    def message_refused(self, message: Sent, code: int) -> None:
        message.erred = True
        if code in RETRY:
            loop = asyncio.get_running_loop()
            loop.call_later(self.random.uniform(0.01, 0.1), self.retry, message)
        elif self.reopen(message, code):
            return
        else:
            message.refused = code
            del self.pending[message.id]

    def reopen(self, message: Sent, code: int) -> bool:
        """Whether the message is sent again after its conversation has been opened again."""
        return False

    def retry(self, message: Sent) -> None:
        if message.id in self.pending and self.is_connected:
            self.transmit(message)
