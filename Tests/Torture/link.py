"""One WebSocket of a client, with the ways in which it can go wrong."""

from __future__ import annotations

import socket
import struct
from typing import Protocol

from picows import WSFrame, WSListener, WSMsgType, WSTransport, ws_connect

#: What the kernel may keep for a reader that is going to be slow; small, so that the server's outbox fills soon.
SMALL_BUFFER = 8192


class Owner(Protocol):
    """Who a link tells what happens on it."""

    def received(self, link: Link, raw: bytes) -> None: ...

    def lost(self, link: Link) -> None: ...

    def failed(self, error: Exception) -> None: ...


class Link(WSListener):
    """A connection from its opening to its end."""

    def __init__(self, owner: Owner) -> None:
        self.owner = owner
        self.transport: WSTransport | None = None
        self.is_open = False
        self.close_code: int | None = None
        self._parts: list[bytes] = []

    async def open(self, port: int, cookie: str | None = None, is_slow: bool = False) -> None:
        headers = {"Sec-WebSocket-Protocol": "frontdesk.v1"}
        if cookie:
            headers["Cookie"] = cookie

        def make_socket(_) -> socket.socket:
            made = socket.socket()
            made.setblocking(False)
            if is_slow:
                made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL_BUFFER)
            return made

        await ws_connect(
            lambda: self, f"ws://127.0.0.1:{port}/chat", extra_headers=headers, websocket_handshake_timeout=5,
            socket_factory=make_socket)
        if self.transport is None:
            raise ConnectionError("the connection ended in the handshake")

    @property
    def local_port(self) -> int:
        return self.transport.underlying_transport.get_extra_info("sockname")[1]

    # What picows calls.

    def on_ws_connected(self, transport: WSTransport) -> None:
        self.transport = transport
        self.is_open = True

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        try:
            if frame.msg_type in (WSMsgType.TEXT, WSMsgType.CONTINUATION):
                self._parts.append(frame.get_payload_as_bytes())
                if frame.fin:
                    raw = b"".join(self._parts)
                    self._parts.clear()
                    self.owner.received(self, raw)
            elif frame.msg_type == WSMsgType.CLOSE:
                self.close_code = frame.get_close_code()
                self.is_open = False
                transport.disconnect()
        except Exception as error:
            self.owner.failed(error)

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        self.is_open = False
        try:
            self.owner.lost(self)
        except Exception as error:
            self.owner.failed(error)

    # What a client does.

    def send(self, raw: bytes) -> None:
        if self.is_open and not self.transport.underlying_transport.is_closing():
            self.transport.send(WSMsgType.TEXT, raw)

    def pause(self) -> None:
        """Stops to read."""
        if self.is_open:
            self.transport.underlying_transport.pause_reading()

    def go_on(self) -> None:
        """Reads again."""
        if self.is_open:
            self.transport.underlying_transport.resume_reading()

    def leave(self) -> None:
        """Closes as a page does that is left."""
        if self.is_open:
            self.transport.send_close(1001)
            self.transport.disconnect()
        self.is_open = False

    def cut(self, with_reset: bool = True) -> None:
        """Drops the connection without a word, with a TCP reset or with a FIN."""
        if self.transport is None:
            return
        transport = self.transport.underlying_transport
        own = transport.get_extra_info("socket")
        if with_reset and own is not None and own.fileno() >= 0:
            own.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.is_open = False
        transport.abort()
