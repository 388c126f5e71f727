"""Messages between two processes over a Unix socket: capped JSON and raw buffers, with a deadline."""

import itertools
import json
import select
import socket
import struct
import time

from .codec import MalformedError

HEADER = struct.Struct("<II")
JSON_BYTES = 24 * 2**20
RAW_BYTES = 80 * 2**20
CHUNK = 2**18


class ClosedError(Exception):
    """The other side is gone."""


class Channel:
    """One end of a connection. `receive` may be called again after TimeoutError: nothing is lost."""

    def __init__(self, sock):
        self.sock, self.pending = sock, bytearray()
        sock.setblocking(False)

    def send(self, message, buffers=(), deadline=None):
        """Send message (a dict) and buffers. Raises ClosedError, or TimeoutError when nobody reads."""
        head = json.dumps({"m": message, "b": [len(data) for data in buffers]}).encode()
        raw_size = sum(map(len, buffers))
        parts = (HEADER.pack(len(head), raw_size) + head, *buffers)
        # One call to the system wakes the other side once; large data is not worth the copy.
        for data in (b"".join(parts),) if raw_size <= CHUNK else parts:
            self._send(memoryview(data), deadline)

    def _send(self, data, deadline):
        while data:
            try:
                data = data[self.sock.send(data) :]
            except BlockingIOError:
                self._wait(select.POLLOUT, deadline)
            except OSError:
                raise ClosedError from None

    def receive(self, deadline=None):
        """Return (message, buffers). Raises ClosedError, TimeoutError, MalformedError."""
        self._fill(HEADER.size, deadline)
        json_size, raw_size = HEADER.unpack_from(self.pending)
        if json_size > JSON_BYTES or raw_size > RAW_BYTES:
            raise MalformedError("a message that is too big")
        self._fill(HEADER.size + json_size + raw_size, deadline)
        end = HEADER.size + json_size
        with memoryview(self.pending) as pending:  # each byte is copied once
            message = _parse(bytes(pending[HEADER.size : end]), pending[end : end + raw_size])
        del self.pending[: end + raw_size]
        return message

    def _fill(self, size, deadline):
        while len(self.pending) < size:
            try:
                data = self.sock.recv(CHUNK)
            except BlockingIOError:
                self._wait(select.POLLIN, deadline)
                continue
            except OSError:
                raise ClosedError from None
            if not data:
                raise ClosedError
            self.pending += data

    def _wait(self, event, deadline):
        poll = select.poll()
        poll.register(self.sock, event)
        left = None if deadline is None else max(0.0, deadline - time.monotonic()) * 1000
        if not poll.poll(left):
            raise TimeoutError

    def close(self):
        self.sock.close()


def _parse(head, raw):
    try:
        outer = json.loads(head)
        message, lengths = outer["m"], outer["b"]
    except (ValueError, RecursionError, TypeError, KeyError):
        raise MalformedError("a message that is no JSON") from None
    if type(message) is not dict or type(lengths) is not list or not all(type(n) is int for n in lengths):
        raise MalformedError("a message without its parts")
    if any(n < 0 for n in lengths) or sum(lengths) != len(raw):
        raise MalformedError("buffers that do not fit their lengths")
    ends = list(itertools.accumulate(lengths))
    return message, [bytes(raw[end - size : end]) for end, size in zip(ends, lengths, strict=True)]


def pair():
    """Two connected sockets."""
    return socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
