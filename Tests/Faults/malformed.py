"""Malformed input of every kind we could think of, made from a random generator: the same generator gives the same bytes."""

import json
import struct
from random import Random

QUESTION = "what are your opening hours"

# The frames of the protocol. C is replaced by the sender's own conversation.
FRAMES = [
    {"type": "hello", "protocol": 1, "role": "customer", "language": "en"},
    {"type": "hello", "protocol": 1, "role": "customer", "session": "k3Jx", "resume": {"conversation": "C", "after": 1},
     "identity": {"customer": "C100023", "expires": 1795255200, "signature": "9f2c0e5d"}},
    {"type": "hello", "protocol": 1, "role": "agent"},
    {"type": "message", "conversation": "C", "client_message_id": "m-7f3a", "text": QUESTION},
    {"type": "message", "conversation": "C", "client_message_id": "m-7f3b", "text": QUESTION,
     "payload": "article:opening-hours"},
    {"type": "resume", "conversation": "C", "after": 1, "request": "r1"},
    {"type": "typing", "conversation": "C", "typing": True},
    {"type": "feedback", "conversation": "C", "seq": 2, "helpful": False, "request": "r2"},
    {"type": "start", "language": "en", "request": "r3"},
    {"type": "contact", "conversation": "C", "email": "a@b.example", "phone": "+86 139", "request": "r4"},
    {"type": "claim", "conversation": "C", "take_over": True, "request": "r5"},
    {"type": "transfer", "conversation": "C", "to": "a2", "note": "n", "request": "r6"},
    {"type": "release", "conversation": "C"}, {"type": "close", "conversation": "C"},
    {"type": "unwatch", "conversation": "C"}, {"type": "ping"},
]
# No words among them that would fill the agents' queue.
STRANGE = [
    None, True, False, 0, -1, 1, 2**31, 2**53, 2**63, 2**64, -(2**63), 1e308, -0.0, 0.1, "", " ", "\u0000", "\u202e", "é" * 40,
    "\ud83d\ude00", "x" * 65, "x" * 4_001, "c" * 1_000, "../../etc/passwd", "' OR 1=1 --", "%s%n", "<script>", [], {}, [[]],
    {"": {}}, [1, "a", None], "C", "C0", "null", "1",
]
BROKEN_TEXT = [
    b"\xff", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf5\x80\x80\x80", b"\xe2\x82", b"\x80", b"\xf0\x9f\x98", b"\xfe\xfe\xff\xff",
    b"\xef\xbf\xbe", b"\x00", b"\xf8\x88\x80\x80\x80",
]
BROKEN_JSON = [
    b"{", b"}", b"[", b"[]", b"", b" ", b"null", b"1", b'"', b'""', b"{]", b'{"type"}', b'{"type":}', b'{"type":"ping",}',
    b"{'type':'ping'}", b'{"type":"ping"}{"type":"ping"}', b'{"type":"ping"} x', b'\xef\xbb\xbf{"type":"ping"}',
    b'{"type":"\\ud800"}', b'{"type":"\\u12"}', b'{"a":1e999}', b'{"a":-}', b'{"a":01}', b'{"a":NaN}', b'{"a":"\t"}',
    b"{" * 512, b"[" * 20_000, b'{"a":' * 5_000, b"[" * 5_000 + b"]" * 5_000, b"0" * 10_000, b'"' + b"\\" * 999,
    b'{"type":"ping","type":"hello"}', b'{"type":["ping"]}', b'{"type":null}', b'{"TYPE":"ping"}',
]


# WebSocket frames


