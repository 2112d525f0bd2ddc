"""A small document that has something in every field, for tests that need no database."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from actions.domain.enums import Status
from governance.papers.document.schema import Quarterly
from tests.support.documents import Raw, move, parsed, raw_document

# What a schema fixes, or what is no text of a person: it is not made hostile.
FIXED = frozenset(
    {
        "code",
        "status",
        "key",
        "slug",
        "as_at",
        "paper",
        "asked",
        "decided",
        "last_day",
        "period",
        "drawing",
    }
)


def part(title: str) -> Raw:
    return {"title": title, "text": f"- {title}: one\n- two\n\nAnd a paragraph."}


PARTS = [part("Developments"), part("Evidence of impact"), part("Next steps")]


EASY_READ: Raw = {
    "title": "Help with plans",
    "parts": [
        {
            "heading": "What inspectors said",
            "lines": [
                {"text": "Inspectors came in 2018. Plans were too slow.", "drawing": "inspectors"},
                {"text": "We wrote a list.", "drawing": ""},
            ],
        },
        {"heading": "What is late", "lines": [{"text": "We are late.", "drawing": "late"}]},
    ],
    "source": "A report.",
}


def rich(**values: Any) -> Quarterly:
    return parsed(raw_rich(**values))


def raw_rich(**values: Any) -> Raw:
    """The same as JSON."""
    said = {"parts": PARTS, "post": "Head of SEN", "not_accepted": True, "illustrative": True}
    first = {
        "note": "So printed",
        "late": "2 months late",
        "end_agreed": "Feb 2020",
        "measures_intro": "At first:",
        "measures": ["It is done.", "It is seen."],
        "work": [
            {"title": "Steps", "text": "Ask them: done\nTell them: not done yet"},
            {"title": "Resources", "text": "£12,000, DSG. Not agreed yet."},
        ],
        "reason": {"dates": "Its end has passed.", "status": "On track", "text": "Nearly there"},
        "said": said,
        "moves": [move("Oct 2019", "Dec 2019", 2), move("Dec 2019", "Feb 2020", 2, None)],
        "risk": True,
    }
    second = {"complete_without_evidence": True, "text_left_out": True}
    made = raw_document(
        {
            "1.1.1": (Status.ON_TRACK, Status.AT_RISK),
            "1.1.2": (Status.AT_RISK, Status.COMPLETE),
            "2.1.1": (None, None),
        },
        more={"1.1.1": first, "1.1.2": second},
        late=1,
        late_refs=["1.1.1"],
        correction="A date was wrong.",
        illustrative="Invented.",
        wording_note="In our words",
        programme={"text": "- One\n- Two", "source": "A report"},
        sections=[
            {
                "title": "Vision",
                "source": "Page 3",
                "blocks": [
                    {"h": "A heading"},
                    {"p": "A paragraph."},
                    {"list": ["One", "Two"]},
                    {"voices": ["Somebody said this"]},
                    {"figures": {"survey": "S", "by": "B", "answered": "700", "items": SHARES}},
                ],
            }
        ],
        since="July 2019",
        changed=["1 action was finished: 1.1.2."],
        indicators=[indicator("one", [line()]), indicator("two", [])],
        posts=[dict.fromkeys(("code", "title", "organisation", "holder", "note"), "A post")],
        glossary=[{"term": "SEND", "meaning": "Special educational needs and disability"}],
    )
    made["areas"][0] |= {
        "note": "So printed",
        "responsible": ["Jo Example, Director, the council"],
        "commentary": {"parts": PARTS, "source": "A report"},
        "changed": ["1 action was finished: 1.1.2."],
        "easy_read": EASY_READ,
    }
    made["areas"][0]["outcomes"][0]["note"] = "So printed"
    return made | values


SHARES = [{"value": "24%", "text": "were content"}]


def line() -> Raw:
    figure = {
        "span": "2017/18",
        "last_day": "2018-08-31",
        "value": 58.0,
        "words": "58%",
        "numerator": 58.0,
        "denominator": 100.0,
        "provisional": True,
        "note": "A note.",
    }
    gap = figure | {"span": "2018/19", "value": None, "words": "Suppressed", "numerator": None}
    return {
        "name": "Own",
        "role": "own",
        "kind": "Survey",
        "source": "A survey",
        "figures": [figure, gap | {"denominator": None, "provisional": False}],
    }


def indicator(key: str, lines: list[Raw]) -> Raw:
    return {
        "key": key,
        "title": f"Indicator {key}",
        "short_title": key,
        "key_outcome": "Confidence",
        "intention": "To be trusted",
        "unit": "percent",
        "unit_words": "% of parents",
        "better": "higher",
        "target": "60%",
        "judgement": "Getting better" if lines else "No data yet",
        "sentence": "It rose.",
        "source": "A survey",
        "note": "A note",
        "lines": lines,
    }


def with_texts(value: Any, change: Callable[[str], str], name: str = "") -> Any:
    """The same, with every text of a person changed; short references become formulas."""
    if name in ("ref", "late_refs") and isinstance(value, str):
        return f"=/{value}"
    if isinstance(value, str):
        return value if name in FIXED or not value else change(value)
    if isinstance(value, dict):
        return {key: with_texts(each, change, key) for key, each in value.items()}
    if isinstance(value, list):
        return [with_texts(each, change, name) for each in value]
    return value
