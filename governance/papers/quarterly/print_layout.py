"""What the quarterly update on paper prints beside its document, ready for the template. Pure.

The paper in the service has no imprint, and its document none of what only a publication holds.
"""

from __future__ import annotations

from typing import Any

from governance.domain.dates import day_words
from governance.papers.document.frozen import Document
from governance.papers.document.imprint import Imprint
from governance.papers.quarterly import wording


def print_context(document: Document, imprint: Imprint | None) -> dict[str, Any]:
    """What the template prints beside the document."""
    return {
        "version": imprint.version if imprint else 1,
        "line": _version_line(imprint) if imprint else "",
        "replaced": wording.replaced(imprint) if imprint else "",
        "changed_since": wording.changed_since(document),
        "judged": wording.judged_words(document),
        "key_outcomes": tuple(wording.key_outcomes(document)),
        "sections": tuple(wording.sections(document)),
        "about": tuple(wording.about(document, imprint)) if imprint else (),
    }


def with_words(document: Document) -> Document:
    """The document, whose actions have `further`: sentences that follow the update's text."""
    areas = [
        area
        | {
            "outcomes": [
                outcome
                | {"actions": [each | {"further": _further(each)} for each in outcome["actions"]]}
                for outcome in area["outcomes"]
            ]
        }
        for area in document["areas"]
    ]
    return document | {"areas": areas}


def _further(action: Document) -> list[str]:
    further = [f"End date: {wording.move_words(move)}" for move in action.get("moves", ())]
    if action.get("complete_without_evidence"):
        further.append(wording.NO_EVIDENCE)
    if action.get("text_left_out"):
        further.append(wording.LEFT_OUT)
    return further


def _version_line(imprint: Imprint) -> str:
    """Version 1, published 2 December 2019. Signed off by …"""
    out = f", published {day_words(imprint.out_on)}" if imprint.out_on else ""
    signed = f" Signed off by {'; '.join(imprint.signed)}." if imprint.signed else ""
    return f"Version {imprint.version}{out}.{signed}"
