"""Customers: each a session with one or two tabs that talk, repeat themselves, lose connections and start over."""

from __future__ import annotations

import dataclasses
import time

from ledger import Sent
from peer import Log, Peer

SURE = [
    "what does a transfer cost", "how long does card delivery take", "hello", "transfer fee", "card still not here",
    "转账手续费多少", "新卡什么时候寄到", "您好", "寄卡要多久", "转账要钱吗"]
UNSURE = ["purple lantern seven", "zebra quantum window", "啊啊啊", "hm"]
CALLING = ["talk to a human", "i lost my card", "转人工", "银行卡不见了"]
PAYLOADS = [("Transfer fee", "article:transfer-fee"), ("Card", "intent:card_arrival"), ("none of these", "none")]
#: Messages of a tab without an answer at once.
WINDOW = 4

WEIGHTS = {
    "say": 100, "say_twice": 10, "repeat": 5, "rate": 6, "start": 3, "reload": 3, "cut_off": 3, "silent": 1.5, "torn": 1.5,
    "typing": 2, "from_zero": 1, "linger": 4}


@dataclasses.dataclass
class Identity:
    """What the tabs of a browser share."""

    session: str | None = None
    is_asking: bool = False


class Customer(Peer):
    """A tab."""

    role = "customer"

    def __init__(self, name: str, world, identity: Identity, weights: dict[str, float] = WEIGHTS) -> None:
        super().__init__(name, world)
        self.identity = identity
        self.conversation = ""
        self.is_closed = False
        self.bot_messages: list[int] = []
        self.offer = ""
        self._settled: list[Sent] = []
        self._actions, self._weights = list(weights), list(weights.values())

    # Connection.

    async def connect(self) -> bool:
        if self.identity.session is None and not self.is_connected:
            if self.identity.is_asking:
                await self.pause(0.05)
                return False
            self.identity.is_asking = True
            try:
                return await super().connect()
            finally:
                self.identity.is_asking = False
        return await super().connect()

    def hello(self) -> dict:
        hello = {
            "type": "hello", "protocol": 1, "role": "customer", "language": self.random.choice(["zh-CN", "en"])}
        if self.identity.session:
            hello["session"] = self.identity.session
        if self.conversation:
            hello["resume"] = {"conversation": self.conversation, "after": self.logs[self.conversation].last}
        return hello

    def greeted(self) -> None:
        """Goes back to what was left unanswered in conversations of before, then sends it again."""
        for conversation in {message.conversation: None for message in self.pending.values()}:
            if conversation != self.conversation:
                self.open(conversation)
        super().greeted()

    def special(self, frame: dict) -> None:
        match frame["type"]:
            case "welcome":
                self.identity.session = frame.get("session", self.identity.session)
                self.enter(frame["conversation"])
                self.is_welcome = True
            case "started":
                self.enter(frame["conversation"], is_new=True)
                if "request" in frame:
                    self.answered(frame)
            case _: super().special(frame)

    def enter(self, conversation: str, is_new: bool = False) -> None:
        """The server says which conversation is the present one; its events follow."""
        is_known = conversation == self.conversation and not is_new
        log = self.logs.setdefault(conversation, Log())
        if is_known:
            log.ask(log.last, is_new_link=True)
            return
        log.ask(0, is_new_link=log.askings == 0)
        self.conversation = conversation
        self.is_closed = False
        self.bot_messages = []
        self.offer = ""
        self.world.current[self.name] = conversation

    def event(self, frame: dict) -> None:
        super().event(frame)
        if frame["conversation"] != self.conversation:
            return
        if frame["kind"] == "closed":
            self.is_closed = True
        elif frame["kind"] == "message" and frame["from"] == "bot":
            self.bot_messages.append(frame["seq"])
            if frame.get("style") == "contact":
                self.offer = self.conversation

    def acknowledged(self, frame: dict) -> None:
        message = self.pending.get(frame["client_message_id"])
        super().acknowledged(frame)
        if message:
            self._settled = self._settled[-20:] + [message]

    # Refusals.

    def expected(self, kind: str) -> set[int]:
        own = {
            "message": {300, 301}, "feedback": {101, 300, 301}, "contact": {101, 300, 301}, "typing": {300}}
        return own.get(kind, set()) | {501, 502}

    def reopen(self, message: Sent, code: int) -> bool:
        """300 says that this connection has left the conversation, as when another tab began a new one."""
        if code != 300:
            return False
        self.open(message.conversation)
        self.transmit(message)
        return True

    # Actions.

    async def act(self) -> None:
        if self.offer:
            await self.leave_contact()
        elif self.is_closed:
            await self.start()
        else:
            await getattr(self, self.random.choices(self._actions, self._weights)[0])()
        if not await self.until(lambda: len(self.pending) < WINDOW):
            await self.check_pulse()
        await self.pause(self.world.think_seconds)

    def text(self) -> tuple[str, str | None]:
        kind = self.random.random()
        if kind < 0.08:
            return self.random.choice(PAYLOADS)
        if kind < 0.20:
            return self.random.choice(UNSURE), None
        if kind < 0.26:
            return self.random.choice(CALLING), None
        return self.random.choice(SURE), None

    async def say(self, text: str | None = None) -> Sent:
        words, payload = (text, None) if text else self.text()
        return self.submit(self.conversation, words, payload)

    async def say_twice(self) -> None:
        """The same message again before the first is answered, perhaps with another behind it."""
        message = await self.say()
        if self.random.random() < 0.5:
            await self.say()
        self.transmit(message)
        self.ledger.counts["sent twice in flight"] += 1

    async def repeat(self) -> None:
        """A message again that was acknowledged long ago."""
        own = [message for message in self._settled if message.conversation == self.conversation]
        if own:
            self.transmit(self.random.choice(own))
            self.ledger.counts["repeated"] += 1

    async def rate(self) -> None:
        if self.bot_messages:
            self.ask(
                "feedback", self.conversation, seq=self.random.choice(self.bot_messages),
                helpful=self.random.random() < 0.5)

    async def start(self) -> None:
        request = self.ask("start", "", language=self.random.choice(["zh-CN", "en"]))
        if await self.answer(request, 5) is None:
            await self.check_pulse()

    async def cut_off(self) -> None:
        self.ledger.counts["cuts"] += 1
        self.cut()

    async def silent(self) -> None:
        await self.fall_silent()

    async def torn(self) -> None:
        self.be_torn()

    async def typing(self) -> None:
        self.ask("typing", self.conversation, typing=True)

    async def from_zero(self) -> None:
        """Asks for the whole conversation again."""
        self.logs[self.conversation].last = 0
        self.open(self.conversation)

    async def linger(self) -> None:
        await self.pause(self.world.linger_seconds)

    async def leave_contact(self) -> None:
        """Says where to be reached, again after a lost connection."""
        conversation = self.offer
        if await self.answer(self.ask("contact", conversation, email=f"{self.name}@example.com")) is None:
            await self.check_pulse()
        elif self.offer == conversation:
            self.offer = ""


