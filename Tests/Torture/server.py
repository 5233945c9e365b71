"""The server under torture: a real `frontdesk serve` that is killed and started again on the same file."""

import asyncio
import json
import pathlib
import signal
import socket
import subprocess
import time
import urllib.request

CONTENT = pathlib.Path(__file__).resolve().parent / "content"
PASSWORD = "torture-torture"


class Server:
    """A process on a port of its own, with its database in `folder`."""

    def __init__(self, binary: pathlib.Path, folder: pathlib.Path, settings: list[str]) -> None:
        self.binary = binary
        self.folder = folder
        self.settings = settings
        self.database = folder / "torture.db"
        self.port = _free_port()
        self.process: asyncio.subprocess.Process | None = None
        #: Seconds that each start took.
        self.starts: list[float] = []
        self._is_meant_to_end = False

    def add_user(self, name: str, role: str) -> None:
        subprocess.run(
            [self.binary, "user", "add", name, "--role", role, "--password-stdin", "--database", self.database],
            input=PASSWORD + "\n", text=True, check=True, capture_output=True, cwd=self.folder)

    async def start(self) -> None:
        begin = time.monotonic()
        self._is_meant_to_end = False
        with (self.folder / "server.log").open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                self.binary, "serve", "--port", str(self.port), "--database", self.database,
                "--intents", CONTENT / "intents", "--knowledge", CONTENT / "knowledge",
                "--frames-per-second", "100000", "--log-level", "error", *self.settings,
                cwd=self.folder, stdout=asyncio.subprocess.PIPE, stderr=log)
        line = await asyncio.wait_for(self.process.stdout.readline(), 60)
        if b"Frontdesk is at" not in line:
            raise RuntimeError(f"the server did not start: {self.log()[-2000:]}")
        self.starts.append(time.monotonic() - begin)

    async def kill(self) -> None:
        """`kill -9`."""
        self._is_meant_to_end = True
        self.process.kill()
        await self.process.wait()

    async def stop(self) -> int:
        """SIGTERM, and the exit status."""
        self._is_meant_to_end = True
        self.process.send_signal(signal.SIGTERM)
        return await asyncio.wait_for(self.process.wait(), 30)

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.returncode is None

    @property
    def has_crashed(self) -> bool:
        """Whether the process ended by itself."""
        return not self._is_meant_to_end and self.process is not None and self.process.returncode is not None

    def log(self) -> str:
        return (self.folder / "server.log").read_text(errors="replace")

    async def sign_in(self, name: str) -> str:
        """The cookie of a member of staff."""
        return await asyncio.to_thread(self._sign_in, name)

    def _sign_in(self, name: str) -> str:
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/api/v1/sign-in", method="POST",
            data=json.dumps({"name": name, "password": PASSWORD}).encode(),
            headers={"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=30) as response:
            return response.headers["Set-Cookie"].split(";")[0]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
