"""The preview of an import of official statistics, before it is confirmed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from indicators.domain.enums import Dataset
from indicators.models import ImportPreview
from indicators.services.release_upload import UploadedRelease

MOST_SHOWN = 400


@dataclass(frozen=True, slots=True)
class ReleasePreviewPage:
    """The preview of the import of one file."""

    pk: int
    file_name: str
    title: str
    spans: str
    done: bool
    sentence: str
    changes: tuple[dict[str, str], ...]
    more_changes: int
    new_measures: tuple[str, ...]
    more_measures: int
    faults: tuple[str, ...]
    more_faults: int
    fault_count: int
    passed_over: str
    another_table: bool
    nothing_new: bool


def release_preview_page(preview: ImportPreview) -> ReleasePreviewPage:
    """The preview; for an upload that was confirmed or discarded, just that fact."""
    if not preview.stored:
        return ReleasePreviewPage(
            preview.pk, preview.file_name, Dataset(preview.dataset).label, "", True, "", (), 0, (),
            0, (), 0, 0, "", False, True,
        )  # fmt: skip
    would = UploadedRelease.of(preview).would
    changes, measures = would["changes"], would["new_measures"]
    return ReleasePreviewPage(
        pk=preview.pk,
        file_name=preview.file_name,
        title=would["title"],
        spans=would["spans"],
        done=False,
        sentence=_sentence(would),
        changes=tuple(changes),
        more_changes=would["revised"] - len(changes),
        new_measures=tuple(measures[:MOST_SHOWN]),
        more_measures=max(0, len(measures) - MOST_SHOWN),
        faults=tuple(_fault(fault) for fault in would["faults"]),
        more_faults=would["fault_count"] - len(would["faults"]),
        fault_count=would["fault_count"],
        passed_over=", ".join(f"{name} ({count:,} rows)" for name, count in would["passed_over"]),
        another_table=would["looks_like_another_table"],
        nothing_new=not (would["added"] or would["revised"] or measures),
    )


def _sentence(would: dict[str, Any]) -> str:
    singular, plural = "figure", "figures"
    if would["dataset"] == Dataset.NEIGHBOURS:
        singular, plural = "authority", "authorities"
    what = singular if would["added"] == 1 else plural
    return (
        f"{would['added']:,} new {what}, {would['revised']:,} revised, {would['unchanged']:,} "
        f"unchanged."
    )


def _fault(fault: dict[str, Any]) -> str:
    column = f", {fault['column']}" if fault["column"] else ""
    return f"Row {fault['row']:,}{column}: {fault['reason']}"