def frame(payload: bytes, opcode: int = 1, final: bool = True, mask: bytes | None = b"\0\0\0\0", bits: int = 0) -> bytes:
    """One frame of a client (RFC 6455, section 5.2); `mask` None leaves the masking out, `bits` are the reserved ones."""
    first, masked = (0x80 if final else 0) | bits | opcode, 0x80 if mask is not None else 0
    if len(payload) < 126:
        head = struct.pack("!BB", first, masked | len(payload))
    elif len(payload) < 65_536:
        head = struct.pack("!BBH", first, masked | 126, len(payload))
    else:
        head = struct.pack("!BBQ", first, masked | 127, len(payload))
    if mask is None:
        return head + payload
    if mask == b"\0\0\0\0":
        return head + mask + payload
    key = int.from_bytes((mask * (len(payload) // 4 + 1))[: len(payload)], "big")
    return head + mask + (int.from_bytes(payload, "big") ^ key).to_bytes(len(payload), "big")


def real_frame(random: Random, conversation: str) -> dict:
    """A frame of the protocol, with the sender's conversation in it."""
    text = json.dumps(random.choice(FRAMES)).replace('"C"', json.dumps(conversation))
    return json.loads(text)


def mutated(random: Random, given: dict) -> dict:
    """The object with a few fields missing, added, wrapped up or of a strange value."""
    made = dict(given)
    for _ in range(random.randrange(1, 4)):
        name = random.choice(list(made) or ["type"])
        match random.randrange(5):
            case 0: made.pop(name, None)
            case 1: made[name] = random.choice(STRANGE)
            case 2: made[random.choice(["request", "language", "text", "seq", "x" * 300])] = random.choice(STRANGE)
            case 3: made[name] = {name: made.get(name)}
            case _: made[name] = [made.get(name)] * random.randrange(3)
    return made


def damaged(random: Random, data: bytes) -> bytes:
    """The bytes with a few of them changed, cut out, put in or doubled."""
    out = bytearray(data)
    for _ in range(random.randrange(1, 6)):
        at = random.randrange(len(out) + 1)
        match random.randrange(5):
            case 0: out[at:at + 1] = bytes([random.randrange(256)])
            case 1: del out[at:at + random.randrange(1, 12)]
            case 2: out[at:at] = random.choice(BROKEN_TEXT)
            case 3: out[at:at] = out[at:at + random.randrange(1, 30)]
            case _: del out[at:]
    return bytes(out)


def random_json(random: Random, depth: int = 0) -> object:
    if depth > 4 or random.random() < 0.4:
        return random.choice(STRANGE)
    if random.random() < 0.5:
        return [random_json(random, depth + 1) for _ in range(random.randrange(4))]
    names = ["type", "conversation", "text", "request", "", "\u0000", "a" * 200, "protocol"]
    return {random.choice(names): random_json(random, depth + 1) for _ in range(random.randrange(5))}


def bad_text(random: Random, conversation: str) -> bytes:
    """The payload of a text frame that is well formed as UTF-8 and is seldom a frame of the protocol."""
    match random.randrange(6):
        case 0: return random.choice(BROKEN_JSON)
        case 1: return dumped(random_json(random))
        case 2: return damaged(random, dumped(real_frame(random, conversation))).decode(errors="replace").encode()
        case _: return dumped(mutated(random, real_frame(random, conversation)))


def dumped(value: object) -> bytes:
    return json.dumps(value).encode()


def bad_wire(random: Random) -> bytes:
    """Bytes after an upgrade that are no message of a client that follows the RFC."""
    key = random.randbytes(4)
    match random.randrange(16):
        case 0: return frame(b"x", opcode=random.choice([3, 4, 5, 6, 7, 11, 12, 13, 14, 15]), mask=key)
        case 1: return frame(b'{"type":"ping"}', bits=random.choice([0x10, 0x20, 0x40, 0x70]), mask=key)
        case 2: return frame(b'{"type":"ping"}', mask=None)
        case 3: return frame(random.randbytes(random.randrange(200)), opcode=2, mask=key)
        case 4: return frame(b"x" * random.choice([126, 200, 70_000]), opcode=random.choice([8, 9, 10]), mask=key)
        case 5: return frame(b"x", opcode=random.choice([8, 9, 10]), final=False, mask=key)
        case 6: return frame(b"x", opcode=0, final=random.random() < 0.5, mask=key)
        case 7: return frame(b'{"ty', final=False, mask=key) + frame(b'{"type":"ping"}', mask=key)
        case 8: return frame(random.choice(BROKEN_TEXT), mask=key)
        case 9: return frame(b"x" * random.choice([65_537, 100_000, 200_000]), mask=key)
        case 10: return b"\x81\xff" + struct.pack("!Q", random.choice([2**63, 2**64 - 1, 2**32, 2**31, 70_000])) + key + b"x" * 99
        case 11: return b"\x81\xfe" + struct.pack("!H", random.choice([0, 1, 125, 65_535])) + key + b"x" * 9
        case 12: return frame(struct.pack("!H", random.choice([0, 1, 999, 1004, 1005, 1006, 1015, 2999, 65_535])), 8, mask=key)
        case 13: return frame(random.choice([b"\x03", b"\x03\xe8\xff", b"\x03\xe8" + b"x" * 123]), opcode=8, mask=key)
        case 14: return b"".join(frame(b"{", final=False, opcode=int(i == 0), mask=key) for i in range(random.randrange(1, 60)))
        case _: return random.randbytes(random.randrange(1, 300))


# HTTP

METHODS = [
    b"GET", b"POST", b"PUT", b"DELETE", b"HEAD", b"OPTIONS", b"PATCH", b"TRACE", b"CONNECT", b"PROPFIND", b"get", b"G", b"", b"GET ",
    b"\x00", b"GETGETGET", b"X" * 300, b"PRI",
]
PATHS = [
    b"/", b"/chat", b"/widget.js", b"/console/", b"/healthz", b"/metrics", b"/api/v1/me", b"/api/v1/password",
    b"/api/v1/conversations", b"/api/v1/conversations/c1", b"/api/v1/conversations/c1/context", b"/api/v1/agents",
    b"/api/v1/conversations/c1/tickets", b"/api/v1/tickets", b"/api/v1/review/turns", b"/api/v1/review/turns/c1/1",
    b"/api/v1/review/turns/c1/1/correction", b"/api/v1/review/corrections/1", b"/api/v1/review/catalog", b"/api/v1/demo/customers",
    b"/../../etc/passwd", b"/%2e%2e/%2e%2e/etc/passwd", b"/%00", b"/%", b"/%zz", b"//", b"/shared/..;/", b"*", b"", b"x", b"/\xff\xfe",
    b"/" + b"a" * 3_000, b"/" + b"a" * 20_000, b"/?" + b"a=b&" * 900, b"/?a", b"/?=", b"http://127.0.0.1/", b"/#x", b"/ /", b"/a/" * 400,
]
GOOD_PATHS = [path for path in PATHS if path.startswith((b"/api/", b"/c", b"/h", b"/m", b"/w"))]
VERSIONS = [b"HTTP/1.0", b"HTTP/1.0", b"HTTP/2.0", b"HTTP/9.9", b"HTTP/1.1 x", b"HTTP/1.", b"JUNK", b""]
QUERIES = [b"", b"?status=open", b"?limit=-1", b"?limit=99999999999999999999", b"?status=%00", b"?a=%", b"?" + b"x" * 5_000, b"?&&&=="]
HEADERS = [
    b"Host: 127.0.0.1", b"Host:", b"Host: " + b"h" * 5_000, b"Connection: close", b"Connection: upgrade", b"Connection: keep-alive, TE",
    b"Upgrade: websocket", b"Upgrade: h2c", b"HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA", b"Expect: 100-continue", b"Range: bytes=0-1",
    b"Range: bytes=9-1", b"Accept-Encoding: gzip;q=0, br", b"If-None-Match: *", b"Origin: null", b"Origin: https://evil.example",
    b"Cookie: " + b"a=b; " * 300, b"Cookie: frontdesk_session=", b"Content-Type: text/plain", b"Content-Type: application/json",
    b"X-Forwarded-Proto: https, http", b"X: " + b"y" * 14_000, b"NoColon", b": novalue", b"X : y", b" folded", b"X\x00Y: z", b"X: \xff",
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", b"Sec-WebSocket-Version: 13", b"Sec-WebSocket-Version: 99",
    b"Sec-WebSocket-Protocol: frontdesk.v1", b"Sec-WebSocket-Protocol: ,,,", b"Sec-WebSocket-Extensions: permessage-deflate",
]
LENGTHS = [
    b"Transfer-Encoding: chunked", b"Transfer-Encoding: gzip, chunked", b"Transfer-Encoding: identity", b"Content-Length: 0",
    b"Content-Length: -1", b"Content-Length: +5", b"Content-Length: 0x10", b"Content-Length: 5, 6", b"Content-Length: 5\r\nContent-Length: 6",
    b"Content-Length: 99999999999999999999", b"Content-Length: 1048577", b"Content-Length: 1", b"Content-Length: 18446744073709551616",
]
UPGRADE = [
    b"GET /chat HTTP/1.1", b"Host: 127.0.0.1", b"Upgrade: websocket", b"Connection: Upgrade",
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", b"Sec-WebSocket-Version: 13", b"Sec-WebSocket-Protocol: frontdesk.v1",
]
GOOD_UPGRADE = b"\r\n".join([*UPGRADE, b"", b""])
BODIES = [
    {"name": "lin", "password": "x"}, {"current": "x", "new": "y"}, {"kind": "dismiss"}, {"kind": "intent", "intent": "greeting"},
    {"request_id": "r", "subject": "s", "priority": "normal", "category": "other", "description": "d"},
    {"kind": "new_article", "title": "t", "answer": "a", "language": "en", "tags": ["x"]},
]
CHUNKS = [b"5\r\nhello\r\n0\r\n\r\n", b"ffffffffffffffff\r\nx", b"-1\r\nx\r\n", b"5;ext=1\r\nhel", b"zz\r\n", b"0\r\n\r\n", b"5\nhello\n0\n\n"]


def bad_request(random: Random, address: bytes, conversation: bytes, cookies: list[bytes]) -> bytes:
    """A request of a member of staff from the server's own pages, odd in one or two things: so that it comes far before it is
    found out."""
    odd = set(random.sample(["method", "path", "query", "version", "headers", "body", "body", "stranger", "end", "bytes"],
                            random.choice([1, 1, 2])))
    method = random.choice(METHODS if "method" in odd else [b"GET", b"POST", b"DELETE"])
    path = random.choice(PATHS if "path" in odd else GOOD_PATHS).replace(b"/c1", b"/" + conversation)
    query = random.choice(QUERIES) if "query" in odd else b""
    version = random.choice(VERSIONS) if "version" in odd else b"HTTP/1.1"
    lines = [method + b" " + path + query + b" " + version, b"Host: " + address]
    if "stranger" not in odd:
        lines += [b"Cookie: " + random.choice(cookies), b"Origin: http://" + address]
    if "headers" in odd:
        lines += random.sample(HEADERS, random.randrange(1, 4))
    body = b""
    if method == b"POST" or "body" in odd:
        body = random.choice([
            dumped(mutated(random, random.choice(BODIES))), dumped(mutated(random, random.choice(BODIES))),
            dumped(random_json(random)), random.choice(BROKEN_JSON), random.choice(CHUNKS), b"x" * 2_000])
        lines += [b"Content-Type: application/json"]
        lines += [random.choice(LENGTHS) if "headers" in odd else b"Content-Length: %d" % len(body)]
    request = (b"\n" if "end" in odd else b"\r\n").join([*lines, b"", b""]) + body
    return damaged(random, request) if "bytes" in odd else request


def bad_handshake(random: Random) -> bytes:
    """An upgrade that is cut off, wrong in a line, or damaged."""
    lines = list(UPGRADE)
    match random.randrange(5):
        case 0: return GOOD_UPGRADE[: random.randrange(len(GOOD_UPGRADE))]
        case 1: del lines[random.randrange(len(lines))]
        case 2: lines[random.randrange(len(lines))] = random.choice(HEADERS)
        case 3: lines[0] = random.choice(METHODS) + b" " + random.choice(PATHS) + b" HTTP/1.1"
        case _: return damaged(random, GOOD_UPGRADE)
    return b"\r\n".join([*lines, b"", b""])


def garbage(random: Random) -> bytes:
    """What is not even HTTP."""
    match random.randrange(4):
        case 0: return b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + random.randbytes(60)
        case 1: return b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + random.randbytes(200)
        case 2: return b"\r\n" * random.randrange(1, 2_000)
        case _: return random.randbytes(random.randrange(1, 2_000))
