"""Disks that are too small, and disks whose fsync fails or is slow."""

import contextlib
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator


class SmallDisk:
    """A tmpfs of a few megabytes: `path` for the server, `folder` for the test, `prefix` to run a command that sees it."""

    def __init__(self, folder: pathlib.Path, path: str, prefix: list[str]):
        self.folder, self.path, self.prefix = folder, path, prefix

    def fill(self) -> None:
        """Takes every byte that is left."""
        with open(self.folder / "filler", "ab", buffering=0) as filler, contextlib.suppress(OSError):
            for size in (65_536, 4_096, 1):
                with contextlib.suppress(OSError):
                    while True:
                        filler.write(b"x" * size)

    def free(self) -> None:
        (self.folder / "filler").unlink()


@contextlib.contextmanager
def small_disk(megabytes: int) -> Iterator[SmallDisk | None]:
    """A small disk, mounted as root or else in a namespace of its own; None where neither is allowed."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="frontdesk-disk-"))
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
    try:
        if os.geteuid() == 0 and subprocess.run(mount, capture_output=True).returncode == 0:
            try:
                yield SmallDisk(folder, str(folder), [])
            finally:
                subprocess.run(["umount", "-l", str(folder)], check=True)
        else:
            yield from _in_namespace(folder, mount)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _in_namespace(folder: pathlib.Path, mount: list[str]) -> Iterator[SmallDisk | None]:
    # It keeps the namespace, and so the disk, when the server is killed.
    holder = subprocess.Popen(
        ["unshare", "-rm", "sh", "-c", '"$@" && echo mounted && exec cat', "sh", *mount],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        if holder.stdout.readline() != b"mounted\n":
            yield None
        else:
            prefix = ["nsenter", "--preserve-credentials", "-U", "-m", "-t", str(holder.pid)]
            yield SmallDisk(pathlib.Path(f"/proc/{holder.pid}/root{folder}"), str(folder), prefix)
    finally:
        holder.stdin.close()
        holder.wait(timeout=10)


@contextlib.contextmanager
def fsync_fault(process: int, fault: str) -> Iterator[None]:
    """While it lasts, each fsync of the running process has the fault: strace's words, such as `error=EIO`."""
    strace = subprocess.Popen(
        ["strace", "-f", "-qq", "-e", "trace=fsync,fdatasync", "-e", f"inject=fsync,fdatasync:{fault}",
         "-o", "/dev/null", "-p", str(process)], stderr=subprocess.PIPE)
    try:
        _wait_until_traced(process, strace)
        yield
    finally:
        # Letting go of the process is what strace does when it is interrupted.
        strace.send_signal(signal.SIGINT)
        strace.communicate(timeout=20)


def _wait_until_traced(process: int, strace: subprocess.Popen) -> None:
    """Returns when strace has all threads of the process."""
    while strace.poll() is None:
        tracers = []
        for task in pathlib.Path(f"/proc/{process}/task").iterdir():
            with contextlib.suppress(FileNotFoundError):
                tracers.append(f"TracerPid:\t{strace.pid}\n" in (task / "status").read_text())
        if all(tracers):
            return
    raise PermissionError(strace.stderr.read().decode(errors="replace").strip())


def fsync_obstacle() -> str | None:
    """Why fsync cannot be made to fail here, or None when it can."""
    if not shutil.which("strace"):
        return "strace is not installed"
    sleeper = subprocess.Popen(["sleep", "60"])
    try:
        with fsync_fault(sleeper.pid, "error=EIO"):
            return None
    except PermissionError as error:
        return f"strace may not trace here: {error}"
    finally:
        sleeper.kill()
        sleeper.wait()
