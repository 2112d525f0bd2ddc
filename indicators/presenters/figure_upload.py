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
    """The first items of a list, and the length of the list."""

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
    """The preview page, from the data stored with the file. Reads no figures."""
    kept: dict[str, Any] = preview.rows if isinstance(preview.rows, dict) else {}
    changes = [FigureChange(*change) for change in kept.get("changes", ())]
    return FigureUploadPage(
        preview.file_name,
        FirstOfMany(tuple(change for change in changes if not change.before)),
        FirstOfMany(tuple(change for change in changes if change.before)),
        FirstOfMany(tuple(change for change in changes if change.unusual)),
        FirstOfMany(tuple(CellFault(*fault) for fault in kept.get("faults", ()))),
        kept.get("same", 0),
        ", ".join(kept.get("passed_over", ())),
        not preview.stored,
    )


def fault_rows(page: FigureUploadPage) -> list[Sequence[str]]:
    return [(str(fault.row), fault.column, fault.typed, fault.why) for fault in page.faults.every]


@dataclass(frozen=True, slots=True)
class ImportKey:
    """The names that a file uses for an indicator and its series."""

    title: str
    key: str
    series: str
    example: str


def import_keys(ground: EnteredFigures) -> tuple[ImportKey, ...]:
    """The names to use in a file for every series that takes figures."""
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
