"""What is measured: each scenario takes the options and gives a dictionary of figures from one run."""
import statistics
import time

import background
import harness
import steps
from measuring import REST_SECONDS, clean, connected, fresh, measured, with_clients

SLOW_DISK_MS = 4


def speed(options):
    """50 and 1,000 active customers beside the echo and one fdatasync."""
    result, fdatasync = {}, []
    for active in (50, 1000):
        fdatasync.append(harness.fdatasync_ms(options.folder))
        with harness.stopping(harness.Echo(options.folder)) as echo:
            result[f"echo_{active}"] = with_clients(echo, "echo", options, active, active)
        with harness.stopping(fresh(options)) as server:
            result[f"frontdesk_{active}"] = with_clients(server, "chat", options, active, active)
        fdatasync.append(harness.fdatasync_ms(options.folder))
    result["fdatasync_ms"] = statistics.mean(fdatasync[:2])
    result["p50_in_fdatasyncs"] = result["frontdesk_50"]["p50_ms"] / result["fdatasync_ms"]
    result["share_of_echo"] = result["frontdesk_1000"]["per_second"] / result["echo_1000"]["per_second"]
    return result


def slow_disk(options):
    """50 active customers on a disk that needs 4 ms more for an fsync: here the disk decides."""
    fdatasync = harness.slow_fdatasync_ms(options.folder, SLOW_DISK_MS)
    with harness.stopping(fresh(options, harness.slow_disk(SLOW_DISK_MS))) as server:
        run = with_clients(server, "chat", options, 50, 50)
    return {"frontdesk_50": run, "fdatasync_ms": fdatasync, "p50_in_fdatasyncs": run["p50_ms"] / fdatasync}


def idle(options):
    """200 active customers alone, and among many idle ones."""
    result = {}
    for name, clients, rest in (("alone", 200, 0), ("among", options.clients, REST_SECONDS)):
        with harness.stopping(harness.Echo(options.folder)) as echo:
            result[f"echo_{name}"] = with_clients(echo, "echo", options, clients, 200, rest)
        with harness.stopping(fresh(options)) as server:
            result[f"frontdesk_{name}"] = with_clients(server, "chat", options, clients, 200, rest)
    result["throughput_kept"] = result["frontdesk_among"]["per_second"] / result["frontdesk_alone"]["per_second"]
    result["memory_of_echo"] = (
        result["frontdesk_among"]["bytes_per_connection"] / result["echo_among"]["bytes_per_connection"])
    return result


def resume(options):
    """Everybody returns to a new process on the same data file, some in the middle of a message."""
    server = fresh(options)
    load = harness.Load("chat", server.port, options.clients, options.texts)
    with harness.stopping(load):
        try:
            connected(load, options.clients)
            load.send("run 3 200 0")
            # The stop comes while messages are under way.
            time.sleep(1.5)
        finally:
            server.stop()
        cut = load.answer()
        load.do("await-close")
        with harness.stopping(harness.Frontdesk(options.binary, server.folder)) as again:
            load.do(f"port {again.port}")
            seconds = connected(load, options.clients)
            rest = clean(load.do("await-answers"))
            return {"seconds": seconds, "start_seconds": again.start_seconds, "peak_mb": again.memory_kb("VmHWM") / 1024,
                    "answered_before": cut["round_trips"], "cut_in_mid_message": cut["outstanding"],
                    "gaps": rest["gaps"], "duplicates": rest["duplicates"], "lost": rest["lost"]}


def long(options):
    """Steady load for a long time: memory at the start, at its highest, at the end."""
    samples, round_trips, slowest = [], 0, 0
    with harness.stopping(fresh(options)) as server:
        load = harness.Load("chat", server.port, 1000, options.texts)
        with harness.stopping(load):
            connected(load, 1000)
            measured(server, load, 20, 1000, think=1000)
            samples.append(server.memory_kb() / 1024)
            for _ in range(round(options.minutes * 3)):
                figures = clean(load.do("run 20 1000 1000"))
                round_trips += figures["round_trips"]
                slowest = max(slowest, figures["p99_ms"])
                samples.append(server.memory_kb() / 1024)
    return {"minutes": options.minutes, "round_trips": round_trips, "worst_p99_ms": slowest, "start_mb": samples[0],
            "peak_mb": max(samples), "end_mb": samples[-1], "samples_mb": samples}


ALL = {"speed": speed, "slow-disk": slow_disk, "idle": idle, "resume": resume, "background": background.compare, "steps": steps.split, "long": long}
ONCE = {"steps", "long"}


def median(runs):
    """The median of every figure over the runs."""
    first = runs[0]
    if isinstance(first, dict):
        return {key: median([run[key] for run in runs]) for key in first}
    return statistics.median(runs) if isinstance(first, (int, float)) else first
