"""The processes of a benchmark: the servers under test, the load client, and what the system says about them."""
import contextlib
import json
import os
import pathlib
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
PROGRAMS = HERE.parent / ".build" / "benchmarks"
TICKS = os.sysconf("SC_CLK_TCK")


def build_programs():
    """Builds the C programs with the system's compiler."""
    subprocess.run(["make", "-s", "-C", str(HERE)], check=True)


class Process:
    """A server process with its memory and processor time."""

    def __init__(self, arguments, folder, environment=None):
        self.folder, self.begun = folder, time.monotonic()
        self.process = subprocess.Popen(
            arguments, cwd=folder, stdout=subprocess.PIPE, text=True, env=os.environ | (environment or {}))
        self.pid = self.process.pid

    def memory_kb(self, field="VmRSS"):
        status = pathlib.Path(f"/proc/{self.pid}/status").read_text()
        return int(status.split(field + ":")[1].split()[0])

    def cpu_seconds(self):
        return ticks(f"/proc/{self.pid}/stat")

    def cpu_by_thread(self):
        """Seconds of processor time by thread id: its name and the time."""
        threads = {}
        for folder in pathlib.Path(f"/proc/{self.pid}/task").iterdir():
            with contextlib.suppress(FileNotFoundError):
                threads[int(folder.name)] = ((folder / "comm").read_text().strip(), ticks(folder / "stat"))
        return threads

    def stop(self, hard=False):
        """Ends the process and waits for it."""
        if self.process.poll() is None:
            self.process.kill() if hard else self.process.terminate()
        self.process.wait(timeout=60)
        self.process.stdout.close()


def ticks(path):
    fields = pathlib.Path(path).read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


class Echo(Process):
    """The bare libwebsockets echo server."""

    def __init__(self, folder):
        super().__init__([str(PROGRAMS / "echo"), "0"], folder)
        self.port = int(self.process.stdout.readline().split()[1])


class Frontdesk(Process):
    """The product with a data file in `folder`; an old one is continued."""

    def __init__(self, binary, folder, environment=None):
        super().__init__(
            [binary, "serve", "--port", "0", "--log-level", "error", "--frames-per-second", "1000000",
             "--answer-milliseconds", "60000", "--intents", str(HERE.parent / "intents"), "--knowledge", str(HERE.parent / "knowledge")], folder, environment)
        self.welcome = []
        while True:
            line = self.process.stdout.readline()
            if not line:
                raise SystemExit("the server did not start")
            self.welcome.append(line)
            if "Frontdesk is at " in line:
                break
        self.start_seconds = time.monotonic() - self.begun
        self.port = int(line.split("Frontdesk is at ")[1].split()[0].rsplit(":", 1)[1])

    def rest_of_welcome(self, lines):
        """The lines that tell of the first sign-ins."""
        self.welcome += [self.process.stdout.readline() for _ in range(lines)]
        return self.welcome


class Load:
    """The load client; each command gives a dictionary."""

    def __init__(self, kind, port, clients, texts):
        self.process = subprocess.Popen(
            [str(PROGRAMS / "load"), kind, str(port), str(clients), str(texts)], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True)

    def send(self, command):
        self.process.stdin.write(command + "\n")
        self.process.stdin.flush()

    def answer(self):
        return json.loads(self.process.stdout.readline())

    def do(self, command):
        self.send(command)
        return self.answer()

    def stop(self):
        self.process.stdin.close()
        self.process.wait(timeout=60)
        self.process.stdout.close()


@contextlib.contextmanager
def stopping(*parts):
    """Stops what was begun, whatever happens."""
    try:
        yield parts[0] if len(parts) == 1 else parts
    finally:
        for part in parts:
            part.stop()


def slow_disk(milliseconds):
    """The environment of a process whose fsync takes so much longer."""
    return {"LD_PRELOAD": str(PROGRAMS / "slow.so"), "SLOW_DISK_MS": str(milliseconds)}


def slow_fdatasync_ms(folder, milliseconds):
    """As `fdatasync_ms`, in a process with `slow_disk`."""
    program = f"import harness; print(harness.fdatasync_ms({str(folder)!r}, 100))"
    output = subprocess.run(
        [sys.executable, "-c", program], cwd=HERE, env=os.environ | slow_disk(milliseconds), check=True,
        capture_output=True, text=True).stdout
    return float(output)


def fdatasync_ms(folder, count=300):
    """The median time of one fdatasync after appending 4 KiB, in milliseconds, on the disk of `folder`."""
    path = pathlib.Path(folder) / "fdatasync"
    file = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_APPEND)
    times = []
    try:
        for _ in range(count):
            os.write(file, b"x" * 4096)
            begin = time.perf_counter()
            os.fdatasync(file)
            times.append((time.perf_counter() - begin) * 1000)
    finally:
        os.close(file)
        path.unlink()
    return statistics.median(times)
