"""Runs the whole-server tests under ThreadSanitizer and AddressSanitizer: `python sanitize.py thread address`.

The server that the tests start is instrumented too. Each process writes what is found to a file of its own, so that a finding
in a server which was killed afterwards is not missed; any such file fails the run.
"""

import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = ROOT / "Tests" / "Faults"
TESTS = "^(ServerTests|WebServerTests|DatabaseTests|ChatServerTests)[.]"
OPTIONS = {"thread": "TSAN_OPTIONS", "address": "ASAN_OPTIONS"}
# Leaks are not looked for: Swift's runtime and Foundation keep what they have made once for as long as the process lives.
DETAILS = {"thread": f"suppressions={HERE / 'sanitize' / 'thread.supp'}", "address": "detect_leaks=0"}


def run(*command: str, **environment: str) -> int:
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}).returncode


def build(sanitizer: str, folder: pathlib.Path) -> None:
    if run("swift", "build", f"--sanitize={sanitizer}", "--build-tests", "--scratch-path", str(folder)) != 0:
        sys.exit(f"the tests cannot be built for {sanitizer}")


def visible_mutex(folder: pathlib.Path) -> str:
    """The library that lets ThreadSanitizer see Swift's Mutex."""
    library = folder / "visible_mutex.so"
    source = HERE / "sanitize" / "visible_mutex.c"
    subprocess.run(["clang", "-O1", "-shared", "-fPIC", "-Wall", "-Werror", "-o", library, source, "-ldl"], check=True)
    return str(library)


def sanitize(sanitizer: str) -> bool:
    """Whether tests and a short fuzz pass and nothing was found."""
    folder = ROOT / ".build" / sanitizer
    build(sanitizer, folder)
    with tempfile.TemporaryDirectory(prefix="frontdesk-sanitize-") as logs:
        environment = {
            OPTIONS[sanitizer]: f"log_path={logs}/finding:exitcode=66:{DETAILS[sanitizer]}",
            "FRONTDESK_BINARY": str(folder / "debug" / "frontdesk"),
            "FRONTDESK_SANITIZED": "1",
        }
        if sanitizer == "thread":
            environment["LD_PRELOAD"] = visible_mutex(folder)
        passed = run(
            "swift", "test", f"--sanitize={sanitizer}", "--scratch-path", str(folder), "--skip-build", "--no-parallel",
            "--filter", TESTS, **environment) == 0
        passed &= run(sys.executable, "-m", "pytest", "-q", "-s", str(HERE / "test_fuzz.py"), **environment) == 0
        findings = [file.read_text(errors="replace") for file in pathlib.Path(logs).iterdir()]
    for finding in findings:
        print(finding)
    print(f"{sanitizer} sanitizer: {'passed' if passed else 'tests failed'}, {len(findings)} processes with findings")
    return passed and not findings


if __name__ == "__main__":
    results = [sanitize(sanitizer) for sanitizer in sys.argv[1:]]
    sys.exit(0 if results and all(results) else 1)
