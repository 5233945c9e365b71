"""A customer who behaves well beside whatever else happens to the server, in a process of their own so that they measure the
server and not the tester."""

import asyncio
import multiprocessing
import signal
import statistics
import time

from chat import Chat

PAUSE = 0.1


class Neighbour:
    """Asks, waits for acknowledgement and answer, asks again; stops at the first question that is not answered."""

    def __init__(self, address: str, patience: float):
        self.results, end = multiprocessing.Pipe(duplex=False)
        self.process = multiprocessing.Process(target=_live, args=(address, patience, end), daemon=True)
        self.process.start()

    def stop(self) -> list[float]:
        """The seconds of each round trip. Raises `AssertionError` with the reason when one was not answered."""
        if self.process.is_alive():
            self.process.terminate()
        assert self.results.poll(60), "the neighbour is stuck"
        complaint, times = self.results.recv()
        self.process.join()
        assert complaint is None, f"after {len(times)} answers a neighbour was not served: {complaint}"
        assert times, "the neighbour has asked nothing"
        return times


def summary(times: list[float]) -> str:
    times = sorted(times)
    return (f"{len(times)} round trips, p50 {statistics.median(times) * 1e3:.0f} ms, "
            f"p99 {times[int(len(times) * 0.99)] * 1e3:.0f} ms, slowest {times[-1] * 1e3:.0f} ms")


def _live(address: str, patience: float, end) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    complaint, times = None, []
    try:
        asyncio.run(_ask_on(address, patience, times))
    except Exception as error:
        complaint = f"{type(error).__name__}: {error}"
    end.send((complaint, times))


async def _ask_on(address: str, patience: float, times: list[float]) -> None:
    over = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, over.set)
    chat = await Chat(address).join()
    while not over.is_set():
        begun = time.monotonic()
        frame = await chat.outcome(await chat.say(), wait=patience)
        assert frame["type"] == "ack", frame
        await chat.reply(frame["seq"], wait=patience)
        times.append(time.monotonic() - begun)
        chat.events[chat.conversation].clear()
        await asyncio.sleep(PAUSE)
    await chat.cut()
