"""Reading a quarterly document: its actions in the order of the plan, and their current quarter."""

from __future__ import annotations

from collections.abc import Iterator

from governance.papers.document.frozen import Document


def actions_of(area: Document) -> Iterator[tuple[Document, Document]]:
    """Each action of an area after its outcome."""
    for outcome in area["outcomes"]:
        for action in outcome["actions"]:
            yield outcome, action


def all_actions(document: Document) -> Iterator[tuple[Document, Document, Document]]:
    """Each action of the plan after its area and its outcome."""
    for area in document["areas"]:
        for outcome, action in actions_of(area):
            yield area, outcome, action


def current_quarter(action: Document) -> Document:
    """The action's status in the quarter that the document is of."""
    cell: Document = next(each for each in action["quarters"] if each["now"])
    return cell
