"""What an uploaded file would change: one page for a plan's own figures and for official ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Generic, TypeVar

from indicators.domain.enums import Dataset
from indicators.domain.import_questions import ImportQuestion
from indicators.models import ImportPreview
from indicators.services.figure_file_check import CellFault, FigureChange
from indicators.services.release_upload import UploadedRelease

MOST_SHOWN = 500  # of each kind; the rest is counted, and faults can be downloaded
T = TypeVar("T")
FAULT_HEADINGS: Final = ("Row", "Column", "In the cell", "Problem")


@dataclass(frozen=True, slots=True)
class FirstOfMany(Generic[T]):
    """The first items of a list, and how many there are in all."""

    every: tuple[T, ...] = ()
    total: int = 0

    @property
    def rows(self) -> tuple[T, ...]:
        return self.every[:MOST_SHOWN]

    @property
    def count(self) -> int:
        return max(self.total, len(self.every))

    @property
    def counted(self) -> str:
        return f"{self.count:,}"

    @property
    def more(self) -> str:
        """How many are not shown; empty where all are."""
        left = self.count - len(self.rows)
        return f"{left:,}" if left else ""


@dataclass(frozen=True, slots=True)
class PreviewedFigure:
    """A figure that would be entered or changed. `of` is a series, or an area."""

    name: str
    of: str
    period: str
    before: str
    after: str
    also: str = ""


@dataclass(frozen=True, slots=True)
class PreviewedFault:
    """A cell that cannot be read."""

    where: str
    column: str
    typed: str
    why: str


@dataclass(frozen=True, slots=True)
class ImportPage:
    """The preview of a file. Of one that was confirmed or deleted, just that fact."""

    file_name: str
    caption: str
    is_done: bool
    is_official: bool
    is_pasted: bool = False
    sentence: str = ""
    new: FirstOfMany[PreviewedFigure] = field(default_factory=FirstOfMany)
    corrected: FirstOfMany[PreviewedFigure] = field(default_factory=FirstOfMany)
    faults: FirstOfMany[PreviewedFault] = field(default_factory=FirstOfMany)
    new_measures: FirstOfMany[str] = field(default_factory=FirstOfMany)
    unusual: FirstOfMany[str] = field(default_factory=FirstOfMany)
    notes: tuple[str, ...] = ()
    questions: tuple[ImportQuestion, ...] = ()

    @property
    def changes(self) -> int:
        return self.new.count + self.corrected.count

    @property
    def has_open_questions(self) -> bool:
        return any(question.is_open for question in self.questions)

    @property
    def faults_stop_it(self) -> bool:
        """Whether nothing is imported because of its faults: of official files, the rest is."""
        return bool(self.faults.count) and not self.is_official

    @property
    def may_confirm(self) -> bool:
        if self.is_done or self.has_open_questions or self.faults_stop_it:
            return False
        return self.is_official or bool(self.changes)

    @property
    def has_error(self) -> bool:
        return self.faults_stop_it and not self.is_done


def figure_import_page(preview: ImportPreview) -> ImportPage:
    """The page of a file of a plan's own figures, from what is stored with it. Reads no figures."""
    kept: dict[str, Any] = preview.rows if isinstance(preview.rows, dict) else {}
    changes = [FigureChange(*change) for change in kept.get("changes", ())]
    faults = [CellFault(*fault) for fault in kept.get("faults", ())]
    new = [_own(change) for change in changes if not change.before]
    corrected = [_own(change) for change in changes if change.before]
    return ImportPage(
        preview.file_name,
        "Enter figures" if preview.is_pasted else "Import figures",
        is_done=not preview.stored,
        is_official=False,
        is_pasted=preview.is_pasted,
        sentence=_own_sentence(len(new), len(corrected), kept.get("same", 0)),
        new=FirstOfMany(tuple(new)),
        corrected=FirstOfMany(tuple(corrected)),
        faults=FirstOfMany(
            tuple(PreviewedFault(f.where, f.column, f.typed, f.why) for f in faults)
        ),
        unusual=FirstOfMany(
            tuple(
                f"Row {change.row}, {change.indicator}, {change.span}: {change.unusual}"
                for change in changes
                if change.unusual
            )
        ),
        notes=tuple(_own_notes(kept)),
        questions=_questions(kept),
    )


