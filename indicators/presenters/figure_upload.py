"""An uploaded file of figures, as shown before it is confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from indicators.domain.enums import SeriesKind, SpanKind
from indicators.domain.time_spans import EXAMPLES
from indicators.models import ImportPreview
from indicators.selectors.entered_figures import EnteredFigures
from indicators.services.figure_file_check import CellFault, FigureChange

MOST_SHOWN = 500  # of each kind; the rest is counted, and faults can be downloaded
T = TypeVar("T")
FAULT_HEADINGS = ("Row", "Column", "In the cell", "Problem")


@dataclass(frozen=True, slots=True)
class FirstOfMany(Generic[T]):
    """The first of many, and how many there are."""

    every: tuple[T, ...]

    @property
    def rows(self) -> tuple[T, ...]:
        return self.every[:MOST_SHOWN]

    @property
    def count(self) -> int:
        return len(self.every)

    @property
    def more(self) -> int:
        return max(0, self.count - MOST_SHOWN)


@dataclass(frozen=True, slots=True)
class FigureUploadPage:
    file_name: str
    new: FirstOfMany[FigureChange]
    corrected: FirstOfMany[FigureChange]
    unusual: FirstOfMany[FigureChange]
    faults: FirstOfMany[CellFault]
    same: int
    passed_over: str
    is_done: bool

    @property
    def changes(self) -> int:
        return self.new.count + self.corrected.count

    @property
    def may_confirm(self) -> bool:
        return bool(self.changes) and not self.faults.count and not self.is_done


def figure_upload_page(preview: ImportPreview) -> FigureUploadPage:
    """From what was kept with the file: no figure is read for it."""
    kept: dict[str, Any] = preview.rows if isinstance(preview.rows, dict) else {}
    changes = [FigureChange(*each) for each in kept.get("changes", ())]
    return FigureUploadPage(
        preview.file_name,
        FirstOfMany(tuple(each for each in changes if not each.before)),
        FirstOfMany(tuple(each for each in changes if each.before)),
        FirstOfMany(tuple(each for each in changes if each.unusual)),
        FirstOfMany(tuple(CellFault(*each) for each in kept.get("faults", ()))),
        kept.get("same", 0),
        ", ".join(kept.get("passed_over", ())),
        not preview.stored,
    )


def fault_rows(page: FigureUploadPage) -> list[Sequence[str]]:
    return [(str(each.row), each.column, each.typed, each.why) for each in page.faults.every]


@dataclass(frozen=True, slots=True)
class ImportKey:
    """What a file has to call an indicator and its series."""

    title: str
    key: str
    series: str
    example: str


def import_keys(ground: EnteredFigures) -> tuple[ImportKey, ...]:
    """Every series that takes figures, by the words that a file uses."""
    return tuple(
        ImportKey(
            indicator.short_title,
            indicator.key,
            series.name,
            EXAMPLES[SpanKind(series.span_kind)],
        )
        for indicator in ground.indicators.values()
        for series in ground.series[indicator.pk]
        if series.kind != SeriesKind.OFFICIAL
    )
