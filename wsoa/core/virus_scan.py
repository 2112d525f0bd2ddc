"""The virus scanner that a site may have: clamd, by its INSTREAM command over a socket."""

from __future__ import annotations

import logging
import socket
import struct
from typing import IO, Final

from wsoa.core.uploads import UploadRefused, clean_name

logger = logging.getLogger(__name__)

PATIENCE: Final = 30.0  # seconds for each answer of the scanner
CHUNK: Final = 256 * 1024
LONGEST_REPLY: Final = 4096


def refuse_infected(file: IO[bytes], name: str, scanner: str) -> None:
    """Has the file scanned, if there is a scanner; the file is read from its start and rewound.

    `scanner` is the path of clamd's socket, "host:port", or "" for none. Raises UploadRefused for
    an infected file, and where the scanner does not answer or reports an error: a file that could
    not be scanned is not accepted.
    """
    if not scanner:
        return
    name = clean_name(name)
    try:
        reply = _scanned(file, scanner)
    except OSError as fault:
        logger.error("The virus scanner at %s does not answer: %s", scanner, fault)
        reply = ""
    finally:
        file.seek(0)
    if reply == "stream: OK":
        return
    if reply.endswith(" FOUND"):
        logger.warning("The virus scanner refused an upload: %s", reply)
        raise UploadRefused(
            f"{name} was refused by the virus scanner. It was not saved. Tell your IT support."
        )
    if reply:
        logger.error("The virus scanner at %s reports an error: %s", scanner, reply)
    raise UploadRefused(
        f"{name} could not be scanned for viruses just now, so it was not saved. Try again in a "
        "few minutes, or enter a link to it."
    )


def _scanned(file: IO[bytes], scanner: str) -> str:
    """The reply of the scanner, such as "stream: OK"."""
    file.seek(0)
    with _connection(scanner) as connection:
        connection.sendall(b"zINSTREAM\0")
        while chunk := file.read(CHUNK):
            connection.sendall(struct.pack(">L", len(chunk)) + chunk)
        connection.sendall(struct.pack(">L", 0))
        reply = b""
        while b"\0" not in reply and len(reply) < LONGEST_REPLY:
            more = connection.recv(LONGEST_REPLY)
            if not more:
                break
            reply += more
    return reply.partition(b"\0")[0].decode(errors="replace").strip()


def _connection(scanner: str) -> socket.socket:
    host, _, port = scanner.rpartition(":")
    if host:
        return socket.create_connection((host, int(port)), timeout=PATIENCE)
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(PATIENCE)
    try:
        connection.connect(scanner)
    except OSError:
        connection.close()
        raise
    return connection
