"""A file with a local area's plan, of whatever kind, recognised. Nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from io import BytesIO
from pathlib import PurePosixPath
from typing import BinaryIO, Final

from actions.domain.recognition.leads import KnownLead
from actions.importing.recognition.result import RecognisedPlan
from actions.importing.recognition.walk import recognise
from actions.importing.tables.docx import read_docx
from actions.importing.tables.file_kind import OLD_OFFICE, kind_by_content, refuse_other_kind
from actions.importing.tables.model import DocumentRefused, ReadDocument, ReaderRemark
from actions.importing.tables.odf import read_odf
from actions.importing.tables.old_office import NEW_KINDS, converted
from actions.importing.tables.pdf import read_pdf
from actions.importing.tables.plain_text import read_text
from actions.importing.tables.xlsx import read_xlsx
from wsoa.core.spreadsheets.workbooks import refuse_locked
from wsoa.core.uploads import UploadRefused, clean_name

_TAKEN: Final = "Word (.docx), Excel (.xlsx), OpenDocument (.odt, .ods), PDF, CSV or text (.txt)"
_READERS: Final[dict[str, Callable[[BinaryIO, str], ReadDocument]]] = {
    "docx": read_docx,
    "xlsx": read_xlsx,
    "odt": read_odf,
    "ods": read_odf,
    "pdf": read_pdf,
    "csv": read_text,
    "txt": read_text,
}
_SAVE_AS: Final = {
    "doc": "Open it in Word or LibreOffice and save it as .docx.",
    "rtf": "Open it in Word or LibreOffice and save it as .docx.",
    "xls": "Open it in Excel or LibreOffice and save it as .xlsx.",
    "docm": "It may contain macros. Save it as .docx, without them.",
    "xlsm": "It may contain macros. Save it as .xlsx, without them.",
}


def read_plan_file(file: BinaryIO, name: str, known: Iterable[KnownLead] = ()) -> RecognisedPlan:
    """What is recognised in a file; `known` are the posts and organisations of the local area.

    Raises DocumentRefused with what is wrong and what to do.
    """
    return recognise(read_document(file, name), known)


def read_document(file: BinaryIO, name: str) -> ReadDocument:
    """A file by its extension, as a document. Raises DocumentRefused."""
    name = clean_name(name)
    ending = PurePosixPath(name).suffix.lstrip(".").lower()
    if not file.seek(0, 2):
        raise DocumentRefused(f"{name} is empty. Choose the file again.")
    _refuse_locked(file, name)
    reader = _READERS.get(ending)
    if ending in NEW_KINDS or _is_old_office(file):
        return _read_old(file, name, ending)
    if ending in _SAVE_AS:
        raise DocumentRefused(f"{name} cannot be read. {_SAVE_AS[ending]}")
    if reader is None:
        raise DocumentRefused(f"{name} is not of a kind that can be read. Save it as {_TAKEN}.")
    refuse_other_kind(file, name, ending)
    file.seek(0)
    document = reader(file, name)
    if not document.blocks and not document.lines and not document.remarks:
        reason = "It holds no text. If it is a picture of a plan, ask for the document itself"
        document.remarks.append(ReaderRemark("no_text", name, reason, is_loss=True))
    return document


def _is_old_office(file: BinaryIO) -> bool:
    file.seek(0)
    return file.read(len(OLD_OFFICE)) == OLD_OFFICE


def _refuse_locked(file: BinaryIO, name: str) -> None:
    """A file with a password looks like one of an older kind from outside."""
    if not _is_old_office(file):
        return
    try:
        refuse_locked(file, name)
    except UploadRefused as refused:
        raise DocumentRefused(str(refused)) from refused


def _read_old(file: BinaryIO, name: str, ending: str) -> ReadDocument:
    """A file of an older kind, through LibreOffice where it is installed."""
    kind = kind_by_content(file)
    if not _is_old_office(file) and kind != "rtf":
        refuse_other_kind(file, name, ending)
        raise DocumentRefused(f"{name} cannot be read. {_SAVE_AS[ending]}")
    old_kind = kind or {"docx": "doc", "xlsx": "xls"}.get(ending, ending)
    content = converted(file, old_kind)
    if content:
        new_kind = NEW_KINDS[old_kind]
        document = _READERS[new_kind](BytesIO(content), f"{name}.{new_kind}")
        taken = f"The same file, converted to .{new_kind} by LibreOffice"
        document.remarks.append(ReaderRemark("converted", name, taken))
        return document
    if kind == "rtf":
        raise DocumentRefused(f"{name} cannot be read. {_SAVE_AS[ending]}")
    raise DocumentRefused(
        f"{name} is of an older kind of Word or Excel. Open it there, or in LibreOffice, and save "
        "it as .docx or .xlsx."
    )
