"""What the clients believe: every message they sent, every answer they got, every event they saw."""

import collections
import dataclasses


@dataclasses.dataclass(frozen=True)
class Violation:
    """A broken rule: its name, the conversation, and what was wrong in words."""

    rule: str
    conversation: str
    text: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.conversation}: {self.text}"


@dataclasses.dataclass
class Sent:
    """A message as its sender knows it. `order` counts the sender's messages by their first sending."""

    id: str
    sender: str
    author: str
    agent: str | None
    conversation: str
    text: str
    payload: str | None
    order: int
    #: The `seq` of the first acknowledgement.
    seq: int | None = None
    #: The code of the error that refused it for good.
    refused: int | None = None
    #: Whether any sending of it was answered with an error; its place among the others is then open.
    erred: bool = False

    @property
    def is_settled(self) -> bool:
        return self.seq is not None or self.refused is not None


class Ledger:
    """The beliefs of all clients together, compared at once where two of them speak of the same thing."""

    #: Of so many events one is looked up in the store the moment it is seen.
    SAMPLE = 20

    def __init__(self) -> None:
        self.sent: dict[str, Sent] = {}
        self.seen: dict[str, dict[int, bytes]] = collections.defaultdict(dict)
        #: (conversation, seq, status, holder) as `live` and the desk told them.
        self.states: set[tuple[str, int, str, str | None]] = set()
        self.violations: list[Violation] = []
        self.counts: collections.Counter[str] = collections.Counter()
        self.codes: collections.Counter[str] = collections.Counter()
        self.closes: collections.Counter[str] = collections.Counter()
        #: Looks an event up in the store; gives None while that cannot be done.
        self.lookup = lambda conversation, seq: None

    @property
    def acknowledged(self) -> int:
        return self.counts["acknowledged"]

    def violate(self, rule: str, conversation: str, text: str) -> None:
        self.violations.append(Violation(rule, conversation, text))

    def send(self, message: Sent) -> None:
        self.sent[message.id] = message
        self.counts["messages"] += 1

    def acknowledge(self, id: str, conversation: str, seq: int) -> None:
        """Takes an acknowledgement; another one of the same message must say the same."""
        message = self.sent.get(id)
        if message is None or message.conversation != conversation:
            self.violate("answers", conversation, f"an acknowledgement of {id}, which was not sent there")
        elif message.seq is None:
            message.seq = seq
            self.counts["acknowledged"] += 1
            if message.refused is not None:
                self.violate("answers", conversation, f"{id} was refused with {message.refused}, then acknowledged")
        elif message.seq != seq:
            self.violate("doubled", conversation, f"{id} was acknowledged as {message.seq} and as {seq}")
        else:
            self.counts["acknowledged again"] += 1

    def see(self, conversation: str, seq: int, raw: bytes, who: str) -> None:
        """Takes an event's frame; everybody must see the same bytes, and only what the store has."""
        seen = self.seen[conversation]
        known = seen.get(seq)
        self.counts["events received"] += 1
        if known is None:
            seen[seq] = raw
            self.counts["events"] += 1
            if self.counts["events"] % self.SAMPLE == 0 and self.lookup(conversation, seq) is False:
                self.violate("seen", conversation, f"{who} saw {seq} before the store had it: {raw.decode()}")
        elif known != raw:
            self.violate(
                "seen", conversation, f"{seq} was shown as {known.decode()} and, to {who}, as {raw.decode()}")
