"""The store as it is on disk, read beside the server."""

import dataclasses
import datetime
import hashlib
import json
import pathlib
import sqlite3


#: The watchdog's own conversations: no client may ever see one, and they come and go.
_SYNTHETIC = "(SELECT id FROM customers WHERE synthetic = 1)"

#: The tables that make up the log, beside the conversations `c` that they belong to.
_LOG = {
    "events": "events e JOIN conversations c ON c.number = e.conversation_number",
    "handoffs": "handoffs h JOIN events e ON e.id = h.event_id JOIN conversations c ON c.number = e.conversation_number",
}


@dataclasses.dataclass
class Event:
    """A row of the log."""

    seq: int
    at: int
    id: str | None
    body: dict

    @property
    def kind(self) -> str:
        return self.body["kind"]

    @property
    def is_message(self) -> bool:
        return self.kind == "message"

    @property
    def author(self) -> str | None:
        return self.body.get("from") if self.is_message else None


@dataclasses.dataclass
class Conversation:
    """A conversation with its log, and the places in it where a handoff packet is."""

    id: str
    status: str
    epoch: int
    holder: str | None
    last_seq: int
    events: list[Event] = dataclasses.field(default_factory=list)
    packets: set[int] = dataclasses.field(default_factory=set)

    def frame(self, event: Event) -> bytes:
        """The event as the protocol sends it, byte by byte."""
        fields = event.body | {
            "type": "event", "conversation": self.id, "seq": event.seq, "at": _time(event.at)}
        return json.dumps(fields, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()

    def log(self) -> str:
        """The log to read: an event a line."""
        lines = [f"{self.id}: {self.status}, holder {self.holder}, epoch {self.epoch}, last_seq {self.last_seq}"]
        for event in self.events:
            packet = "  + packet" if event.seq in self.packets else ""
            body = json.dumps(event.body, ensure_ascii=False)
            lines.append(f"  {event.seq:4} {_time(event.at)} {body[:300]}{packet}")
        return "\n".join(lines)


def _time(milliseconds: int) -> str:
    moment = datetime.datetime.fromtimestamp(milliseconds // 1000, datetime.UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{milliseconds % 1000:03}Z"


def read(path: pathlib.Path) -> dict[str, Conversation]:
    """All conversations of the store but the watchdog's."""
    with _open(path) as connection:
        conversations = {
            row[0]: Conversation(*row)
            for row in connection.execute(
                "SELECT id, status, epoch, holder_id, last_seq FROM conversations "
                f"WHERE customer_id NOT IN {_SYNTHETIC}")}
        for id, seq, at, message, body in connection.execute(
            f"SELECT c.id, e.seq, e.at, e.client_message_id, e.body FROM {_LOG['events']} "
            f"WHERE c.customer_id NOT IN {_SYNTHETIC} ORDER BY c.id, e.seq"):
            conversations[id].events.append(Event(seq, at, message, json.loads(body)))
        for id, seq in connection.execute(
            f"SELECT c.id, e.seq FROM {_LOG['handoffs']} WHERE c.customer_id NOT IN {_SYNTHETIC}"):
            conversations[id].packets.add(seq)
    return conversations


def damage(path: pathlib.Path) -> list[str]:
    """What SQLite itself finds wrong with the file."""
    with _open(path) as connection:
        found = [row[0] for row in connection.execute("PRAGMA integrity_check")]
        foreign = [str(row) for row in connection.execute("PRAGMA foreign_key_check")]
    return [line for line in found if line != "ok"] + foreign


def _open(path: pathlib.Path):
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True, isolation_level=None)
    return _Closing(connection)


class _Closing:
    """Closes the connection at the end of a `with`, which sqlite3's own does not."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def __enter__(self) -> sqlite3.Connection:
        self.connection.execute("BEGIN")
        return self.connection

    def __exit__(self, *_) -> None:
        self.connection.close()


class Peek:
    """Looks at the store while the server runs; closed before the server is killed, so that recovery is the server's own.

    It remembers what it has read: what is in a log never changes.
    """

    TABLES = {"events": "event", "handoffs": "packet"}

    def __init__(self, path: pathlib.Path) -> None:
        self.path = path
        self.connection: sqlite3.Connection | None = None
        #: Of each table the last row read, and the digest of every row.
        self.last_rows = dict.fromkeys(self.TABLES, 0)
        self.rows: dict[str, dict[tuple[str, int], bytes]] = {table: {} for table in self.TABLES}

    def open(self) -> None:
        self.connection = sqlite3.connect(f"file:{self.path}?mode=ro", uri=True, isolation_level=None)

    def close(self) -> None:
        """Reads what is new, then lets go of the file."""
        if self.connection is None:
            return
        self.remember()
        self.connection.close()
        self.connection = None

    def contains(self, conversation: str, seq: int) -> bool | None:
        """Whether the store has an event; None while the file is not open."""
        if self.connection is None:
            return None
        row = self.connection.execute(
            f"SELECT 1 FROM {_LOG['events']} WHERE c.id = ? AND e.seq = ?", (conversation, seq)).fetchone()
        return row is not None

    def remember(self) -> None:
        for table in self.TABLES:
            for row, key, digest in self._digests(self.connection, table, after=self.last_rows[table]):
                self.rows[table][key] = digest
                self.last_rows[table] = row

    def changes(self) -> list[tuple[str, str]]:
        """What was read once and is no longer so: (conversation, what)."""
        found = []
        with _open(self.path) as connection:
            for table, name in self.TABLES.items():
                now = {key: digest for _, key, digest in self._digests(connection, table)}
                for key, digest in self.rows[table].items():
                    if now.get(key) != digest:
                        what = "was changed" if key in now else "is gone"
                        found.append((key[0], f"the {name} {key[1]} {what}"))
        return found

    @classmethod
    def _digests(cls, connection: sqlite3.Connection, table: str, after: int = 0):
        """(row, (conversation, seq), digest of the rest) of each row."""
        key, columns = {
            "events": ("e.id", "e.at, e.client_message_id, e.body"), "handoffs": ("h.event_id", "h.at, h.packet"),
        }[table]
        for row, id, seq, *rest in connection.execute(
            f"SELECT {key}, c.id, e.seq, {columns} FROM {_LOG[table]} "
            f"WHERE {key} > ? AND c.customer_id NOT IN {_SYNTHETIC} ORDER BY {key}", (after,)):
            yield row, (id, seq), hashlib.blake2b(repr(rest).encode(), digest_size=12).digest()
