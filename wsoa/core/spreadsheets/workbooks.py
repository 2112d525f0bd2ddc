"""Uploaded tables: their type by their content, their cells within bounds, read as sheets. Pure."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import BinaryIO, Final

from wsoa.core.spreadsheets.bounds import TooFar, refuse_beyond
from wsoa.core.spreadsheets.files import SheetFormat
from wsoa.core.spreadsheets.read import ODS_TYPE, read_sheets
from wsoa.core.spreadsheets.typed_cells import TypedSheet
from wsoa.core.uploads import (
    LARGEST,
    UploadRefused,
    check,
    clean_name,
    inspect_container,
    too_large,
)

WORKBOOKS: Final = "Excel (xlsx) or OpenDocument (ods)"
_CONTAINER: Final = b"PK\x03\x04"
_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_BODY: Final = b":spreadsheet"  # what the body of such a document is named
_AT_ONCE: Final = 128 * 1024
_READ_AT_MOST: Final = 64 * 1024  # bytes of a manifest, and of the folder of an old Office file


def refuse_locked(file: BinaryIO, name: str) -> None:
    """Raises UploadRefused for a workbook that is protected with a password.

    Excel wraps such a file in an old Office file; OpenDocument encrypts its parts.
    """
    file.seek(0)
    start = file.read(len(_OLD_OFFICE))
    locked = False
    if start == _OLD_OFFICE:
        file.seek(0)
        locked = _ENCRYPTED in file.read(LARGEST)
    elif start.startswith(_CONTAINER):
        try:
            with zipfile.ZipFile(file) as archive:
                if "META-INF/manifest.xml" in archive.namelist():
                    with archive.open("META-INF/manifest.xml") as part:
                        locked = b"encryption-data" in part.read(_READ_AT_MOST)
        except (zipfile.BadZipFile, RuntimeError, OSError, ValueError, NotImplementedError):
            locked = False
    if locked:
        raise UploadRefused(
            f"{name} is encrypted: it opens only with a password. Save a copy without a password, "
            "and upload that."
        )


def kind_of_workbook(file: BinaryIO, name: str, taken: str = WORKBOOKS) -> SheetFormat:
    """XLSX or ODS, of a file that is a container. Raises UploadRefused for anything else.

    An ODS without a `mimetype` entry, as some programs write it, is one too. `taken` names what is
    accepted, for the message.
    """
    size = file.seek(0, io.SEEK_END)
    names = {part.filename.lower() for part in inspect_container(file, name, size)}
    refuse_locked(file, name)
    is_excel = any(name.startswith("xl/") for name in names)
    if "content.xml" in names and not is_excel:
        if _is_ods(file, names):
            return SheetFormat.ODS
        raise UploadRefused(f"{name} is not a spreadsheet. Upload it as {taken}.")
    if "content.xml" in names or "xl/workbook.xml" not in names or "xl/workbook.bin" in names:
        raise UploadRefused(f"{name} is not a spreadsheet. Upload it as {taken}.")
    check(file, PurePosixPath(name).with_suffix(".xlsx").name)
    return SheetFormat.XLSX


def _is_ods(file: BinaryIO, names: set[str]) -> bool:
    file.seek(0)
    with zipfile.ZipFile(file) as archive:
        if "mimetype" in names:
            with archive.open("mimetype") as part:
                return part.read(len(ODS_TYPE) + 1).strip() == ODS_TYPE
        with archive.open("content.xml") as part:
            before = b""
            while chunk := part.read(_AT_ONCE):
                if _BODY in before + chunk:
                    return True
                before = chunk[-len(_BODY) :]
            return False


def read_workbook(
    file: BinaryIO, name: str, *, rows: int, columns: int, taken: str = WORKBOOKS
) -> list[TypedSheet]:
    """Every sheet, hidden ones included. Raises UploadRefused, with words for who sent it."""
    name = clean_name(name)
    size = file.seek(0, io.SEEK_END)
    if size > LARGEST:
        raise UploadRefused(too_large(name))
    file.seek(0)
    if size == 0:
        raise UploadRefused(f"{name} is empty. Choose the file again.")
    if file.read(len(_CONTAINER)) != _CONTAINER:
        refuse_locked(file, name)
        raise UploadRefused(f"{name} is not a workbook. Upload it as {taken}.")
    kind_of_workbook(file, name, taken)
    try:
        refuse_beyond(file, rows=rows, columns=columns)
        return read_sheets(file)
    except TooFar as error:
        raise UploadRefused(f"{name} is too large. {error} Upload it in parts.") from error
    except Exception as error:  # whatever a reader of damaged files may come upon
        raise UploadRefused(
            f"{name} is damaged and cannot be read. Save it again and upload the new copy."
        ) from error


def visible(sheets: Sequence[TypedSheet]) -> list[TypedSheet]:
    """The sheets that a person who opens the file sees."""
    return [sheet for sheet in sheets if sheet.is_visible]
