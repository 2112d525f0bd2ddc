"""What a file is by its content, whatever its name says. Pure."""

from __future__ import annotations

import zipfile
from typing import BinaryIO, Final

from actions.importing.tables.model import DocumentRefused

OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BEGINNINGS: Final = {b"{\\rtf": "rtf", b"%PDF-": "pdf"}
_PARTS: Final = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}
_NAMES: Final = {
    "rtf": "RTF (Rich Text Format)",
    "pdf": "a PDF",
    "docx": "a Word document",
    "xlsx": "an Excel workbook",
}


def refuse_other_kind(file: BinaryIO, name: str, ending: str) -> None:
    """Refuses a file that is of another kind than its name says. Raises DocumentRefused."""
    kind = kind_by_content(file)
    if not kind or kind == ending:
        return
    stem = name.rpartition(".")[0]
    todo = f"Rename it {stem}.{kind} and choose it again."
    if kind == "rtf":
        todo = "Open it in Word or LibreOffice and save it as .docx."
    raise DocumentRefused(f"{name} is {_NAMES[kind]}, although its name ends in .{ending}. {todo}")


def kind_by_content(file: BinaryIO) -> str:
    """The extension that a file ought to have; "" where its content does not tell."""
    file.seek(0)
    beginning = file.read(5)
    for sign, kind in _BEGINNINGS.items():
        if beginning.startswith(sign):
            return kind
    if not beginning.startswith(b"PK"):
        return ""
    try:
        with zipfile.ZipFile(file) as archive:
            parts = {part.lower() for part in archive.namelist()}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return ""  # the reader of its kind says what is wrong with it
    return next((kind for part, kind in _PARTS.items() if part in parts), "")
