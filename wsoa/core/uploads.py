"""Detection of the type of an uploaded file by its content. Pure.

Nothing is unpacked to disk, no XML entity is read and no picture is decoded. A container (docx,
xlsx) is first checked by its table of contents; one with plausible sizes is then decompressed in
memory to check that the sizes are true. What would run when the file is opened is refused.
"""

from __future__ import annotations

import re
import struct
import unicodedata
import zipfile
import zlib
from dataclasses import dataclass
from enum import Enum
from pathlib import PurePosixPath
from typing import BinaryIO, Final

from wsoa.core import active_content

LARGEST: Final = 10 * 1024 * 1024
LONGEST_NAME: Final = 150

MOST_ENTRIES: Final = 3_000
MOST_CONTENTS: Final = 1024 * 1024  # bytes of a container's table of contents
MOST_UNPACKED: Final = 120 * 1024 * 1024
MOST_RATIO: Final = 150  # of one part, where it is larger than this:
RATIO_COUNTS_FROM: Final = 1024 * 1024
LARGEST_TYPES: Final = 512 * 1024  # of [Content_Types].xml
MOST_CHUNKS: Final = 20_000  # of a picture, before what is looked for
MOST_PIXELS_A_SIDE: Final = 30_000
MOST_PIXELS: Final = 150_000_000


class UploadRefused(ValueError):
    """The file was refused. The message is for the person who sent it."""


class FileKind(Enum):
    """An accepted file type: extensions, media type, and name for people."""

    PDF = ("pdf", ("pdf",), "application/pdf", "a PDF")
    DOCX = (
        "docx",
        ("docx",),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "a Word document",
    )
    XLSX = (
        "xlsx",
        ("xlsx",),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "an Excel workbook",
    )
    PNG = ("png", ("png",), "image/png", "a PNG picture")
    JPG = ("jpg", ("jpg", "jpeg"), "image/jpeg", "a JPEG picture")

    def __init__(self, code: str, endings: tuple[str, ...], media_type: str, words: str) -> None:
        self.code, self.endings, self.media_type, self.words = code, endings, media_type, words


BY_ENDING: Final = {ending: kind for kind in FileKind for ending in kind.endings}
BY_CODE: Final = {kind.code: kind for kind in FileKind}
TAKEN: Final = "PDF, Word (docx), Excel (xlsx), PNG or JPEG"

