"""The embedded broker: kombu's filesystem broker with atomic messages.

kombu writes a message directly into the folder that workers read. A worker that reads a file before
its content is written crashes. Here the file gets its name when it is complete.
"""

from __future__ import annotations

import os
import uuid
from pathlib import Path
from time import monotonic
from typing import Any

from kombu.exceptions import ChannelError
from kombu.transport import filesystem
from kombu.utils.json import dumps

_UNFINISHED = ".part"  # no queue's ending: nobody takes such a file for a message


class Channel(filesystem.Channel):
    """A channel that writes a message whole before a worker can see it."""

    def _put(self, queue: str, payload: Any, **kwargs: Any) -> None:  # type: ignore[override]
        """Adds a message, named as kombu does: earlier milliseconds are read first.

        Raises ChannelError if the file cannot be written.
        """
        name = f"{round(monotonic() * 1000)}_{uuid.uuid4()}"
        folder = Path(self.data_folder_out)
        part = folder / f"{name}{_UNFINISHED}"
        try:
            part.write_bytes(dumps(payload).encode())
            os.replace(part, folder / f"{name}.{queue}.msg")
        except OSError as error:
            raise ChannelError(f"Cannot add a message to {folder}") from error


class Transport(filesystem.Transport):
    """The transport of the embedded broker, for kombu."""

    Channel = Channel
