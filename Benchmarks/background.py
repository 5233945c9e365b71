"""Live replies while the server or the administrator works beside them."""
import contextlib
import http.client
import json
import re
import subprocess
import threading

import harness
from measuring import connected, fresh, measured

CUSTOMERS, THINK_MS, IMPORTED = 1000, 2000, 10_000


class Trainer:
    """A signed-in member of staff who publishes releases."""

    def __init__(self, server):
        self.port = server.port
        password = re.search(r"admin with the password (\S+)", "".join(server.rest_of_welcome(1))).group(1)
        answer = self.post("/api/v1/sign-in", {"name": "admin", "password": password}, {})
        self.cookie = answer.getheader("Set-Cookie").split(";")[0]

    def post(self, path, body, headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        with contextlib.closing(connection):
            connection.request("POST", path, json.dumps(body), {
                "Content-Type": "application/json", "Origin": f"http://127.0.0.1:{self.port}", **headers})
            answer = connection.getresponse()
            answer.read()
        if answer.status >= 300:
            raise SystemExit(f"{path} answered {answer.status}")
        return answer

    def publish(self):
        self.post("/api/v1/releases", {}, {"Cookie": self.cookie})


def command(options, server, *arguments):
    """Runs one of the administrator's commands beside the server, on its data file."""
    subprocess.run(
        [options.binary, *arguments], cwd=server.folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def customers_file(folder):
    """A file to import: customers with a membership and an order each."""
    path = folder / "customers.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for number in range(IMPORTED):
            file.write(json.dumps({
                "number": f"C{700_000 + number}", "name": f"Customer {number}", "language": "en",
                "membership": {"level": "silver", "points": number, "growth": number},
                "orders": [{"number": f"B{700_000 + number}", "title": "Desk lamp", "status": "shipped", "amount": 18900,
                            "currency": "CNY", "placed_at": "2026-11-18T09:30:00Z"}]}) + "\n")
    return path


def jobs(options, server):
    """What goes on in the background, by name."""
    trainer = Trainer(server)
    customers = customers_file(server.folder)
    return {
        "refit": trainer.publish,
        "export": lambda: command(options, server, "export", "transcripts"),
        "import": lambda: command(options, server, "import", "customers", str(customers)),
        "backup": lambda: command(options, server, "backup", "--force", "copy.db"),
    }


def repeated(job, until):
    """Does the job again and again; gives the list that its count goes into and the thread."""
    count = [0]

    def work():
        while not until.is_set():
            job()
            count[0] += 1

    thread = threading.Thread(target=work)
    thread.start()
    return count, thread


def compare(options):
    """1,000 customers who each think for 2 s between messages, with nothing beside them and with each job again and again."""
    results = {}
    with harness.stopping(fresh(options)) as server:
        work = jobs(options, server)
        load = harness.Load("chat", server.port, CUSTOMERS, options.texts)
        with harness.stopping(load):
            connected(load, CUSTOMERS)
            results["nothing"] = measured(server, load, options.seconds, CUSTOMERS, THINK_MS)
            for name, job in work.items():
                until = threading.Event()
                count, thread = repeated(job, until)
                try:
                    results[name] = measured(server, load, options.seconds, CUSTOMERS, THINK_MS)
                finally:
                    until.set()
                    thread.join()
                results[name]["times"] = count[0]
    return results
