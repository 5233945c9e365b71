"""A small TCP proxy before the server that loses connections in all ways."""

from __future__ import annotations

import asyncio
import socket
import struct


class Line(asyncio.Protocol):
    """One direction's end in the proxy."""

    def __init__(self) -> None:
        self.transport: asyncio.Transport | None = None
        self.other: Line | None = None
        self.pair: Pair | None = None
        self.early: list[bytes] = []

    def connection_made(self, transport: asyncio.Transport) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        if self.pair is None or self.other is None or self.other.transport is None:
            self.early.append(data)
        else:
            self.pair.carry(data, self.other)

    def connection_lost(self, error: Exception | None) -> None:
        if self.pair is not None:
            self.pair.ended(self)


class Pair:
    """A connection through the proxy. It carries everything until it is told to fail."""

    def __init__(self, client: Line, server: Line) -> None:
        self.client = client
        self.server = server
        self.is_hole = False
        #: Bytes that still go to the client before the connection breaks in the middle of a frame.
        self.left: int | None = None

    def carry(self, data: bytes, to: Line) -> None:
        if self.is_hole:
            return
        if self.left is not None and to is self.client:
            data, self.left = data[:self.left], self.left - len(data)
        if data and not to.transport.is_closing():
            to.transport.write(data)
        if self.left is not None and self.left <= 0:
            self.reset()

    def ended(self, line: Line) -> None:
        """One end has gone; behind a hole the other does not hear of it."""
        other = self.server if line is self.client else self.client
        if not self.is_hole and other.transport is not None:
            other.transport.close()

    def hole(self) -> None:
        """Swallows everything from now on: both ends believe that they are connected."""
        self.is_hole = True

    def tear(self, after: int) -> None:
        """Breaks the connection after so many more bytes to the client."""
        self.left = after

    def reset(self) -> None:
        """Resets both ends."""
        for line in (self.client, self.server):
            if line.transport is not None:
                own = line.transport.get_extra_info("socket")
                if own is not None and own.fileno() >= 0:
                    own.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                line.transport.abort()


class Proxy:
    """A TCP proxy before the server that can lose connections in all ways."""

    def __init__(self, target: int) -> None:
        self.target = target
        self.port = 0
        self.pairs: dict[int, Pair] = {}
        self._tasks: set[asyncio.Task] = set()
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: _Entrance(self), "127.0.0.1", 0, backlog=1000)
        self.port = self._server.sockets[0].getsockname()[1]

    def accept(self, client: Line) -> None:
        task = asyncio.get_running_loop().create_task(self._join(client))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _join(self, client: Line) -> None:
        loop = asyncio.get_running_loop()
        try:
            _, server = await loop.create_connection(Line, "127.0.0.1", self.target)
        except OSError:
            client.transport.abort()
            return
        pair = Pair(client, server)
        client.other, server.other = server, client
        client.pair = server.pair = pair
        self.pairs[client.transport.get_extra_info("peername")[1]] = pair
        for data in client.early:
            pair.carry(data, server)
        client.early.clear()
        if client.transport.is_closing():
            server.transport.close()

    def pair(self, client_port: int) -> Pair | None:
        return self.pairs.get(client_port)

    def clear(self) -> None:
        """Ends what hangs in holes, once nobody believes in it any more."""
        for port, pair in list(self.pairs.items()):
            ends = (pair.client.transport, pair.server.transport)
            if any(end.is_closing() for end in ends):
                for end in ends:
                    end.abort()
                del self.pairs[port]

    async def stop(self) -> None:
        self._server.close()
        for pair in self.pairs.values():
            pair.reset()


class _Entrance(Line):
    """The client's end; its arrival opens the server's."""

    def __init__(self, proxy: Proxy) -> None:
        super().__init__()
        self.proxy = proxy

    def connection_made(self, transport: asyncio.Transport) -> None:
        super().connection_made(transport)
        self.proxy.accept(self)
