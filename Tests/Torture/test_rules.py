"""The checker can fail: a true log passes, and each way of tampering with it breaks its rule."""

import copy
import json
import sqlite3

import pytest

import rules
import store
from ledger import Ledger, Sent
from store import Conversation, Event

LIN, SAM = {"id": "a1", "display_name": "Lin"}, {"id": "a2", "display_name": "Sam"}


def _bot(text: str, style: str = "answer", **more) -> dict:
    return {"kind": "message", "from": "bot", "text": text, "style": style} | more


def _customer(id: str, text: str) -> dict:
    return {"kind": "message", "from": "customer", "text": text, "client_message_id": id}


def _agent(id: str, text: str, agent: dict) -> dict:
    return {"kind": "message", "from": "agent", "text": text, "client_message_id": id, "agent": agent}


#: (commit, body): everything from a question to the end, through two agents.
STORY = [
    (0, {"kind": "started", "language": "en"}),
    (0, _bot("Hello!", "greeting")),
    (1, _customer("m1", "what does a transfer cost")),
    (1, _bot("nothing", reply_to=3)),
    (2, _customer("m2", "hm")),
    (3, _bot("I am not sure", "unsure", reply_to=5)),
    (4, _customer("m3", "talk to a human")),
    (4, _bot("one moment", "notice", reply_to=7)),
    (4, {"kind": "handoff", "reason": "asked", "queue": "normal"}),
    (5, {"kind": "claimed", "agent": LIN}),
    (6, _agent("l1", "Hello, I am Lin", LIN)),
    (7, {"kind": "transferred", "agent": LIN, "to": SAM}),
    (7, _bot("Sam takes over", "notice")),
    (8, _agent("s1", "Hello, I am Sam", SAM)),
    (9, _customer("m4", "thank you")),
    (10, {"kind": "released", "agent": SAM}),
    (10, _bot("I am back", "notice")),
    (11, {"kind": "claimed", "agent": LIN}),
    (12, {"kind": "closed", "by": "agent"}),
]


class Case:
    """A ledger and a store that agree."""

    def __init__(self) -> None:
        self.ledger = Ledger()
        self.log = Conversation("c1", "closed", epoch=6, holder=None, last_seq=len(STORY), packets={9, 12, 18})
        self.store = {"c1": self.log}
        for seq, (commit, body) in enumerate(copy.deepcopy(STORY), start=1):
            event = Event(seq, 1_700_000_000_000 + commit, body.get("client_message_id"), body)
            self.log.events.append(event)
            self.ledger.see("c1", seq, self.log.frame(event), "tab")
            if event.id:
                self._acknowledge(event)
        self.ledger.states = {("c1", 2, "bot", None), ("c1", 9, "queued", None), ("c1", 13, "agent", "a2")}

    def _acknowledge(self, event: Event) -> None:
        agent = (event.body.get("agent") or {}).get("id")
        message = Sent(
            event.id, agent or "tab", event.body["from"], agent, "c1", event.body["text"], None, event.seq)
        self.ledger.send(message)
        self.ledger.acknowledge(event.id, "c1", event.seq)

    def event(self, seq: int) -> Event:
        return self.log.events[seq - 1]

    def replace(self, seq: int, body: dict) -> None:
        """Another event in the log, which everybody also saw."""
        event = self.event(seq)
        event.body, event.id = body, body.get("client_message_id")
        self.ledger.seen["c1"][seq] = self.log.frame(event)

    def append(self, body: dict, commit: int = 99) -> None:
        seq = len(self.log.events) + 1
        self.log.events.append(Event(seq, 1_700_000_000_000 + commit, body.get("client_message_id"), body))
        self.log.last_seq = seq

    def cut(self, length: int, status: str, holder: str | None) -> None:
        """The log ends earlier."""
        del self.log.events[length:]
        self.log.last_seq, self.log.status, self.log.holder = length, status, holder
        self.ledger.seen["c1"] = {seq: raw for seq, raw in self.ledger.seen["c1"].items() if seq <= length}
        self.ledger.sent = {id: sent for id, sent in self.ledger.sent.items() if (sent.seq or 0) <= length}
        self.ledger.states = {state for state in self.ledger.states if state[1] <= length}

    def broken(self) -> set[str]:
        return {violation.rule for violation in self.ledger.violations + rules.check(self.ledger, self.store)}


def test_a_true_log_breaks_no_rule():
    assert Case().broken() == set()


def _lose(case: Case) -> None:
    del case.log.events[4]


def _lose_the_last(case: Case) -> None:
    case.ledger.send(Sent("m9", "tab", "customer", None, "c1", "hello", None, 99))
    case.ledger.acknowledge("m9", "c1", len(STORY) + 1)


def _change_words(case: Case) -> None:
    case.ledger.sent["m2"].text = "something else"


def _double(case: Case) -> None:
    case.replace(17, case.event(15).body)


def _acknowledge_twice(case: Case) -> None:
    case.ledger.acknowledge("m1", "c1", 15)


def _swap(case: Case) -> None:
    first, second = case.event(3).body, case.event(5).body
    case.replace(3, second)
    case.replace(5, first)
    case.ledger.sent["m1"].seq, case.ledger.sent["m2"].seq = 5, 3


def _skip_a_number(case: Case) -> None:
    for event in case.log.events[10:]:
        event.seq += 1


def _see_what_is_not(case: Case) -> None:
    case.ledger.see("c1", len(STORY) + 1, b'{"seq":20}', "tab")


