"""The short form of `make fuzz`."""

import time

from fuzz import fuzz


def test_malformed_input_harms_nobody(tmp_path):
    # Another seed each time; a failure prints it.
    fuzz(tmp_path, count=20_000, seed=int(time.time()), trim=False)
