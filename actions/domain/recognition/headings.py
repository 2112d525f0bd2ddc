"""What the headings of a plan's columns, and the labels of its blocks, stand for. Pure."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import Final

from actions.domain.recognition.date_mentions import mentions


class ColumnRole(StrEnum):
    """What a column holds. The value is for people."""

    REF = "reference"
    AREA = "area"
    OUTCOME = "outcome"
    ACTION = "action"
    START = "start"
    END = "end"
    PERIOD = "start and end"
    LEAD = "lead"
    ACCOUNTABLE = "accountable officer"
    MEASURE = "measures of success"
    EVIDENCE = "evidence"
    MILESTONE = "milestones"
    STATUS = "status"
    UPDATE = "update"
    RESOURCE = "resources"
    OTHER = "not part of the plan"


# In order: the first that matches counts. Each is matched against small letters without signs.
_HEADINGS: Final = (
    (ColumnRole.STATUS, r"\bb?rag\b|\bstatus\b|\brating\b|\bbragg?\b|traffic light|\bragb\b"),
    (
        ColumnRole.EVIDENCE,
        r"evidence|source of assurance|assurance|how will we (?:monitor|evidence)",
    ),
    (
        ColumnRole.UPDATE,
        r"update|progress (?:to date|so far|comment|made|against|notes?)|^progress$|comment"
        r"|commentary|current position|position at|what have we done|^notes$|next steps|narrative",
    ),
    (ColumnRole.MILESTONE, r"milestone(?! date)|interim|checkpoint|\bsteps\b|by (?:3|6|12) months"),
    (
        ColumnRole.MEASURE,
        r"measure|success|impact|how (?:will|do|would) (?:we|you) know|how we(?: will|ll) know|kpi"
        r"|performance indicator|expected (?:result|benefit|change)|what will be different"
        r"|difference|outputs?\b|target(?!\s*(?:date|completion))|what (?:does )?good look"
        r"|\bindicators?\b|intended result|deliverable|benefits",
    ),
    (
        ColumnRole.ACCOUNTABLE,
        r"accountab|\bsro\b|sponsor|senior responsible|executive lead|strategic lead|exec lead"
        r"|overall respons|governance lead|lead director",
    ),
    (ColumnRole.RESOURCE, r"resourc|\bcosts?\b|budget|funding|finance"),
    (
        ColumnRole.PERIOD,
        r"start (?:and|to|/|&)? ?(?:end|finish|completion)|from to|time ?(?:scale|frame|line)s?"
        r"|\bdates\b|duration|start end|period|when will (?:we|it|this)|\btiming",
    ),
    (ColumnRole.START, r"\bstart|^from\b|\bdate from\b|commenc|\bbegin"),
    (
        ColumnRole.END,
        r"\bend\b|complet|by when|due|deadline|finish|target date|\bwhen\b|\bdate\b"
        r"|(?<!action )(?<!actions )\bby$|^to$"
        r"|deliver(?:y|ed) (?:by|date)|review date|\buntil\b",
    ),
    (
        ColumnRole.LEAD,
        r"\blead|^actions? by$|owner|responsib|\bwho\b|by whom|officer|named person|action by"
        r"|delivered by|partner|agency|organisation|person\b|accountable",
    ),
    (
        ColumnRole.REF,
        r"^(?:ref(?:erence)?(?: no| number)?|no|number|id|item|#|s no"
        r"|(?:action|outcome|objective) (?:ref|no|number|id).*)$",
    ),
    (
        ColumnRole.OUTCOME,
        r"^(?!.*\baction).*(?:(?:want|trying|aiming) to achieve|outcome|objective)",
    ),
    (
        ColumnRole.ACTION,
        r"\bactions?\b|\bwhat we\b|what (?:will|are|do) (?:we|you|be)|what we (?:will|are|ll)"
        r"|\btasks?\b|activit"
        r"|what needs to|\bhow will\b|\bhow we\b|we will|intervention|what is the plan"
        r"|^what$"
        r"|improvement required|key steps|^how$|work to be",
    ),
    (
        ColumnRole.OUTCOME,
        r"outcome|objective|\baims?\b|\bgoals?\b|what (?:do )?we want|workstream"
        r"|what are we trying",
    ),
    (
        ColumnRole.AREA,
        r"\barea|priority|theme|finding|weakness|strand|issue|recommendation|improvement",
    ),
)
_COMPILED: Final = tuple((role, re.compile(pattern)) for role, pattern in _HEADINGS)
# Headings that a table of actions has, and a table of anything else rarely.
DEFINING: Final = frozenset(
    {ColumnRole.ACTION, ColumnRole.LEAD, ColumnRole.END, ColumnRole.START, ColumnRole.PERIOD}
)
# Words that name a column and nothing else; a row of data rarely holds three of them.
_OUTRIGHT: Final = re.compile(
    r"(?:ref|reference|no|number|id|(?:action|outcome) (?:ref|no|number))"
    r"|(?:(?:key|proposed|planned) )?(?:actions?|tasks?|activity|activities)|what|how|who|when"
    r"|(?:(?:action|delivery|responsible) )?(?:lead|owner)(?:s| officer| person)?"
    r"|(?:person |officer )?responsible(?: officer| person)?|by (?:whom|when)"
    r"|(?:start|end|finish|due|target|completion)(?: date)?|deadline|time ?(?:scale|frame|line)s?"
    r"|(?:success |impact )?measures?(?: of success)?|success criteria|impact|evidence|milestones?"
    r"|(?:b?rag|status)(?: rating| status)?|progress|updates?|comments?|notes|outcomes?|objectives?"
)
LONGEST_HEADING: Final = 90


def role_of_heading(text: str) -> ColumnRole | None:
    """What a heading stands for; None where nothing is known of it.

    >>> role_of_heading("Success criteria").value, role_of_heading("By when?").value
    ('measures of success', 'end')
    """
    plain = plain_heading(text)
    if not plain or len(plain) > LONGEST_HEADING:
        return None
    if is_period_heading(text):
        return ColumnRole.STATUS
    return next((role for role, pattern in _COMPILED if pattern.search(plain)), None)


def is_outright_heading(text: str) -> bool:
    """Whether a text is a heading by its words alone, with nothing beside them.

    >>> is_outright_heading("Lead officer"), is_outright_heading("Budget agreed")
    (True, False)
    """
    return _OUTRIGHT.fullmatch(plain_heading(text)) is not None


@lru_cache(maxsize=4096)
def plain_heading(text: str) -> str:
    """A heading in small letters, one blank between words, no signs at its ends.

    Letters that are printed sideways come one by one ("L e a d"), and are put together.
    """
    plain = " ".join(re.sub(r"[*:?()\[\].,/&|–—-]+", " ", text.lower()).split())
    letters = plain.split()
    if len(letters) > 3 and all(len(letter) <= 2 for letter in letters):
        return "".join(letters)
    return plain


def is_period_heading(text: str) -> bool:
    """Whether a heading is nothing but a month or quarter: a column of statuses at that time."""
    if len(text) > LONGEST_HEADING:
        return False
    plain = " ".join(text.split())
    plain = re.sub(
        r"^(?:b?rag|status|progress|update|rating)\s*[:–-]?\s*(?:at|for|in)?\s*",
        "",
        plain,
        flags=re.I,
    )
    found = mentions(plain)
    if len(found) != 1 or not plain:
        return False
    return found[0].end - found[0].start >= len(plain.strip(" .:()")) - 1


def period_of_heading(text: str) -> str:
    """The month of a heading as YYYY-MM, "" where it names none: "RAG Oct 2019", "July 2019".

    A heading of a term or quarter is of its last month.
    """
    found = [mention for mention in mentions(" ".join(text.split())) if mention.last]
    return str(found[-1].last) if found else ""
