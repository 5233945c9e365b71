"""Agents and supervisors: they claim, talk, hand over, hand back and end, and lose connections as customers do."""

from __future__ import annotations

import json

from ledger import Sent
from peer import Peer

WORDS = ["one moment please", "I am looking at it", "请稍等", "it is on its way", "已经为您处理"]
#: Conversations that an agent has open beside those it works on.
OPEN = 6

WEIGHTS = {
    "claim_waiting": 15, "say": 60, "say_twice": 5, "release": 4, "close": 2, "claim_from_bot": 8, "claim_held": 3,
    "say_unheld": 3, "look": 8, "look_away": 4, "reload": 2, "cut_off": 2, "silent": 1, "torn": 1, "slow": 0.4,
    "go_away": 0.8, "typing": 3, "transfer": 5, "take_over": 3}


class Agent(Peer):
    """A member of staff with one console open."""

    role = "agent"

    def __init__(
        self, name: str, world, cookie: str, is_supervisor: bool = False, weights: dict[str, float] = WEIGHTS
    ) -> None:
        super().__init__(name, world)
        self._cookie = cookie
        self._user_id: str | None = None
        self.is_supervisor = is_supervisor
        self.display_name = ""
        self.desk: dict[str, dict] = {}
        self.opened: list[str] = []
        self._actions, self._weights = list(weights), list(weights.values())

    # Connection.

    @property
    def cookie(self) -> str | None:
        return self._cookie

    @property
    def user_id(self) -> str | None:
        return self._user_id

    def hello(self) -> dict:
        return {"type": "hello", "protocol": 1, "role": "agent"}

    def greeted(self) -> None:
        for conversation in self.opened:
            self.open(conversation)
        super().greeted()

    def special(self, frame: dict) -> None:
        match frame["type"]:
            case "welcome":
                self._user_id = frame["user"]["id"]
                self.display_name = frame["user"]["display_name"]
                self.world.agents[self.name] = self._user_id
            case "desk":
                self.desk = {summary["id"]: summary for summary in frame["conversations"]}
                for summary in frame["conversations"]:
                    self.note(summary)
                self.is_welcome = True
            case _: super().special(frame)

    def desk_changed(self, raw: bytes) -> None:
        summary = json.loads(raw)["conversation"]
        self.note(summary)
        if summary["status"] in ("queued", "agent"):
            self.desk[summary["id"]] = summary
        else:
            self.desk.pop(summary["id"], None)
        self.changed.set()

    def note(self, summary: dict) -> None:
        holder = (summary.get("holder") or {}).get("id")
        self.ledger.states.add((summary["id"], summary["last_seq"], summary["status"], holder))

    def expected(self, kind: str) -> set[int]:
        own = {
            "message": {301, 303}, "claim": {301, 302}, "release": {301, 303}, "close": {301, 303},
            "transfer": {101, 301, 303}}
        if kind == "claim" and not self.is_supervisor:
            return own[kind] | {202, 501, 502}
        return own.get(kind, set()) | {501, 502}

    # What the desk shows.

    def waiting(self) -> list[str]:
        return [id for id, summary in self.desk.items() if summary["status"] == "queued"]

    def held(self) -> list[str]:
        return [id for id, summary in self.desk.items() if self.holder(summary) == self._user_id]

    def held_by_others(self) -> list[str]:
        return [id for id, summary in self.desk.items() if self.holder(summary) not in (None, self._user_id)]

    @staticmethod
    def holder(summary: dict) -> str | None:
        return (summary.get("holder") or {}).get("id")

    def any_of(self, conversations: list[str]) -> str | None:
        return self.random.choice(conversations) if conversations else None

    # Actions.

    async def act(self) -> None:
        await getattr(self, self.random.choices(self._actions, self._weights)[0])()
        if not await self.until(lambda: len(self.pending) < 3):
            await self.check_pulse()
        await self.pause(self.world.think_seconds)

    async def request(self, kind: str, conversation: str | None, **fields) -> dict | None:
        if conversation is None:
            return None
        answer = await self.answer(self.ask(kind, conversation, **fields))
        if answer is None:
            await self.check_pulse()
        return answer

    async def claim_waiting(self) -> None:
        conversation = self.any_of(self.waiting())
        answer = await self.request("claim", conversation)
        if answer and answer["type"] == "done":
            self.look_at(conversation)

    async def claim_from_bot(self) -> None:
        conversation = self.any_of(list(self.world.current.values()))
        answer = await self.request("claim", conversation)
        if answer and answer["type"] == "done":
            self.look_at(conversation)

    async def claim_held(self) -> None:
        await self.request("claim", self.any_of(self.held_by_others()))

    async def take_over(self) -> None:
        """Takes a colleague's conversation; only a supervisor may."""
        await self.request("claim", self.any_of(self.held_by_others()), take_over=True)

    async def transfer(self) -> None:
        """Hands a conversation to a colleague, or back to the front of the queue."""
        conversations = self.held_by_others() if self.is_supervisor and self.random.random() < 0.3 else self.held()
        fields = {"note": "please look"} if self.random.random() < 0.5 else {}
        if self.random.random() < 0.6:
            fields["to"] = self.random.choice(list(self.world.agents.values()))
        await self.request("transfer", self.any_of(conversations), **fields)

    async def release(self) -> None:
        await self.request("release", self.any_of(self.held()))

    async def close(self) -> None:
        await self.request("close", self.any_of(self.held()))

    async def say(self) -> Sent | None:
        return self.say_in(self.any_of(self.held()))

    def say_in(self, conversation: str | None) -> Sent | None:
        return self.submit(conversation, self.random.choice(WORDS)) if conversation else None

    async def say_twice(self) -> None:
        message = await self.say()
        if message:
            self.transmit(message)
            self.ledger.counts["sent twice in flight"] += 1

    async def say_unheld(self) -> None:
        """Talks where another holds; must be refused."""
        self.say_in(self.any_of(self.held_by_others() + self.waiting()))

    async def look(self) -> None:
        conversation = self.any_of(list(self.desk))
        if conversation:
            self.look_at(conversation)

    def look_at(self, conversation: str) -> None:
        if conversation in self.opened:
            return
        while len(self.opened) >= OPEN:
            self.unwatch(self.opened[0])
        self.opened.append(conversation)
        self.open(conversation)

    async def look_away(self) -> None:
        if self.opened:
            self.unwatch(self.random.choice(self.opened))

    def unwatch(self, conversation: str) -> None:
        self.opened.remove(conversation)
        self.ask("unwatch", conversation)

    async def cut_off(self) -> None:
        self.ledger.counts["cuts"] += 1
        self.cut()

    async def go_away(self) -> None:
        """Leaves the desk for longer than the lease on what is held lasts, or a little less."""
        self.ledger.counts["agents away"] += 1
        self.cut()
        await self.pause(self.world.away_seconds)

    async def silent(self) -> None:
        await self.fall_silent()

    async def torn(self) -> None:
        self.be_torn()

    async def slow(self) -> None:
        """Stops reading for a while; the desk goes on."""
        self.ledger.counts["slow readers"] += 1
        link = self.link
        link.pause()
        await self.pause(self.world.slow_seconds)
        link.go_on()

    async def typing(self) -> None:
        conversation = self.any_of(self.held())
        if conversation:
            self.ask("typing", conversation, typing=True)
