"""Small true files of the five kinds, and some that are not what they say."""

from __future__ import annotations

import struct
import zipfile
import zlib
from functools import cache
from io import BytesIO

TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/'
    'package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>'
)


def pdf(inside: bytes = b"") -> bytes:
    return b"%PDF-1.7\n" + inside + b"\ntrailer\nstartxref\n9\n%%EOF\n"


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))


def png(
    width: int = 4, height: int = 3, depth: int = 8, colour: int = 0, end: bool = True
) -> bytes:
    head = struct.pack(">LLBBBBB", width, height, depth, colour, 0, 0, 0)
    drawn = zlib.compress(b"\x00" * ((min(width, 64) + 1) * min(height, 64)))
    whole = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", drawn)
    return whole + (chunk(b"IEND", b"") if end else b"")


def jpg(width: int = 4, height: int = 3, end: bool = True, before: bytes = b"") -> bytes:
    app0 = b"\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    frame = b"\xff\xc0\x00\x0b\x08" + struct.pack(">HH", height, width) + b"\x01\x01\x11\x00"
    scan = b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\x12\x34"
    return b"\xff\xd8" + app0 + before + frame + scan + (b"\xff\xd9" if end else b"")


def office(main: str, more: dict[str, bytes] | None = None, types: str = TYPES) -> bytes:
    """A docx or xlsx, by its main part."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr("_rels/.rels", "<Relationships/>")
        archive.writestr(main, "<main>" + "words and figures " * 50 + "</main>")
        for name, content in (more or {}).items():
            archive.writestr(name, content)
    return made.getvalue()


def docx(more: dict[str, bytes] | None = None, types: str = TYPES) -> bytes:
    return office("word/document.xml", more, types)


def xlsx(more: dict[str, bytes] | None = None, types: str = TYPES) -> bytes:
    return office("xl/workbook.xml", more, types)


def plain_zip(**entries: bytes) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return made.getvalue()


@cache
def bomb(size: int = 400 * 1024 * 1024) -> bytes:
    """A workbook of a few hundred KB that unpacks to `size`."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            for _ in range(size // (1024 * 1024)):
                sheet.write(b" " * (1024 * 1024))
    return made.getvalue()


@cache
def lying_bomb(size: int = 40 * 1024 * 1024, claimed: int = 900_000) -> bytes:
    """A workbook that unpacks to `size` and claims, everywhere, to unpack to `claimed`."""
    made = bomb(size)
    return made.replace(struct.pack("<L", size), struct.pack("<L", claimed))


def encrypted_ods() -> bytes:
    """An OpenDocument file whose manifest says that its parts are encrypted."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", b"\x01\x02\x03")
        archive.writestr("META-INF/manifest.xml", "<manifest:encryption-data/>")
    return made.getvalue()


ENCRYPTED = {
    "figures.xlsx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
    "figures.ods": encrypted_ods(),
}