def _see_otherwise(case: Case) -> None:
    raw = case.ledger.seen["c1"][4]
    case.ledger.see("c1", 4, raw.replace(b"nothing", b"plenty!"), "other tab")


def _change_after_seeing(case: Case) -> None:
    case.event(4).body["text"] = "plenty"


def _see_too_early(case: Case) -> None:
    case.ledger.lookup = lambda conversation, seq: False
    case.ledger.counts["events"] = Ledger.SAMPLE - 1
    case.ledger.seen["c1"].pop(4)
    case.ledger.see("c1", 4, case.log.frame(case.event(4)), "tab")


def _invent(case: Case) -> None:
    case.replace(15, _customer("x1", "nobody said that"))
    del case.ledger.sent["m4"]


def _store_what_was_refused(case: Case) -> None:
    case.ledger.sent["m4"].seq = None
    case.ledger.sent["m4"].refused = 301


def _never_tell(case: Case) -> None:
    case.ledger.send(Sent("m9", "tab", "customer", None, "c1", "hello", None, 99))


def _bot_after_claim(case: Case) -> None:
    case.replace(11, _bot("here is your answer", reply_to=7))
    del case.ledger.sent["l1"]


def _bot_notice_long_after_claim(case: Case) -> None:
    case.replace(11, _bot("by the way", "notice"))
    del case.ledger.sent["l1"]


def _other_agent(case: Case) -> None:
    case.replace(11, _agent("l1", "Hello, I am Lin", SAM))
    case.ledger.sent["l1"].agent = "a2"


def _two_claims(case: Case) -> None:
    case.replace(11, {"kind": "claimed", "agent": SAM})
    del case.ledger.sent["l1"]


def _speak_after_end(case: Case) -> None:
    case.append(_bot("and another thing"))


def _wrong_record(case: Case) -> None:
    case.log.status, case.log.holder = "agent", "a1"


def _handoff_without_packet(case: Case) -> None:
    case.log.packets.remove(9)


def _transfer_without_packet(case: Case) -> None:
    case.log.packets.remove(12)


def _claim_without_packet(case: Case) -> None:
    case.log.packets.remove(18)


def _old_epoch(case: Case) -> None:
    case.log.epoch = 5


def _leave_unanswered(case: Case) -> None:
    case.cut(5, "bot", None)


def _answer_only_the_first(case: Case) -> None:
    case.cut(6, "bot", None)
    case.event(6).body["reply_to"] = 3
    case.replace(6, case.event(6).body)


def _tell_wrong_holder(case: Case) -> None:
    case.ledger.states.add(("c1", 11, "agent", "a2"))


@pytest.mark.parametrize(("tamper", "rule"), [
    (_lose, {"lost", "gap", "seen"}),
    (_lose_the_last, {"lost"}),
    (_change_words, {"lost"}),
    (_double, {"doubled"}),
    (_acknowledge_twice, {"doubled"}),
    (_swap, {"order"}),
    (_skip_a_number, {"gap", "lost", "seen"}),
    (_see_what_is_not, {"seen"}),
    (_see_otherwise, {"seen"}),
    (_change_after_seeing, {"seen"}),
    (_see_too_early, {"seen"}),
    (_invent, {"invented"}),
    (_store_what_was_refused, {"refused"}),
    (_never_tell, {"refused"}),
    (_bot_after_claim, {"owner"}),
    (_bot_notice_long_after_claim, {"owner"}),
    (_other_agent, {"owner"}),
    (_two_claims, {"owner"}),
    (_speak_after_end, {"owner"}),
    (_wrong_record, {"owner"}),
    (_handoff_without_packet, {"packet"}),
    (_transfer_without_packet, {"packet"}),
    (_claim_without_packet, {"packet"}),
    (_old_epoch, {"epoch"}),
    (_leave_unanswered, {"silent"}),
    (_answer_only_the_first, {"silent"}),
    (_tell_wrong_holder, {"state"}),
])
def test_a_tampered_log_breaks_its_rule(tamper, rule):
    case = Case()
    tamper(case)
    assert rule <= case.broken()


def test_what_was_in_the_store_once_must_stay(tmp_path):
    path = tmp_path / "store.db"
    with sqlite3.connect(path) as connection:
        connection.executescript(
            "CREATE TABLE customers (id TEXT, synthetic INTEGER);"
            "CREATE TABLE conversations (number INTEGER, id TEXT, customer_id TEXT);"
            "CREATE TABLE events (id INTEGER, conversation_number INTEGER, seq INTEGER, at INTEGER,"
            " client_message_id TEXT, body TEXT);"
            "CREATE TABLE handoffs (event_id INTEGER, at INTEGER, packet TEXT);")
        connection.execute("INSERT INTO conversations VALUES (7, 'c1', 'u1')")
        connection.execute("INSERT INTO events VALUES (1, 7, 1, 5, NULL, ?)", (json.dumps(STORY[0][1]),))
        connection.execute("INSERT INTO events VALUES (2, 7, 2, 5, NULL, ?)", (json.dumps(STORY[0][1]),))
        connection.execute("INSERT INTO handoffs VALUES (2, 5, '{}')")
    peek = store.Peek(path)
    peek.open()
    assert peek.contains("c1", 1) is True
    assert peek.contains("c1", 3) is False
    peek.close()
    assert peek.changes() == []
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE handoffs SET packet = '{\"note\":null}'")
        connection.execute("DELETE FROM events WHERE seq = 1")
    assert peek.changes() == [("c1", "the event 1 is gone"), ("c1", "the packet 2 was changed")]