class SlowCustomer(Customer):
    """A customer with long messages who stops reading until the server has had enough, and comes back."""

    #: Bytes to ask for while not reading: more than the outbox and the kernel together take.
    FLOOD = 6 << 20

    def __init__(self, name: str, world, identity: Identity) -> None:
        super().__init__(name, world, identity)
        self.is_slow = True

    def text(self) -> tuple[str, str | None]:
        return self.random.choice(SURE) + " " + "很慢" * self.random.randrange(500, 1900), None

    async def linger(self) -> None:
        await self.fall_behind()

    async def fall_behind(self) -> None:
        log = self.logs[self.conversation]
        size = sum(len(raw) for raw in self.ledger.seen[self.conversation].values())
        if size < 30_000:
            return
        self.ledger.counts["slow readers"] += 1
        link = self.link
        link.pause()
        log.askings += 1
        for _ in range(min(400, self.FLOOD // size + 1)):
            self.send({"type": "resume", "conversation": self.conversation, "after": 0})
        await self.say()
        await self.pause(self.world.slow_seconds)
        link.go_on()
        deadline = time.monotonic() + 10
        while link.is_open and time.monotonic() < deadline and self.pending:
            await self.until(lambda: not self.pending)
        if link.close_code == 4008:
            self.ledger.counts["slow readers sent away"] += 1
