"""Every text of a quarterly document that a person wrote, with its place. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from governance.papers.checks.warning_types import RepairPage, TextPlace
from governance.papers.comparison.normalise import actions_with_places
from governance.papers.document.schema import ActionEntry, Quarterly


def texts_with_places(document: Quarterly) -> Iterable[tuple[TextPlace, str]]:
    """Every text that a person wrote, with its place."""
    yield TextPlace("The programme as a whole", RepairPage.QUARTER), document.programme.text
    for section in document.sections:
        place = TextPlace(f"Front matter, {section.title}", RepairPage.PLAN)
        for text in words_within(section.blocks):
            yield place, text
    for area in document.areas:
        for part in area.commentary_parts:
            words = f"Area {area.ref}, {part.title.lower()}"
            yield TextPlace(words, RepairPage.QUARTER, area.ref), part.text
        if area.easy_read:
            place = TextPlace(f"Area {area.ref}, Easy Read", RepairPage.EASY_READ, area.ref)
            yield place, area.easy_read.title
            for line in area.easy_read.lines:
                yield place, line.text
    for indicator in document.indicators:
        name = f"Indicator, {indicator.short_title}"
        yield TextPlace(name, RepairPage.PLAN), indicator.note
        yield TextPlace(f"{name}, its owner’s comment", RepairPage.PLAN), indicator.comment
    for at, action in actions_with_places(document):
        yield from _texts_of_action(at.area, action)


def _texts_of_action(area: str, action: ActionEntry) -> Iterable[tuple[TextPlace, str]]:
    def at(what: str, where: RepairPage) -> TextPlace:
        return TextPlace(f"Action {action.ref}, {what}", where, area, action.ref)

    yield at("the action itself", RepairPage.PLAN), action.text
    for part in action.work:
        yield at(part.title.lower(), RepairPage.ACTION), part.text
    for part in action.update_parts:
        yield at(part.title.lower(), RepairPage.ACTION), part.text
    if action.reason:
        yield at("reason for the status", RepairPage.ACTION), action.reason.text
    for cell in action.quarters:
        if not cell.now:
            yield at(f"reason in {cell.period}", RepairPage.ACTION), cell.reason
    for move in action.moves:
        what = f"end date to {move.to}"
        yield at(what, RepairPage.DATES), f"{move.reason}\n{move.decision}"


def words_within(blocks: object) -> Iterable[str]:
    """The texts of front matter; an image without alternative text is returned as Markdown."""
    if isinstance(blocks, str):
        yield blocks
    elif isinstance(blocks, Mapping):
        source = blocks.get("image") or blocks.get("img")
        if source and not str(blocks.get("alt", "")).strip():
            yield f"![]({source})"
        for key, block in blocks.items():
            if key not in ("image", "img"):
                yield from words_within(block)
    elif isinstance(blocks, Iterable):
        for block in blocks:
            yield from words_within(block)
