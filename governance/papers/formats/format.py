"""The interface of a format: how it writes a file, and how the file is offered to readers."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from governance.papers.document.imprint import Imprint, RenderedFile
from governance.papers.document.schema import Quarterly
from governance.papers.formats.formula_guard import cleaned
from governance.papers.formats.tables import quarterly_tables
from wsoa.core.spreadsheets.model import Sheet

# Called with what is being done, in words, and how much is done, in per cent. May raise to stop.
Progress = Callable[[str, int], None]
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LONGEST_SLUG = 40  # characters of a file's name


@dataclass(frozen=True)
class Rendition:
    """A quarterly document while its files are made.

    `frozen` is the exact document; all formats but JSON use `document`, which is without the
    characters that XML forbids.
    """

    frozen: Quarterly
    imprint: Imprint
    progress: Progress

    @cached_property
    def document(self) -> Quarterly:
        return cleaned(self.frozen)

    @cached_property
    def tables(self) -> list[Sheet]:
        return quarterly_tables(self.document, self.imprint)


@dataclass(frozen=True, slots=True)
class Format:
    """One format.

    `form` names it in addresses and in the database; `suffix` is that of its file. `write` writes
    the file to a path and returns its number of pages, 0 if it has none. `stage` is announced when
    `done` per cent are made; `done` is also the order of making. A format without a stage announces
    itself. `title` is offered to readers; unless `listed`, only on the publication's own page.
    """

    form: str
    title: str
    content_type: str
    write: Callable[[Any, Path], int | None]
    stage: str = ""
    done: int = 0
    suffix: str = ""
    listed: bool = True


def write_all(
    formats: Iterable[Format], rendition: Any, folder: Path, stem: str
) -> list[RenderedFile]:
    """Writes these formats into the folder, in the order of making. Raises what they raise."""
    made = []
    for paper_format in sorted(formats, key=lambda paper_format: paper_format.done):
        if paper_format.stage:
            rendition.progress(paper_format.stage, paper_format.done)
        path = folder / f"{stem}.{paper_format.suffix or paper_format.form}"
        pages = paper_format.write(rendition, path)
        made.append(rendered_file(path, paper_format.form, paper_format.content_type, pages or 0))
    return made


def titles(formats: Sequence[Format]) -> dict[str, str]:
    """The titles offered to readers, by form."""
    return {paper_format.form: paper_format.title for paper_format in formats}


def rendered_file(path: Path, form: str, content_type: str, pages: int = 0) -> RenderedFile:
    """The description of a finished file."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return RenderedFile(path.name, form, content_type, path.stat().st_size, digest, pages)
