"""A logo from an uploaded picture: checked by its content, decoded, and drawn anew as a small PNG.

Nothing of the uploaded file is kept but its pixels: no comment, no profile, no place where it was
taken, and nothing that another program would read in it. SVG is not accepted: it can hold script.
"""

from __future__ import annotations

import struct
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from typing import BinaryIO, Final

from wsoa.core import uploads
from wsoa.core.uploads import FileKind, UploadRefused

ACCEPTED: Final = (FileKind.PNG, FileKind.JPG)
ENDINGS: Final = tuple(ending for kind in ACCEPTED for ending in kind.endings)
LARGEST: Final = 2 * 1024 * 1024
MOST_PIXELS_A_SIDE: Final = 4_000
_ONE_AT_A_TIME: Final = threading.Lock()
WIDEST, HIGHEST = 480, 160  # pixels: twice what a page shows, for sharp screens and paper


@dataclass(frozen=True, slots=True)
class LogoPicture:
    """A picture that `read_logo` has drawn: a PNG, and its size in pixels."""

    png: bytes
    width: int
    height: int


def read_logo(file: BinaryIO, name: str) -> LogoPicture:
    """The logo from an uploaded PNG or JPEG file.

    Raises UploadRefused, with what is wrong and what to do, for every other file, one that is too
    large, damaged, or has anything after the end of its picture.
    """
    name = uploads.clean_name(name)
    if PurePosixPath(name).suffix.lstrip(".") not in ENDINGS:
        raise UploadRefused(
            f"{name} is not accepted as a logo. Save the logo as PNG or JPEG, and choose that file."
        )
    if file.seek(0, 2) > LARGEST:
        raise UploadRefused(too_large(name))
    kind = uploads.check(file, name).kind
    content = file.read()
    end = _end_of_png(content) if kind is FileKind.PNG else _end_of_jpg(content)
    if content[end:].strip(b"\x00"):
        raise UploadRefused(
            f"{name} has other content after the end of its picture, so it was not accepted. "
            "Save the picture again as PNG, and choose that file."
        )
    return _drawn_anew(content, name)


def too_large(name: str) -> str:
    """The error message for a file above the size limit."""
    return f"{name} must be smaller than 2 MB. Choose a smaller picture."


def _end_of_png(content: bytes) -> int:
    """Where the picture ends; `uploads.check` has found that it does."""
    at, kind = 8, b""
    while kind != b"IEND":
        length, kind = struct.unpack(">L4s", content[at : at + 8])
        at += 12 + length
    return at


# Markers without a length: fill bytes, restarts, and a byte of the picture that is no marker.
_NO_LENGTH: Final = frozenset({0x00, 0x01, *range(0xD0, 0xD9), 0xFF})


def _end_of_jpg(content: bytes) -> int:
    """Where the picture ends; the end of the file if it does not."""
    at = 2
    while 0 <= at < len(content) - 1:
        marker = content[at + 1]
        if marker == 0xD9:
            return at + 2
        step = 1 if marker == 0xFF else 2
        if marker not in _NO_LENGTH:
            step += int.from_bytes(content[at + 2 : at + 4], "big")
        at = content.find(b"\xff", at + step)
    return len(content)


def _drawn_anew(content: bytes, name: str) -> LogoPicture:
    from PIL import Image, ImageOps

    try:
        with _strictly(), Image.open(BytesIO(content), formats=("PNG", "JPEG")) as picture:
            _refuse_size(picture.width, picture.height, name)
            upright = ImageOps.exif_transpose(picture)
            drawn = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    except UploadRefused:
        raise
    except (OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error) as error:
        raise UploadRefused(
            f"{name} is damaged and cannot be read. Save it again, and choose the new file."
        ) from error
    drawn.thumbnail((WIDEST, HIGHEST))
    drawn.info.clear()
    made = BytesIO()
    drawn.save(made, "PNG", optimize=True)
    return LogoPicture(made.getvalue(), drawn.width, drawn.height)


@contextmanager
def _strictly() -> Iterator[None]:
    """Has Pillow refuse damaged pictures, whatever its switch for the whole process says.

    WeasyPrint, once imported, has it fill up what is missing.
    """
    from PIL import ImageFile

    with _ONE_AT_A_TIME:
        before = ImageFile.LOAD_TRUNCATED_IMAGES
        ImageFile.LOAD_TRUNCATED_IMAGES = False
        try:
            yield
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = before


def _refuse_size(width: int, height: int, name: str) -> None:
    if max(width, height) > MOST_PIXELS_A_SIDE:
        raise UploadRefused(
            f"{name} is {width:,} by {height:,} pixels. A logo must be at most "
            f"{MOST_PIXELS_A_SIDE:,} pixels wide and high. Choose a smaller picture."
        )
