"""The short torture: kills, lost connections and claim races in well under a minute."""

import os
import pathlib
import random

import torture
from scenario import Plan


def test_no_word_is_lost_doubled_reordered_or_invented(tmp_path, capsys):
    seed = int(os.environ.get("TORTURE_SEED") or random.SystemRandom().randrange(1 << 32))
    binary = pathlib.Path(os.environ.get("FRONTDESK", torture.BINARY)).resolve()
    report = torture.execute(Plan(seed, messages=4000, kills=6, races=300), binary, tmp_path, is_loud=False)
    with capsys.disabled():
        print("\n" + torture.summary(report))
    assert report.is_clean, torture.failure(report)
