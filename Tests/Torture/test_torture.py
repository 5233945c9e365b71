"""The short torture: kills, lost connections and claim races in well under a minute; and servers that it must catch."""

import os
import pathlib
import random
import sqlite3

import pytest

import scenario
import torture

BINARY = pathlib.Path(os.environ.get("FRONTDESK", torture.BINARY)).resolve()
SEED = int(os.environ.get("TORTURE_SEED") or random.SystemRandom().randrange(1 << 32))


def test_no_word_is_lost_doubled_reordered_or_invented(tmp_path, capsys):
    plan = scenario.Plan(SEED, messages=3000, kills=5, races=300, agents=8, supervisors=2)
    report = torture.execute(plan, BINARY, tmp_path)
    with capsys.disabled():
        print("\n" + torture.summary(report))
    assert report.is_clean, torture.failure(report)


def _forget(database: pathlib.Path) -> None:
    """What a store does that acknowledges before it writes: the last words of the newest conversations are gone."""
    with sqlite3.connect(database) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        newest = connection.execute(
            "SELECT id, last_seq FROM conversations WHERE last_from = 'customer' ORDER BY updated_at DESC LIMIT 10"
        ).fetchall()
        for id, seq in newest:
            connection.execute(
                "DELETE FROM events WHERE conversation_number = (SELECT number FROM conversations WHERE id = ?) AND seq >= ?",
                (id, seq - 1))
            connection.execute("UPDATE conversations SET last_seq = ? WHERE id = ?", (seq - 2, id))


def _talk_over(database: pathlib.Path) -> None:
    """What a bot does that does not know of a claim: it answers in conversations that agents hold."""
    body = '{"from":"bot","kind":"message","reply_to":3,"style":"answer","text":"Late."}'
    with sqlite3.connect(database) as connection:
        held = connection.execute("SELECT id, last_seq, updated_at FROM conversations WHERE status = 'agent'").fetchall()
        for id, seq, at in held:
            connection.execute(
                "INSERT INTO events (conversation_number, seq, at, body) "
                "SELECT number, ?, ?, ? FROM conversations WHERE id = ?", (seq + 1, at + 1, body, id))
            connection.execute("UPDATE conversations SET last_seq = last_seq + 1 WHERE id = ?", (id,))


@pytest.mark.parametrize(("tamper", "rules"), [(_forget, {"lost", "seen"}), (_talk_over, {"owner"})])
def test_a_server_that_breaks_a_rule_is_caught(tmp_path, tamper, rules):
    plan = scenario.Plan(SEED, messages=800, kills=2, races=0, customers=30, agents=6, supervisors=1, rest_seconds=2)
    report = torture.execute(plan, BINARY, tmp_path, tamper=tamper)
    assert rules <= {violation.rule for violation in report.found}
