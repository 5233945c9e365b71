"""The rules: what every client believes against what the store has. Each gives what breaks it."""

from __future__ import annotations

import collections
import dataclasses
import json
from collections.abc import Iterator

from ledger import Ledger, Violation
from store import Conversation, Event

Store = dict[str, Conversation]

#: The names of all rules; those above the line are watched while the clients run, the others at the end.
LIVE = ("answers", "replay", "race", "crash")
FINAL = (
    "lost", "doubled", "order", "gap", "seen", "invented", "refused", "owner", "packet", "epoch", "silent", "state",
    "belief", "changed", "damage")

HOLDER_CHANGES = ("handoff", "claimed", "released", "transferred")


def check(ledger: Ledger, store: Store) -> list[Violation]:
    """Everything that is wrong."""
    found: list[Violation] = []
    for rule in (lost, doubled, order, gap, seen, invented, refused, owner, packets, epoch, silent, states):
        found.extend(rule(ledger, store))
    return found


def lost(ledger: Ledger, store: Store) -> Iterator[Violation]:
    """What was acknowledged is in the store at that place, as it was sent."""
    for message in ledger.sent.values():
        if message.seq is None:
            continue
        event = _event(store, message.conversation, message.seq)
        if event is None or event.id != message.id:
            found = event.body if event else "nothing"
            yield Violation(
                "lost", message.conversation, f"{message.id} was acknowledged as {message.seq}; there is {found}")
            continue
        body = event.body
        agent = (body.get("agent") or {}).get("id")
        if (body.get("text"), body.get("from"), agent) != (message.text, message.author, message.agent):
            yield Violation("lost", message.conversation, f"{message.id} was stored otherwise than sent: {body}")


def doubled(ledger: Ledger, store: Store) -> Iterator[Violation]:
    """A message is in the store once."""
    places: dict[str, list[str]] = collections.defaultdict(list)
    for conversation in store.values():
        for event in conversation.events:
            if event.author in ("customer", "agent"):
                places[event.body.get("client_message_id")].append(f"{conversation.id}/{event.seq}")
    for id, found in places.items():
        if len(found) > 1:
            yield Violation("doubled", found[0].split("/")[0], f"{id} is stored {len(found)} times: {found}")


def order(ledger: Ledger, store: Store) -> Iterator[Violation]:
    """What one client sent in a row, and was never refused, is stored in that order."""
    last: dict[tuple[str, str], tuple[int, int, str]] = {}
    for message in sorted(ledger.sent.values(), key=lambda message: (message.sender, message.order)):
        if message.seq is None or message.erred:
            continue
        key = (message.sender, message.conversation)
        before = last.get(key)
        if before and before[1] >= message.seq:
            yield Violation(
                "order", message.conversation,
                f"{message.sender} sent {before[2]} ({before[1]}) before {message.id} ({message.seq})")
        last[key] = (message.order, message.seq, message.id)


def gap(ledger: Ledger, store: Store) -> Iterator[Violation]:
    """`seq` counts from 1 without a gap to the conversation's `last_seq`; time does not run backwards within a commit."""
    for conversation in store.values():
        numbers = [event.seq for event in conversation.events]
        if numbers != list(range(1, len(numbers) + 1)) or conversation.last_seq != len(numbers):
            yield Violation("gap", conversation.id, f"last_seq is {conversation.last_seq}, the log has {_ranges(numbers)}")


def seen(ledger: Ledger, store: Store) -> Iterator[Violation]:
    """Every event that any client ever saw is in the store, whatever the order of its fields."""
    for id, frames in ledger.seen.items():
        conversation = store.get(id)
        if conversation is None:
            yield Violation("seen", id, f"{len(frames)} events were seen of a conversation that is not in the store")
            continue
        for seq, raw in frames.items():
            event = _event(store, id, seq)
            if event is None:
                yield Violation("seen", id, f"{seq} was seen and is not in the store: {raw.decode()}")
            elif conversation.frame(event) != raw and json.loads(conversation.frame(event)) != json.loads(raw):
                yield Violation("seen", id, f"{seq} was seen as {raw.decode()}, is {conversation.frame(event).decode()}")


def invented(ledger: Ledger, store: Store) -> Iterator[Violation]:
    """What the store has of customers and agents, one of the clients sent."""
    for conversation in store.values():
        for event in conversation.events:
            if event.author not in ("customer", "agent"):
                continue
            message = ledger.sent.get(event.body.get("client_message_id") or "")
            if message is None or message.conversation != conversation.id:
                yield Violation("invented", conversation.id, f"nobody sent {event.seq}: {event.body}")


def refused(ledger: Ledger, store: Store) -> Iterator[Violation]:
    """What was refused for good is not in the store; and of everything sent, the sender knows what became of it."""
    stored = {
        event.id: conversation.id
        for conversation in store.values() for event in conversation.events if event.id is not None}
    for message in ledger.sent.values():
        if not message.is_settled:
            yield Violation("refused", message.conversation, f"{message.sender} never learned what became of {message.id}")
        elif message.refused is not None and message.id in stored:
            yield Violation("refused", message.conversation, f"{message.id} was refused with {message.refused} and is stored")


