"""The query processes as the server sees them: a question goes in, an answer comes out, or why there is none."""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

from kg.web.frames import BROKEN, DATA, HEAD, LAST, PREFIX, Head, Question, frame, packed, unpacked
from kg.web.settings import Settings
from kg.web.worker import ORDER, REPLY

log = logging.getLogger("kg.web")

AHEAD = 1 << 18
"""Bytes of an answer that wait in the server for the client. Set by hand."""


class Stopped(Exception):
    """The answer has no end: `outcome` is timeout, memory, crash, broken or killed."""

    def __init__(self, outcome: str) -> None:
        self.outcome = outcome
        super().__init__(outcome)


class Busy(Exception):
    """No process became free in time, or too many wait for one already."""


class _Worker:
    def __init__(self, number: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.number, self.reader, self.writer = number, reader, writer


class Answer:
    """An answer that is coming in: its `head`, and then its bytes."""

    def __init__(self, pool: Pool, worker: _Worker, head: Head) -> None:
        self._pool, self._worker, self.head = pool, worker, head
        self.over = self.last = False

    async def pieces(self) -> AsyncIterator[bytes]:
        """The bytes, as they come.

        Raises:
            Stopped: if there will be no end.
        """
        while True:
            kind, content = await self._pool.frame(self._worker)
            if kind == DATA:
                yield content
                continue
            self.over, self.last = True, kind == LAST
            if kind == BROKEN:
                raise Stopped("broken")
            return


class Pool:
    """As many query processes as the settings say, each answering one question at a time."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._free: asyncio.LifoQueue[_Worker] = asyncio.LifoQueue()
        self._ordering = asyncio.Lock()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._control: socket.socket | None = None
        self._nursery: asyncio.subprocess.Process | None = None
        self._closed = False
        self.alive = self.running = self.waiting = 0

    async def start(self) -> None:
        """Starts the processes."""
        for _ in range(self._settings.workers):
            await self._add()

    async def close(self) -> None:
        """Ends them all."""
        self._closed = True
        for task in self._tasks:
            task.cancel()
        await self._drop_nursery()

    @asynccontextmanager
    async def ask(self, question: Question) -> AsyncIterator[Answer]:
        """The answer to a question; whoever leaves before its end stops it.

        Raises:
            Busy: if no process is free in time.
            Stopped: if it ends without an answer.
        """
        worker = await self._take()
        self.running += 1
        answer: Answer | None = None
        try:
            worker.writer.write(frame(b"Q", packed(question)))
            kind, content = await self.frame(worker)
            assert kind == HEAD
            answer = Answer(self, worker, Head(*unpacked(content)))  # type: ignore[arg-type]
            yield answer
        finally:
            self.running -= 1
            if answer and answer.over and not answer.last:
                self._free.put_nowait(worker)
            else:
                self._later(worker)

    async def frame(self, worker: _Worker) -> tuple[bytes, bytes]:
        """The next frame from a process.

        Raises:
            Stopped: if it has ended.
        """
        try:
            kind, size = PREFIX.unpack(await worker.reader.readexactly(PREFIX.size))
            return kind, await worker.reader.readexactly(size) if size else b""
        except (asyncio.IncompleteReadError, ConnectionError):
            raise Stopped(_OUTCOMES.get(await self._end(worker), "killed")) from None

    async def _take(self) -> _Worker:
        if self.waiting >= self._settings.waiting:
            raise Busy
        self.waiting += 1
        try:
            async with asyncio.timeout(self._settings.limit_s):
                while (worker := await self._free.get()).reader.at_eof():
                    self._later(worker)
                return worker
        except TimeoutError:
            raise Busy from None
        finally:
            self.waiting -= 1

    def _later(self, worker: _Worker) -> None:
        if not self._closed:
            self._hold(asyncio.create_task(self._replace(worker)))

    def _hold(self, task: asyncio.Task[Any]) -> None:
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _replace(self, worker: _Worker) -> None:
        await self._end(worker)
        while not self._closed:
            try:
                return await self._add()
            except OSError as error:
                log.error("no new query process", extra={"told": {"reason": str(error)}})
                await asyncio.sleep(1)

    async def _add(self) -> None:
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                number = await self._order(b"+", 0, theirs)
        except BaseException:
            ours.close()
            raise
        ours.setblocking(False)
        reader, writer = await asyncio.open_connection(sock=ours, limit=AHEAD)
        self.alive += 1
        self._free.put_nowait(_Worker(number, reader, writer))

    async def _end(self, worker: _Worker) -> int:
        """The signal that a process ended by; it is ended if it has not yet."""
        if worker.number < 0:
            return 0
        number, worker.number = worker.number, -1
        self.alive -= 1
        worker.writer.close()
        order = asyncio.create_task(self._order(b"-", number))
        self._hold(order)
        with suppress(OSError):
            return await asyncio.shield(order)
        return 0

    async def _order(self, kind: bytes, number: int, channel: socket.socket | None = None) -> int:
        async with self._ordering:
            control = self._control or await self._start_nursery()
            loop = asyncio.get_running_loop()
            try:
                socket.send_fds(control, [ORDER.pack(kind, number)], [channel.fileno()] if channel else [])
                reply = await loop.sock_recv(control, REPLY.size)
                if len(reply) < REPLY.size:
                    raise ConnectionResetError("the nursery has ended")
            except OSError:
                await self._drop_nursery()
                raise
            found: int = REPLY.unpack(reply)[0]
            return found

    async def _start_nursery(self) -> socket.socket:
        ours, theirs = socket.socketpair()
        settings = self._settings
        told = (theirs.fileno(), settings.store, settings.limit_s, settings.memory_mb)
        with theirs:
            self._nursery = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "kg.web.worker", *map(str, told)),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.PIPE,
                pass_fds=[theirs.fileno()],
            )
        ours.setblocking(False)
        self._control = ours
        assert self._nursery.stderr
        self._hold(asyncio.create_task(_relay(self._nursery.stderr)))
        return ours

    async def _drop_nursery(self) -> None:
        if self._control:
            self._control.close()
            self._control = None
        if self._nursery:
            await self._nursery.wait()
            self._nursery = None


async def _relay(told: asyncio.StreamReader) -> None:
    """Puts what the processes write to standard error into the log."""
    with suppress(ValueError):
        async for line in told:
            log.warning("query process", extra={"told": {"said": line.decode("utf-8", "replace").rstrip()}})


_OUTCOMES: dict[int, str] = {
    signal.SIGALRM: "timeout",
    signal.SIGABRT: "memory",
    signal.SIGSEGV: "crash",
    signal.SIGBUS: "crash",
}