def _own(change: FigureChange) -> PreviewedFigure:
    return PreviewedFigure(
        change.indicator, change.series, change.span, change.before, change.after, change.also
    )


def _own_sentence(new: int, changed: int, same: int) -> str:
    """The counts: "12 new figures, 2 changed, 1 as it was"."""
    if not new and not changed:
        return ""
    unchanged = f"{same:,} as {'it was' if same == 1 else 'they were'}"
    counts = f"{_count(new, 'new figure')}, {changed:,} changed, {unchanged}"
    return f"{counts}. Nothing is saved yet."


def _own_notes(kept: dict[str, Any]) -> Iterable[str]:
    same, waiting = kept.get("same", 0), kept.get("waiting", 0)
    is_counted = kept.get("changes") and not kept.get("faults")  # in the sentence above
    if waiting:
        yield f"{_count(waiting, 'row')} {'needs' if waiting == 1 else 'need'} your answer."
    if same and not is_counted:
        yield f"{_count(same, 'row')} {'has' if same == 1 else 'have'} not changed."
    if kept.get("passed_over"):
        yield f"These columns were ignored: {', '.join(kept['passed_over'])}."
    if kept.get("sheets_passed_over"):
        yield kept["sheets_passed_over"]


def release_import_page(preview: ImportPreview) -> ImportPage:
    """The page of a file of official statistics."""
    if not preview.stored:
        label = str(Dataset(preview.dataset).label)
        return ImportPage(preview.file_name, label, is_done=True, is_official=True)
    would = UploadedRelease.of(preview).would
    spans = f", {would['spans']}" if would["spans"] else ""
    faults = [PreviewedFault(f["where"], f["column"], "", f["reason"]) for f in would["faults"]]
    return ImportPage(
        preview.file_name,
        f"{would['title']}{spans}",
        is_done=False,
        is_official=True,
        sentence=_official_sentence(would),
        new=FirstOfMany(tuple(_official(change) for change in would["examples"]), would["added"]),
        corrected=FirstOfMany(
            tuple(_official(change) for change in would["changes"]), would["revised"]
        ),
        faults=FirstOfMany(tuple(faults), would["fault_count"]),
        new_measures=FirstOfMany(tuple(would["new_measures"])),
        notes=tuple(_official_notes(would)),
        questions=_questions(would),
    )


def _official(change: dict[str, str]) -> PreviewedFigure:
    return PreviewedFigure(
        change["measure"], change["place"], change["span"], change["was"], change["now"]
    )


def _official_sentence(would: dict[str, Any]) -> str:
    what = "figure" if would["added"] == 1 else "figures"
    if would["dataset"] == Dataset.NEIGHBOURS:
        what = "authority" if would["added"] == 1 else "authorities"
    return (
        f"{would['added']:,} new {what}, {would['revised']:,} revised, "
        f"{would['unchanged']:,} unchanged. Nothing has been saved yet."
    )


def _official_notes(would: dict[str, Any]) -> Iterable[str]:
    if not (would["added"] or would["revised"] or would["new_measures"]):
        yield "Every figure in the file is already saved."
    if would["passed_over"]:
        levels = ", ".join(f"{name} ({count:,} rows)" for name, count in would["passed_over"])
        yield f"Ignored, because they are not for a country, region or local authority: {levels}."
    if would["sheets_passed_over"]:
        yield would["sheets_passed_over"]


def _questions(stored: dict[str, Any]) -> tuple[ImportQuestion, ...]:
    return tuple(ImportQuestion.from_json(question) for question in stored.get("questions", ()))


def _count(number: int, singular: str) -> str:
    return f"{number:,} {singular}{'' if number == 1 else 's'}"


def fault_rows(page: ImportPage) -> list[Sequence[str]]:
    """The faults for download: the row by its number, which a spreadsheet can sort."""
    return [
        (fault.where.removeprefix("Row "), fault.column, fault.typed, fault.why)
        for fault in page.faults.every
    ]
