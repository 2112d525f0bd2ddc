"""The embedded broker: kombu's broker of files, in which a message is there whole or not at all.

kombu writes a message into the folder that workers look into. A worker that looks while a file
has a name and no content yet reads nothing where it expects a message, and ends. Here the file
gets its name when it is complete.
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
    def _put(self, queue: str, payload: Any, **kwargs: Any) -> None:  # type: ignore[override]
        """Adds a message, under a name as kombu gives it: the earlier millisecond is taken first.

        Raises ChannelError where the folder does not take it.
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
    Channel = Channel