@dataclasses.dataclass
class Holder:
    """Who holds a conversation at a point of its log."""

    status: str = "bot"
    agent: str | None = None
    #: The time of the last commit in which the bot may tell of a change.
    notice: int | None = None

    def check(self, event: Event) -> str | None:
        """What is wrong with an event here, if anything is."""
        if self.status == "closed" and event.kind not in ("ticket", "contact"):
            return "comes after the end"
        author = event.author
        if author == "bot":
            return self._check_bot(event)
        if author == "agent":
            agent = event.body["agent"]["id"]
            if self.status != "agent" or self.agent != agent:
                return f"is agent {agent}'s while {self._name()} holds it"
        return self._check_change(event)

    def _check_bot(self, event: Event) -> str | None:
        if self.status == "bot":
            return None
        is_notice = event.body.get("style") in ("notice", "contact")
        if is_notice and (self.status == "queued" or event.at == self.notice):
            return None
        return f"is the bot's while {self._name()} holds it"

    def _check_change(self, event: Event) -> str | None:
        agent = (event.body.get("agent") or {}).get("id")
        match event.kind:
            case "claimed":
                given_up = (event.body.get("from") or {}).get("id")
                if self.status == "agent" and (given_up is None or given_up != self.agent):
                    return f"claims what {self._name()} holds"
                if self.status != "agent" and given_up is not None:
                    return f"takes it from {given_up} while {self._name()} holds it"
            case "released":
                if self.status != "agent" or agent != self.agent:
                    return f"is given back by {agent} while {self._name()} holds it"
            case "transferred":
                if self.status != "agent" or agent != self.agent:
                    return f"is handed on by {agent} while {self._name()} holds it"
            case "handoff":
                if self.status == "queued" or (self.status == "agent" and agent != self.agent):
                    return f"goes into the queue while {self._name()} holds it"
            case "closed":
                if event.body.get("by") == "agent" and self.status != "agent":
                    return f"is ended by an agent while {self._name()} holds it"
        return None

    def move(self, event: Event) -> None:
        match event.kind:
            case "handoff":
                self.status, self.agent = "queued", None
            case "claimed":
                self.status, self.agent = "agent", event.body["agent"]["id"]
            case "transferred":
                self.status, self.agent = "agent", event.body["to"]["id"]
            case "released":
                self.status, self.agent = "bot", None
            case "closed":
                self.status, self.agent = "closed", None
        if event.kind in HOLDER_CHANGES + ("contact", "ticket"):
            self.notice = event.at

    def _name(self) -> str:
        return f"agent {self.agent}" if self.agent else f"status {self.status}"


def owner(ledger: Ledger, store: Store) -> Iterator[Violation]:
    """Only who holds the conversation speaks in it, beside the customer; and holders change one after the other."""
    for conversation in store.values():
        holder = Holder()
        for event in conversation.events:
            wrong = holder.check(event)
            if wrong:
                yield Violation("owner", conversation.id, f"{event.seq} {wrong}: {event.body}")
            holder.move(event)
        if (conversation.status, conversation.holder) != (holder.status, holder.agent):
            yield Violation(
                "owner", conversation.id,
                f"the log ends with {holder.status} {holder.agent}, the record says {conversation.status} {conversation.holder}")


def packets(ledger: Ledger, store: Store) -> Iterator[Violation]:
    """Every handoff, transfer, take-over, and claim of what the bot held has its packet."""
    for conversation in store.values():
        holder = Holder()
        for event in conversation.events:
            is_claim = event.kind == "claimed" and holder.status != "queued"
            if (is_claim or event.kind in ("handoff", "transferred")) and event.seq not in conversation.packets:
                yield Violation("packet", conversation.id, f"{event.kind} at {event.seq} is without a packet")
            holder.move(event)


def epoch(ledger: Ledger, store: Store) -> Iterator[Violation]:
    """The epoch grew with each change of holder."""
    for conversation in store.values():
        changes = sum(event.kind in HOLDER_CHANGES for event in conversation.events)
        if conversation.epoch < 1 + changes:
            yield Violation("epoch", conversation.id, f"the holder changed {changes} times, the epoch is {conversation.epoch}")


def unanswered(conversation: Conversation) -> list[int]:
    """The customer's messages to the bot that nobody has answered."""
    holder = Holder()
    waiting: list[int] = []
    for event in conversation.events:
        if event.author == "customer" and holder.status == "bot":
            waiting.append(event.seq)
        elif event.author == "bot":
            reply_to = event.body.get("reply_to", 0)
            waiting = [seq for seq in waiting if seq > reply_to]
        elif event.kind in ("handoff", "claimed", "closed"):
            waiting = []
        holder.move(event)
    return waiting


def silent(ledger: Ledger, store: Store) -> Iterator[Violation]:
    """Nothing that a customer said to the bot is left without an answer."""
    for conversation in store.values():
        waiting = unanswered(conversation)
        if waiting:
            yield Violation("silent", conversation.id, f"nobody answered {waiting}")


def states(ledger: Ledger, store: Store) -> Iterator[Violation]:
    """Whoever was told who holds a conversation was told what the log says."""
    told: dict[str, list[tuple[int, str, str | None]]] = collections.defaultdict(list)
    for id, seq, status, agent in ledger.states:
        told[id].append((seq, status, agent))
    for id, states in told.items():
        conversation = store.get(id)
        history = {0: ("bot", None)}
        holder = Holder()
        for event in conversation.events if conversation else []:
            holder.move(event)
            history[event.seq] = (holder.status, holder.agent)
        for seq, status, agent in states:
            if history.get(seq) != (status, agent):
                yield Violation("state", id, f"after {seq} it was told as {status} {agent}, the log says {history.get(seq)}")


def _event(store: Store, id: str, seq: int) -> Event | None:
    conversation = store.get(id)
    if conversation is None or not 0 < seq <= len(conversation.events):
        return None
    event = conversation.events[seq - 1]
    if event.seq == seq:
        return event
    return next((event for event in conversation.events if event.seq == seq), None)


def _ranges(numbers: list[int]) -> str:
    """Numbers in short: 1-4 6 8-9."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and number == parts[-1][1] + 1:
            parts[-1][1] = number
        else:
            parts.append([number, number])
    return " ".join(f"{first}-{last}" if first != last else str(first) for first, last in parts)
