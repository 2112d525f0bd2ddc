"""Small quarterly documents, complete by the schema, for tests that need no database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hypothesis import strategies as st

from actions.domain.enums import Group, Status
from actions.domain.kinds.scale import FIVE
from actions.domain.status_counts import Counts
from governance.papers.document.schema import ActionCounts, ActionEntry, Quarterly

Raw = dict[str, Any]  # as the JSON of a document has it
QUARTERS = (("2019-07", "July 2019"), ("2019-10", "Oct 2019"), ("2020-01", "Jan 2020"))
NAMES = {"2019-07": "July 2019", "2019-10": "October 2019", "2020-01": "January 2020"}


def counts_of(statuses: Sequence[str | None]) -> ActionCounts:
    return ActionCounts.model_validate(raw_counts(statuses))


def raw_counts(statuses: Sequence[str | None]) -> Raw:
    counts = Counts.of(statuses)
    percentages = counts.percentages()
    return {
        "total": counts.total,
        "said": counts.with_status,
        "without": counts.without,
        "behind": counts.behind,
        "to_plan": counts.to_plan,
        "complete": counts.complete,
        "per_cent": {group.value: percentages[group] for group in Group},
    }


def move(start: str, to: str, months: int, agreed: bool | None = True, asked: str = "2019-09-10"):
    return {
        "from": start,
        "to": to,
        "months": months,
        "kind": "Slipped",
        "reason": "It waits for the strategy.",
        "agreed": agreed,
        "decision": "Improvement Board" if agreed is not None else "",
        "asked": asked,
        "decided": None if agreed is None else "2019-09-17",
        "illustrative": False,
    }


def action(ref: str, statuses: Sequence[str | None], now: str, **values: Any) -> Raw:
    """`statuses` are those of the quarters up to now; `risk` is of now."""
    risk = values.pop("risk", False)
    cells = [
        {
            "period": label,
            "status": status,
            "label": Status(status).label if status else "",
            "not_accepted": False,
            "reason": "",
            "risk": risk and key == now,
            "unchanged": False,
            "now": key == now,
        }
        for (key, label), status in zip(QUARTERS, [*statuses, None, None, None], strict=False)
    ]
    return {
        "ref": ref,
        "text": f"Do {ref}",
        "note": "",
        "start": "May 2019",
        "end": "Dec 2019",
        "end_agreed": "",
        "late": "",
        "lead": "SCC HoS",
        "measures_intro": "",
        "measures": ["It is done."],
        "quarters": cells,
        "reason": None,
        "said": None,
        "moves": [],
        "complete_without_evidence": False,
        "text_left_out": False,
    } | values


def document(
    statuses: Mapping[str, Sequence[str | None]],
    now: str = "2019-10",
    more: Mapping[str, Raw] | None = None,
    *,
    areas: Mapping[str, Raw] | None = None,
    **values: Any,
) -> Quarterly:
    """Actions by reference, each with its status of every quarter up to now.

    The first number of a reference is its area; `more` holds other values of actions, and `areas`
    of areas, by their references.
    """
    made = raw_document(statuses, now, more, **values)
    for area in made["areas"]:
        area |= (areas or {}).get(area["ref"], {})
    return parsed(made)


def parsed(raw: Raw) -> Quarterly:
    """The document of this JSON."""
    return Quarterly.model_validate(raw, strict=False)


def raw_document(
    statuses: Mapping[str, Sequence[str | None]],
    now: str = "2019-10",
    more: Mapping[str, Raw] | None = None,
    **values: Any,
) -> Raw:
    """The same as JSON."""
    more = more or {}
    index = [key for key, _label in QUARTERS].index(now)
    areas = sorted({ref.split(".")[0] for ref in statuses})
    status_now = {ref: each[index] for ref, each in statuses.items()}
    before = [each[index - 1] for each in statuses.values()] if index else None
    label = QUARTERS[index - 1][1]
    by_status = Counts.of(status_now.values()).by_status
    return {
        "schema": 2,
        "paper": "quarterly",
        "title": f"{NAMES[now]} update",
        "plan": dict.fromkeys(("slug", "title", "short_title", "local_area", "source"), "a-plan"),
        "period": {"key": now, "label": QUARTERS[index][1], "name": NAMES[now]},
        "as_at": "2019-11-30",
        "as_at_words": "30 November 2019",
        "version": 1,
        "correction": "",
        "illustrative": "",
        "wording_note": "",
        "terms": {"areas": "areas", "measures": "Measures"},
        "counts": raw_counts(list(status_now.values())),
        "unsettled": 0,
        "late": 0,
        "late_refs": [],
        "before": None
        if before is None
        else {"label": label, "as_at": "2019-08-31", **raw_counts(before)},
        "key": [
            {"code": s.value, "label": s.label, "words": FIVE.full_text(s), "count": by_status[s]}
            for s in Status
        ],
        "quarters": [
            {"key": key, "label": label, "now": key == now, "coming": key > now}
            for key, label in QUARTERS
        ],
        "programme": {"text": "", "source": ""},
        "sections": [],
        "since": "",
        "changed": [],
        "areas": [_area(area, statuses, status_now, now, more) for area in areas],
        "indicators": [],
        "posts": [],
        "glossary": [],
    } | values


def _area(area, statuses, status_now, now, more) -> Raw:
    mine = [ref for ref in statuses if ref.split(".")[0] == area]
    return {
        "ref": area,
        "title": f"Area {area}",
        "finding": "A finding",
        "note": "",
        "responsible": [],
        "commentary": None,
        "counts": raw_counts([status_now[ref] for ref in mine]),
        "outcomes": [
            {
                "ref": f"{area}.1",
                "title": "An outcome",
                "description": "What will be",
                "note": "",
                "actions": [action(ref, statuses[ref], now, **more.get(ref, {})) for ref in mine],
            }
        ],
        "changed": [],
    }


def actions_in(document: Quarterly) -> list[ActionEntry]:
    """The actions of a quarterly document, in its order."""
    return [action for _area, _outcome, action in document.actions()]


CODES = st.sampled_from([*(status.value for status in Status), None])
REFS = st.sampled_from([f"{area}.1.{number}" for area in "123" for number in "123456"])
# By reference: the status in July and in October.
TWO_QUARTERS = st.dictionaries(REFS, st.tuples(CODES, CODES), min_size=1, max_size=18)
