"""A connection that ends: a relay on the loopback that hands bytes on, counts them, and cuts at a limit.

The driver reads a whole row before it says anything of it, and one row may be gigabytes. Bytes are counted where they
pass, below any encryption, so neither a giant row nor a server that never answers outlasts its limit.
"""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from typing import Any

_PIECE = 65_536


class Relay:
    """Between a driver and the server at `host:port`, for at most `limit` bytes of answers and until `deadline`.

    Use as a context manager and give `resolve` to the driver as its resolver.
    """

    def __init__(self, host: str, port: int, *, limit: int, deadline: float) -> None:
        self._target = (host, port)
        self._limit = limit
        self._deadline = deadline
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self.received = 0
        self.full = False
        self.late = False
        self._closed = False
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._timer = threading.Timer(max(0.0, deadline - time.monotonic()), self._expire)
        self._timer.daemon = True

    def resolve(self, _address: Any) -> list[tuple[str, int]]:
        """The relay's own address, whatever the driver asks for."""
        return [("127.0.0.1", self._listener.getsockname()[1])]

    def __enter__(self) -> Relay:
        self._timer.start()
        self._threads[0].start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        self.cut()

    def _expire(self) -> None:
        self.late = True
        self.cut()

    def cut(self) -> None:
        """End every connection, and take no more."""
        self._closed = True
        for one in [self._listener, *self._open]:
            with contextlib.suppress(OSError):  # it was never connected, or the other side was faster
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def _accept(self) -> None:
        while not self._closed:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            self._open.append(near)
            try:
                far = socket.create_connection(self._target, timeout=5.0)
            except OSError:
                near.close()
                continue
            far.settimeout(None)
            self._open.append(far)
            if self._closed:
                self.cut()
            for source, target, counted in ((near, far, False), (far, near, True)):
                threading.Thread(target=self._pump, args=(source, target, counted), daemon=True).start()

    def _pump(self, source: socket.socket, target: socket.socket, counted: bool) -> None:
        try:
            while piece := source.recv(_PIECE):
                if counted:
                    self.received += len(piece)
                    if self.received > self._limit:
                        self.full = True
                        break
                target.sendall(piece)
        except OSError:
            pass  # one of the two went away: the other one is told below
        for one in (source, target):
            with contextlib.suppress(OSError):  # already gone
                one.shutdown(socket.SHUT_RDWR)