# What else a file may turn out to be, so that it can be called by its name.
_OTHERS: Final = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file (doc, xls) or a locked one"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
    (b"#!", "a script"),
    (b"GIF8", "a GIF picture"),
    (b"RIFF", "a WebP picture or a recording"),
    (b"BM", "a BMP picture"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"{\\rtf", "an RTF text"),
)
_WEB_PAGE: Final = re.compile(rb"<(?:!doctype html|html|head|body|script)\b", re.IGNORECASE)
# Endings that make "minutes.exe.pdf" look like something else; a "v1.2" in a name is left alone.
_MISLEADING: Final = frozenset(
    [
        *("bat", "cmd", "com", "cpl", "exe", "hta", "jar", "js", "lnk", "msi", "php", "ps1", "py"),
        *("scr", "sh", "vbs", "htm", "html", "svg", "xhtml", "xml", "zip", "doc", "docm", "docx"),
        *("pdf", "pptx", "rtf", "xls", "xlsm", "xlsx", "jpeg", "jpg", "png"),
    ]
)
_NOT_IN_NAMES: Final = re.compile(r'[<>:"/\\|?*]')


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A checked file: its sanitised name and its type."""

    name: str
    kind: FileKind
    size: int


def check(file: BinaryIO, name: str) -> CheckedFile:
    """The type and safe name of a file, if it is one of the five types and its name agrees.

    Raises UploadRefused with what is wrong and which files are accepted.
    """
    name = clean_name(name)
    size = _size_of(file)
    if size > LARGEST:
        raise UploadRefused(too_large(name))
    if size == 0:
        raise UploadRefused(f"{name} is empty. Choose the file again.")
    ending = PurePosixPath(name).suffix.lstrip(".").lower()
    named = BY_ENDING.get(ending)
    kind, words = _look(file, size)
    if named is None:
        stated = f"has the extension .{ending}" if ending else "has no file extension such as .pdf"
        raise UploadRefused(f"{name} {stated}, which is not accepted. Upload it as {TAKEN}.")
    if kind is not named:
        raise UploadRefused(
            f"{name} is named as {named.words} ({named.code}), but its content is {words}. "
            f"Save it as {named.words} and choose it again."
        )
    _CHECKS[kind](file, name, size)
    file.seek(0)
    return CheckedFile(name, kind, size)


def too_large(name: str) -> str:
    """The error message for a file above the size limit."""
    return f"{name} must be smaller than 10 MB. Choose a smaller file, or enter a link to it."


def clean_name(name: str) -> str:
    r"""A name that is safe to show, to send and to save under.

    Folders, control and direction characters are removed; characters not allowed in file names, and
    dots other than that of the extension, become "_". A long name loses its middle.

    >>> clean_name("C:\\Users\\me\\minutes.exe.PDF")
    'minutes_exe.pdf'
    """
    name = unicodedata.normalize("NFC", name)
    name = "".join(
        " " if character.isspace() else character
        for character in name
        if character.isspace() or not unicodedata.category(character).startswith("C")
    )
    name = re.split(r"[/\\]", name)[-1]
    name = re.sub(r"\s+", " ", _NOT_IN_NAMES.sub("_", name)).rstrip(" .")
    stem, _, ending = name.rpartition(".")
    ending = re.sub(r"[^a-z0-9]", "", ending.lower())[:10] if "." in name else ""
    stem = _without_inner_endings(stem if ending else name).strip(" .")
    longest = LONGEST_NAME - len(ending) - 1
    stem = stem[:longest].rstrip(" .") or "file"
    return f"{stem}.{ending}" if ending else stem


def _without_inner_endings(stem: str) -> str:
    first, *rest = stem.split(".")
    for part in rest:
        first += ("_" if part.strip().lower() in _MISLEADING else ".") + part
    return first


def _size_of(file: BinaryIO) -> int:
    return file.seek(0, 2)


def _read(file: BinaryIO, at: int, count: int) -> bytes:
    file.seek(at)
    return file.read(count)


def _look(file: BinaryIO, size: int) -> tuple[FileKind | None, str]:
    """The type that the first bytes indicate, and its name."""
    start = _read(file, 0, 1024)
    if start.startswith(b"%PDF-"):
        return FileKind.PDF, FileKind.PDF.words
    if start.startswith(b"\x89PNG\r\n\x1a\n"):
        return FileKind.PNG, FileKind.PNG.words
    if start.startswith(b"\xff\xd8\xff"):
        return FileKind.JPG, FileKind.JPG.words
    if start.startswith(b"PK\x03\x04"):
        return _look_into_zip(file, size)
    for magic, words in _OTHERS:
        if start.startswith(magic):
            return None, words
    if b"<svg" in start:
        return None, "an SVG picture"
    if _WEB_PAGE.search(start):
        return None, "a web page"
    if start.startswith(b"PK"):
        return None, "an empty or damaged archive"
    if b"\x00" not in start and not re.search(rb"[\x01-\x08\x0e-\x1a]", start):
        return None, "plain text"
    return None, "of an unknown kind"


# --- containers: docx and xlsx -----------------------------------------------------------------


def _look_into_zip(file: BinaryIO, size: int) -> tuple[FileKind | None, str]:
    """The type of a zip container, by its table of contents alone."""
    names = {info.filename for info in _contents(file, size)}
    if "[Content_Types].xml" not in names:
        return None, "a zip archive"
    word = any(name.startswith("word/") for name in names)
    excel = any(name.startswith("xl/") for name in names)
    if word and not excel:
        return FileKind.DOCX, FileKind.DOCX.words
    if excel and not word:
        return FileKind.XLSX, FileKind.XLSX.words
    return None, "another Office file, or a zip archive"


def _contents(file: BinaryIO, size: int) -> list[zipfile.ZipInfo]:
    """The table of contents, refused unread if it is too long."""
    tail = _read(file, max(0, size - 65_557), 65_557)
    end = tail[-22:]
    if not (end.startswith(b"PK\x05\x06") and end.endswith(b"\x00\x00")):
        at = tail.rfind(b"PK\x05\x06")
        if at < 0 or len(tail) - at < 22:
            raise UploadRefused(
                "The file is damaged: its end is missing. Save it again and choose the new copy."
            )
        end = tail[at : at + 22]
    before = tail[: tail.rfind(end)]
    if before[-20:].startswith(b"PK\x06\x07"):  # 64-bit: for archives of gigabytes
        raise UploadRefused(
            "The file is packed in an unusual way. Save it again and choose the new copy."
        )
    if struct.unpack("<L", end[12:16])[0] > MOST_CONTENTS:
        raise UploadRefused("The file has too many parts, so it was not opened.")
    try:
        with zipfile.ZipFile(file) as archive:
            return archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error, OSError) as error:
        raise UploadRefused(
            "The file is damaged and cannot be read. Save it again and choose the new copy."
        ) from error


def inspect_container(file: BinaryIO, name: str, size: int) -> list[zipfile.ZipInfo]:
    """The parts of a container, after the checks for zip bombs and unsafe parts.

    Raises UploadRefused; the caller decides whether the parts are acceptable.
    """
    parts = _contents(file, size)
    _refuse_bombs(parts, name, size)
    for part in parts:
        _refuse_strange(part, name)
        _count_through(file, part, name)
    return parts


def _check_container(file: BinaryIO, name: str, size: int) -> None:
    parts = inspect_container(file, name, size)
    _check_types(file, parts, name)
    try:
        active = active_content.in_office(file, parts)
    except ValueError as error:
        raise UploadRefused(
            f"{name} is damaged and cannot be read. Save it again and choose the new copy."
        ) from error
    _refuse_active(active, name)


def _refuse_active(active: str, name: str) -> None:
    if active:
        raise UploadRefused(
            f"{name} contains {active}, which is not accepted. Print it to a PDF file, and choose "
            "that."
        )


def _refuse_bombs(parts: list[zipfile.ZipInfo], name: str, size: int) -> None:
    """Refuses zip bombs by the sizes in the table of contents, without unpacking."""
    bomb = f"{name} would unpack to far more than a document can hold, so it was not opened."
    if len(parts) > MOST_ENTRIES:
        raise UploadRefused(f"{name} has {len(parts):,} parts, far more than a document has.")
    if sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise UploadRefused(bomb)
    if sum(part.compress_size for part in parts) > size:  # parts that lie over one another
        raise UploadRefused(bomb)
    for part in parts:
        ratio = part.file_size / max(part.compress_size, 1)
        if part.file_size > RATIO_COUNTS_FROM and ratio > MOST_RATIO:
            raise UploadRefused(bomb)


def _refuse_strange(part: zipfile.ZipInfo, name: str) -> None:
    inner = part.filename.lower()
    if inner.endswith("vbaproject.bin") or "/macrosheets/" in inner:
        raise UploadRefused(
            f"{name} contains macros, which are not accepted. Save it without macros, or as a PDF."
        )
    if part.flag_bits & 0x1:
        raise UploadRefused(f"{name} is password protected. Save it without a password.")
    if part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise UploadRefused(
            f"{name} is packed in an unusual way. Save it again and choose the new copy."
        )
    if inner.startswith("/") or ".." in inner.split("/") or "\\" in inner:
        raise UploadRefused(f"{name} has parts that point outside the file, so it was not opened.")


def _count_through(file: BinaryIO, part: zipfile.ZipInfo, name: str) -> bytes:
    """Decompresses a part to check its size; returns only its first bytes.

    Stops at the stated size, so that a container with understated sizes is detected.
    """
    damaged = UploadRefused(
        f"{name} is damaged and cannot be read. Save it again and choose the new copy."
    )
    if part.header_offset < 0:
        raise damaged
    head = _read(file, part.header_offset, 30)
    if len(head) < 30 or not head.startswith(b"PK\x03\x04"):
        raise damaged
    inner_name, extra = struct.unpack("<HH", head[26:30])
    file.seek(part.header_offset + 30 + inner_name + extra)
    if part.compress_type == zipfile.ZIP_STORED:
        if part.compress_size != part.file_size:
            raise damaged
        return file.read(min(part.file_size, LARGEST_TYPES))
    try:
        counted, first = _inflate(file, part, name)
    except (zlib.error, EOFError) as error:
        raise damaged from error
    if counted != part.file_size:
        raise damaged
    return first


def _inflate(file: BinaryIO, part: zipfile.ZipInfo, name: str) -> tuple[int, bytes]:
    """The size of what is unpacked, with its first bytes. Raises UploadRefused as soon as it is
    larger than stated; EOFError or zlib.error where the packed bytes are damaged.
    """
    unpack, left, counted, first = zlib.decompressobj(-15), part.compress_size, 0, b""
    while left > 0 and not unpack.eof:
        packed = file.read(min(left, 65_536))
        if not packed:
            raise EOFError
        left -= len(packed)
        while packed and not unpack.eof:
            more = unpack.decompress(packed, 262_144)
            packed = unpack.unconsumed_tail
            counted += len(more)
            if counted > part.file_size:
                raise UploadRefused(f"{name} unpacks to more than it states, so it was not opened.")
            if len(first) < LARGEST_TYPES:
                first += more[: LARGEST_TYPES - len(first)]
    return counted, first


def _check_types(file: BinaryIO, parts: list[zipfile.ZipInfo], name: str) -> None:
    """The content types of the parts, read as bytes and never parsed as XML."""
    part = next(part for part in parts if part.filename == "[Content_Types].xml")
    if part.file_size > LARGEST_TYPES:
        raise UploadRefused(f"{name} is damaged: its list of parts is far too long.")
    types = _count_through(file, part, name).replace(b"\x00", b"").lower()
    if b"<!doctype" in types or b"<!entity" in types:
        raise UploadRefused(f"{name} refers to content outside the file, so it was not opened.")
    if b"macroenabled" in types or b"vbaproject" in types:
        raise UploadRefused(
            f"{name} contains macros, which are not accepted. Save it without macros, or as a PDF."
        )
    if b"<types" not in types:
        raise UploadRefused(
            f"{name} is damaged: its list of parts is missing. Save it again and choose the new "
            "copy."
        )


# --- the other three ---------------------------------------------------------------------------


def _check_pdf(file: BinaryIO, name: str, size: int) -> None:
    end = _read(file, max(0, size - 4096), 4096)
    if b"%%EOF" not in end:
        raise UploadRefused(f"{name} is not complete: its end is missing. Save the PDF again.")
    _refuse_active(active_content.in_pdf(file), name)


def _check_png(file: BinaryIO, name: str, size: int) -> None:
    head = _read(file, 8, 25)
    if len(head) < 25 or head[:8] != b"\x00\x00\x00\rIHDR":
        raise UploadRefused(f"{name} is damaged: it does not start like a PNG picture.")
    width, height, depth, colour = struct.unpack(">LLBB", head[8:18])
    if zlib.crc32(head[4:21]) != struct.unpack(">L", head[21:25])[0]:
        raise UploadRefused(f"{name} is damaged: its header is not valid.")
    if depth not in {1, 2, 4, 8, 16} or colour not in {0, 2, 3, 4, 6}:
        raise UploadRefused(f"{name} is damaged: its colours are not valid for a PNG picture.")
    _check_dimensions(width, height, name)
    at = 8
    for _ in range(MOST_CHUNKS):
        if at + 12 > size:
            break
        length, kind = struct.unpack(">L4s", _read(file, at, 8))
        if kind == b"IEND":
            return
        at += 12 + length
    raise UploadRefused(f"{name} is not complete: its end is missing. Save the picture again.")


_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_ALONE: Final = frozenset({0x01, *range(0xD0, 0xDB)})


def _check_jpg(file: BinaryIO, name: str, size: int) -> None:
    damaged = UploadRefused(f"{name} is damaged: it is not a JPEG picture after its first bytes.")
    at = 2
    for _ in range(MOST_CHUNKS):
        head = _read(file, at, 10)
        if len(head) < 10 or head[0] != 0xFF:
            raise damaged
        marker = head[1]
        if marker in _FRAMES:
            height, width = struct.unpack(">HH", head[5:9])
            break
        if marker in _ALONE:  # the picture itself, or its end, before its size was told
            raise damaged
        at += 1 if marker == 0xFF else 2 + max(struct.unpack(">H", head[2:4])[0], 2)
    else:
        raise damaged
    _check_dimensions(width, height, name)
    if b"\xff\xd9" not in _read(file, at, size):
        raise UploadRefused(f"{name} is not complete: its end is missing. Save the picture again.")


def _check_dimensions(width: int, height: int, name: str) -> None:
    if not width or not height:
        raise UploadRefused(f"{name} is damaged: it states a size of {width} by {height} pixels.")
    if max(width, height) > MOST_PIXELS_A_SIDE or width * height > MOST_PIXELS:
        raise UploadRefused(
            f"{name} is {width:,} by {height:,} pixels, which is too large. Choose a smaller "
            "picture."
        )


_CHECKS: Final = {
    FileKind.PDF: _check_pdf,
    FileKind.DOCX: _check_container,
    FileKind.XLSX: _check_container,
    FileKind.PNG: _check_png,
    FileKind.JPG: _check_jpg,
}
