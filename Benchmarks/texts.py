"""Chooses what the benchmark's customers say: examples of the shipped intents that the bot answers at once, each from another
article, since who asks the same again and again gets a person."""
import json
import pathlib
import re
import time

import websockets.sync.client

EXAMPLE = re.compile(r"^    - (.+)$", re.MULTILINE)
MARK = re.compile(r"\[([^\]]+)\](\([^)]*\)|\{[^}]*\})")
CANDIDATES = 400
# After a bare greeting the bot waits longer for what the customer wants.
LONGEST_SECONDS = 0.5


def candidates(intents):
    """Examples spread over all intents that answer, without entity marks."""
    texts = []
    for path in sorted(pathlib.Path(intents).glob("*.yml")):
        if path.stem != "out_of_scope":
            texts += [MARK.sub(r"\1", text.strip()) for text in EXAMPLE.findall(path.read_text(encoding="utf-8"))]
    texts = [text for text in texts if len(text) >= 4 and '"' not in text]
    return texts[::max(1, len(texts) // CANDIDATES)]


class Customer:
    """One connection that asks one text after the other."""

    def __init__(self, socket):
        self.socket, self.number = socket, 0
        self.send({"type": "hello", "protocol": 1, "role": "customer", "language": "en"})
        self.conversation = self.until("welcome")["conversation"]
        self.until("live")

    def send(self, frame):
        self.socket.send(json.dumps(frame))

    def until(self, kind):
        while (frame := json.loads(self.socket.recv(timeout=10)))["type"] != kind:
            pass
        return frame

    def article(self, text):
        """The article that answers, when that is the bot's only reply and comes at once, else None; afterwards the bot holds the
        conversation."""
        self.number += 1
        begin = time.monotonic()
        self.send({"type": "message", "conversation": self.conversation, "client_message_id": f"t{self.number}", "text": text})
        seq = self.until("ack")["seq"]
        while (event := self.until("event")).get("reply_to") != seq:
            pass
        seconds = time.monotonic() - begin
        # The conversation answers this after everything that belongs to the reply.
        self.send({"type": "resume", "conversation": self.conversation, "after": event["seq"]})
        styles = [event.get("style")]
        while (frame := json.loads(self.socket.recv(timeout=10)))["type"] != "live":
            styles += [frame["style"]] if "style" in frame else []
        is_with_bot = frame["status"] == "bot"
        if not is_with_bot:
            self.send({"type": "start", "language": "en"})
            self.conversation = self.until("started")["conversation"]
            self.until("live")
        is_answered = styles == ["answer"] and is_with_bot and seconds < LONGEST_SECONDS
        return event.get("article", {}).get("id") if is_answered else None


def choose(port, intents, path):
    """Asks the server on `port` the candidates and writes those that it answers to `path`, a JSON string a line."""
    with websockets.sync.client.connect(f"ws://127.0.0.1:{port}/chat", subprotocols=["frontdesk.v1"]) as socket:
        customer = Customer(socket)
        texts = {customer.article(text): text for text in candidates(intents)}
    texts.pop(None, None)
    lines = [json.dumps(text, ensure_ascii=False) + "\n" for text in texts.values()]
    pathlib.Path(path).write_text("".join(lines), encoding="utf-8")
    return len(texts)
