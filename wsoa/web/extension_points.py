"""What the apps above add to the site. Each registers with these when it starts."""

from __future__ import annotations

from typing import NamedTuple

from wsoa.core.extension_points import ExtensionPoint


class LargerUpload(NamedTuple):
    """A path to which larger files than evidence may be sent, and the most bytes of one."""

    path: str
    most: int


LARGER_UPLOADS: ExtensionPoint[LargerUpload] = ExtensionPoint(
    "an address that takes larger files", read_by="wsoa.web.upload_handler"
)
