"""The worker class of the web server: gunicorn's processes, with waitress inside each of them.

gunicorn's own worker of threads reads a request in a thread, so that eight clients that never
finish theirs stop all eight threads. Here one loop in each process reads all requests and writes
all responses, and a thread gets a request when the whole of it has arrived: docs/adr/0047.

gunicorn listens, loads the application before it forks, and watches the processes, as before.
"""

from __future__ import annotations

import logging
import os
import time
from types import FrameType
from typing import Any, Final

from gunicorn.workers.base import Worker
from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer, create_server
from waitress.utilities import Error

SILENT_SECONDS: Final = 20  # a connection on which nothing moves for so long is closed
CLEANUP_SECONDS: Final = 5  # how often such connections are looked for
MOST_CONNECTIONS: Final = 450  # of a process; each may hold two of the usual 1,024 open files
HEADER_BYTES: Final = 64 * 1024
# Above this, a body is refused unread. wsoa/web/upload_handler.py knows the limits of files.
BODY_BYTES: Final = 64 * 1024 * 1024
BODY_IN_MEMORY: Final = 128 * 1024  # a larger body waits in a temporary file
BODIES_BYTES: Final = 256 * 1024 * 1024  # of all larger bodies that wait in one process
RECEIVE_BYTES: Final = 64 * 1024
TURN_SECONDS: Final = 1.0  # gunicorn expects a sign of life much more often than every 30

Sockets = dict[int, Any]


class TooManyBodies(Error):  # type: ignore[misc]  # waitress has no types
    """The response to an upload while others fill the space for them."""

    code = 503
    reason = "Service Unavailable"


class Connection(HTTPChannel):  # type: ignore[misc]  # waitress has no types
    """A connection whose request, where it is large, shares a limited space with the others."""

    def received(self, data: bytes) -> bool:
        """Take what has arrived; refuse the request if the space for large bodies is used up."""
        if self.waiting_bytes > BODY_IN_MEMORY:
            others = self.server.active_channels.values()
            if sum(other.waiting_bytes for other in others) > BODIES_BYTES:
                self.request.body_rcv.error = TooManyBodies("Send your file again in a minute.")
        return bool(super().received(data))

    def handle_close(self) -> None:
        """Close, and remove what had arrived of an unfinished body."""
        if self.request is not None:
            self.request.close()
        super().handle_close()

    @property
    def waiting_bytes(self) -> int:
        """The size of what has arrived of an unfinished body."""
        request = self.request
        return len(request.body_rcv) if request is not None and request.body_rcv else 0


class BufferingWorker(Worker):  # type: ignore[misc]  # gunicorn has no types
    """A process that reads whole requests, and only then gives them to its threads."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.listeners: list[BaseWSGIServer] = []

    def run(self) -> None:
        """Serve until gunicorn ends this process, or has gone itself."""
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # short queues are usual
        sockets: Sockets = {}
        server = create_server(
            self.wsgi,
            map=sockets,
            sockets=[listener.sock for listener in self.sockets],
            threads=self.cfg.threads,
            backlog=self.cfg.backlog,
            channel_timeout=SILENT_SECONDS,
            cleanup_interval=CLEANUP_SECONDS,
            connection_limit=MOST_CONNECTIONS,
            max_request_header_size=HEADER_BYTES,
            max_request_body_size=BODY_BYTES,
            inbuf_overflow=BODY_IN_MEMORY,
            recv_bytes=RECEIVE_BYTES,
            # The application reads them: it knows how many proxies there are.
            clear_untrusted_proxy_headers=False,
            ident=None,
        )
        self.listeners = [found for found in sockets.values() if isinstance(found, BaseWSGIServer)]
        for listener in self.listeners:
            listener.channel_class = Connection
        while self.alive and self.ppid == os.getppid():
            self.turn(sockets)
        self.finish(sockets, time.monotonic() + self.cfg.graceful_timeout)
        server.task_dispatcher.shutdown(timeout=1)

    def turn(self, sockets: Sockets, timeout: float = TURN_SECONDS) -> None:
        """Read and write what can be read and written now, and tell gunicorn of it."""
        self.notify()
        wasyncore.loop(timeout=timeout, use_poll=True, map=sockets, count=1)

    def finish(self, sockets: Sockets, until: float) -> None:
        """Answer the requests that have arrived; no further connection is accepted."""
        for listener in self.listeners:
            listener.accepting = False
        while self.is_busy() and time.monotonic() < until:
            self.turn(sockets, timeout=0.1)

    def is_busy(self) -> bool:
        """Whether a request is being answered, or a response is being sent."""
        return any(
            connection.requests or connection.total_outbufs_len
            for listener in self.listeners
            for connection in listener.active_channels.values()
        )

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """End in order. Wakes the loop, which may be waiting for something to read."""
        super().handle_exit(sig, frame)
        for listener in self.listeners:
            listener.pull_trigger()
