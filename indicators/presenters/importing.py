"""A file of figures as it is shown before it is confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from indicators.enums import SeriesKind, SpanKind
from indicators.models import ImportPreview
from indicators.services.checking import Change, Fault, Ground
from indicators.spans import EXAMPLES

FAULT_HEADINGS = ("Row", "Column", "In the cell", "What is wrong")


@dataclass(frozen=True, slots=True)
class PreviewPage:
    file_name: str
    new: tuple[Change, ...]
    corrected: tuple[Change, ...]
    unusual: tuple[Change, ...]
    faults: tuple[Fault, ...]
    same: int
    passed_over: str
    is_done: bool

    @property
    def changes(self) -> int:
        return len(self.new) + len(self.corrected)

    @property
    def may_confirm(self) -> bool:
        return bool(self.changes) and not self.faults and not self.is_done


def preview_page(preview: ImportPreview) -> PreviewPage:
    """From what was kept with the file: no figure is read for it."""
    kept: dict[str, Any] = preview.rows if isinstance(preview.rows, dict) else {}
    changes = [Change(*each) for each in kept.get("changes", ())]
    return PreviewPage(
        preview.file_name,
        tuple(each for each in changes if not each.before),
        tuple(each for each in changes if each.before),
        tuple(each for each in changes if each.unusual),
        tuple(Fault(*each) for each in kept.get("faults", ())),
        kept.get("same", 0),
        ", ".join(kept.get("passed_over", ())),
        not preview.stored,
    )


def fault_rows(page: PreviewPage) -> list[Sequence[str]]:
    return [(str(each.row), each.column, each.typed, each.why) for each in page.faults]


@dataclass(frozen=True, slots=True)
class KeyRow:
    """What a file has to call an indicator and its series."""

    title: str
    key: str
    series: str
    example: str


def keys_of(ground: Ground) -> tuple[KeyRow, ...]:
    """Every series that takes figures, by the words that a file uses."""
    return tuple(
        KeyRow(
            indicator.short_title,
            indicator.key,
            series.name,
            EXAMPLES[SpanKind(series.span_kind)],
        )
        for indicator in ground.indicators.values()
        for series in ground.series[indicator.pk]
        if series.kind != SeriesKind.OFFICIAL
    )
