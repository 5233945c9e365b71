"""The real server as a child process, with content so small that it starts at once."""

import os
import pathlib
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARY = os.environ.get("FRONTDESK_BINARY", str(ROOT / ".build" / "release" / "frontdesk"))
CONTENT = pathlib.Path(__file__).resolve().parent / "content"
DEMO_PASSWORD = "frontdesk-demo"
# Nothing happens by itself: no watchdog talks to the server, and no deadline passes while a disk is slow.
ENVIRONMENT = {
    **os.environ, "FRONTDESK_WATCHDOG_SECONDS": "0", "FRONTDESK_BURST_MILLISECONDS": "0",
    "FRONTDESK_ANSWER_MILLISECONDS": "60000",
}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """`frontdesk serve` with its database in `folder`. Started again, it has the same port and the same database.

    `prefix` is put before the command, `path` is the folder as the child sees it (both for small disks).
    """

    def __init__(self, folder: pathlib.Path, *options: str, prefix: list[str] | None = None, path: str | None = None):
        self.folder, self.port, self.process = folder, free_port(), None
        self.address = f"127.0.0.1:{self.port}"
        self.database = folder / "frontdesk.db"
        # Outside `folder`, which may be full.
        self.log = pathlib.Path(tempfile.mkstemp(prefix="frontdesk-faults-", suffix=".log")[1])
        self.command = [
            *(prefix or []), BINARY, "serve", "--port", str(self.port), "--intents", str(CONTENT / "intents"),
            "--knowledge", str(CONTENT / "knowledge"), "--database", f"{path or folder}/frontdesk.db",
            "--log-level", "error", *options,
        ]

    def start(self, wait: float = 30) -> "Server":
        """Returns when the server can be reached; raises `AssertionError` with its last words when it ends before."""
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(self.command, stdout=log, stderr=log, env=ENVIRONMENT, cwd=self.log.parent)
        deadline = time.monotonic() + wait
        while self.process.poll() is None:
            try:
                self.get("/healthz", timeout=1)
                return self
            except OSError:
                assert time.monotonic() < deadline, f"the server does not answer: {self.last_words()}"
                time.sleep(0.02)
        raise AssertionError(f"the server ended with {self.process.returncode}: {self.last_words()}")

    def kill(self) -> None:
        """As a power cut would: no goodbye, nothing flushed."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(timeout=20)

    def terminate(self, wait: float = 30) -> int:
        """SIGTERM, and the exit status."""
        self.process.terminate()
        return self.process.wait(timeout=wait)

    def close(self) -> None:
        if self.process and self.process.poll() is None:
            self.kill()
        self.log.unlink(missing_ok=True)

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def last_words(self) -> str:
        return self.log.read_text(errors="replace")[-4_000:]

    def get(self, path: str, cookie: str = "", timeout: float = 10) -> tuple[int, bytes]:
        """Status and body, also of a refusal."""
        request = urllib.request.Request(f"http://{self.address}{path}", headers={"Cookie": cookie})
        try:
            with urllib.request.urlopen(request, timeout=timeout) as response:
                return response.status, response.read()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read()

    def sign_in(self, name: str = "lin") -> str:
        """The cookie of a member of the demo's staff."""
        body = f'{{"name":"{name}","password":"{DEMO_PASSWORD}"}}'.encode()
        headers = {"Content-Type": "application/json", "Origin": f"http://{self.address}"}
        request = urllib.request.Request(f"http://{self.address}/api/v1/sign-in", body, headers)
        with urllib.request.urlopen(request, timeout=20) as response:
            return response.headers["Set-Cookie"].split(";")[0]

    def memory(self) -> int:
        """What the process holds in main memory, in bytes."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+) kB", status)[1]) * 1024

    def stored(self) -> dict[str, dict[int, str | None]]:
        """Of each conversation the sequence numbers with their client message ids, read from a copy of the files."""
        with tempfile.TemporaryDirectory() as folder:
            for file in self.database.parent.glob("frontdesk.db*"):
                # Without the shared index SQLite reads the log anew, as after a power cut.
                if file.is_file() and not file.name.endswith("-shm"):
                    shutil.copy(file, folder)
            conversations: dict[str, dict[int, str | None]] = {}
            with sqlite3.connect(f"{folder}/frontdesk.db") as connection:
                rows = connection.execute(
                    "SELECT c.id, e.seq, e.client_message_id FROM events e "
                    "JOIN conversations c ON c.number = e.conversation_number")
                for conversation, seq, message in rows:
                    conversations.setdefault(conversation, {})[seq] = message
            connection.close()
        return conversations
