"""The processes that answer queries, one at a time each: what runs too long, or takes too much, ends with its process.

They are forked from one that has loaded all they need, the nursery, so that a new one is there in milliseconds.
The kernel stops them: an alarm clock for the time, a limit on their data for the memory. Whatever the query does, they
need not co-operate. When the server goes, they go.
"""

from __future__ import annotations

import os
import resource
import select
import signal
import socket
import struct
import sys
import zlib
from io import RawIOBase
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

from kg.errors import KgError, StoreError
from kg.web import negotiate
from kg.web.frames import BROKEN, DATA, END, HEAD, KINDS, LAST, PREFIX, Head, Question, frame, packed, unpacked
from kg.web.snapshots import Snapshots

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

ORDER = struct.Struct(">cI")
"""What the nursery is told: `+` for a new process, whose channel comes along, or `-` and the id of one to end."""

REPLY = struct.Struct(">I")
"""What it answers: the id of the new process, or the signal that ended the old one."""

PIECE = 65_536
"""Bytes that are sent at once; nothing is sent before, so that what fails early fails with a message. Set by hand."""

SMALL = 1_000
"""Bytes up to which compressing is not worth it. Set by hand."""

LEVEL = 3
"""Of zlib. All statements of the sample corpus get 14 times smaller in JSON, at 220 MB/s; with 6, 19 times at 110."""

IDLE = 2.0
"""Seconds after which a process without a question looks whether there is a newer snapshot. Set by hand."""

PLAIN = "text/plain; charset=utf-8"


def main() -> None:
    """The nursery: forks and ends processes as it is told on the socket that it was given."""
    number, store, limit, memory = sys.argv[1:]
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, signal.SIG_IGN)
    control = socket.socket(fileno=int(number))
    children: set[int] = set()
    try:
        while _obey(control, children, Path(store), float(limit), int(memory)):
            pass
    except ConnectionError:
        pass
    finally:
        for child in children:
            os.kill(child, signal.SIGKILL)


def _obey(control: socket.socket, children: set[int], store: Path, limit: float, memory: int) -> bool:
    """Carries out the next order; True if there may be another."""
    order, files, _, _ = socket.recv_fds(control, ORDER.size, 1)
    if len(order) < ORDER.size:
        return False
    kind, child = ORDER.unpack(order)
    if kind == b"-":
        known = child in children
        children.discard(child)
        control.sendall(REPLY.pack(_end(child) if known else 0))
        return True
    child = os.fork()
    if not child:
        control.close()
        _work(socket.socket(fileno=files[0]), store, limit, memory)
    children.add(child)
    os.close(files[0])
    control.sendall(REPLY.pack(child))
    return True


def _end(child: int) -> int:
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


def _work(channel: socket.socket, store: Path, limit: float, memory: int) -> None:
    try:
        snapshots = Snapshots(store)
        snapshots.refresh()
        _limit_memory(memory)
        worker = _Worker(channel, snapshots, limit, memory)
        while worker.serve():
            pass
    except MemoryError:
        os.abort()
    except OSError:
        pass
    finally:
        os._exit(0)


def _limit_memory(megabytes: int) -> None:
    """Lets the process have so much data more than it has now; where /proc does not tell, there is no limit."""
    try:
        told = Path("/proc/self/status").read_text("ascii")
    except OSError:
        return
    now = next(int(line.split()[1]) * 1024 for line in told.splitlines() if line.startswith("VmData:"))
    resource.setrlimit(resource.RLIMIT_DATA, (now + megabytes * 2**20,) * 2)


class _Worker:
    def __init__(self, channel: socket.socket, snapshots: Snapshots, limit: float, memory: int) -> None:
        self._channel, self._snapshots, self._limit = channel, snapshots, limit
        self._in = channel.makefile("rb")
        self._enough = _peak() + memory * 2**20 // 4

    def serve(self) -> bool:
        """Answers the next question; True if there may be another."""
        while not select.select([self._channel], [], [], IDLE)[0]:
            self._snapshots.refresh()
        start = self._in.read(PREFIX.size)
        if len(start) < PREFIX.size:
            return False
        question = Question(*unpacked(self._in.read(PREFIX.unpack(start)[1])))  # type: ignore[arg-type]
        signal.setitimer(signal.ITIMER_REAL, self._limit)
        out = _Out(self._channel, question.gzip)
        try:
            self._answer(question, out)
        except KgError as error:
            out.fail(503 if isinstance(error, StoreError) else 400, str(error))
        except OSError as error:
            out.fail(500, f"the query failed: {error}")
        except (ValueError, RuntimeError, SyntaxError) as error:
            out.fail(400, f"the answer cannot be written so: {error}")
        fat = _peak() > self._enough
        out.finish(LAST if fat else END)
        signal.setitimer(signal.ITIMER_REAL, 0)
        return not fat

    def _answer(self, question: Question, out: _Out) -> None:
        with self._snapshots.reader() as reader:
            narrowed = bool(question.default_graphs or question.named_graphs)
            answer = reader.query(
                question.query,
                default_graphs=question.default_graphs if narrowed else None,
                named_graphs=question.named_graphs if narrowed else None,
                base=question.base,
            )
            chosen = question.formats[KINDS.index(answer.kind)]
            if chosen is None:
                return out.fail(406, negotiate.refusal(answer.kind))
            format, media_type = chosen
            out.head = Head(200, media_type, None if answer.volatile else reader.snapshot)
            if not question.bodiless:
                answer.write(cast("IO[bytes]", out), format)


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


class _Out(RawIOBase):
    """The file that an answer is written to: it comes out as frames, compressed if that is wanted and worth it."""

    def __init__(self, channel: socket.socket, gzip: bool) -> None:
        self._channel = channel
        self._press = zlib.compressobj(LEVEL, zlib.DEFLATED, 31) if gzip else None
        self._kept = bytearray()
        self._begun = False
        self._end = b""
        self.head = Head(200, PLAIN)

    def writable(self) -> bool:
        return True

    def write(self, content: ReadableBuffer, /) -> int:
        data = bytes(content)
        self._kept += data
        if len(self._kept) >= PIECE:
            self._send(self._squeezed())
        return len(data)

    def fail(self, status: int, message: str) -> None:
        """Takes back what was not sent yet and tells the message instead; if something was, breaks off."""
        if self._begun:
            self._end = BROKEN
            return
        self._kept[:] = f"{message}\n".encode("utf-8", "replace")
        self._press = None
        self.head = Head(status, PLAIN)

    def finish(self, end: bytes) -> None:
        """Sends the rest and the end."""
        if not self._begun and len(self._kept) <= SMALL:
            self._press = None
        self._send(self._squeezed(zlib.Z_FINISH), frame(self._end or end))

    def _squeezed(self, flush: int = zlib.Z_SYNC_FLUSH) -> bytes:
        data = bytes(self._kept)
        self._kept.clear()
        return self._press.compress(data) + self._press.flush(flush) if self._press else data

    def _send(self, data: bytes, end: bytes = b"") -> None:
        head = b"" if self._begun else frame(HEAD, packed(self.head._replace(gzip=self._press is not None)))
        self._begun = True
        self._channel.sendall(head + (frame(DATA, data) if data else b"") + end)


if __name__ == "__main__":
    main()
