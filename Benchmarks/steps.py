"""The processor time of a turn, split by the eight steps of ARCHITECTURE.md."""
import harness
from measuring import connected, fresh, measured

ACTIVE = 1000


def split(options):
    return {}
