"""What is asked of the data feed, and the form that makes a token."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from django import forms
from django.http import QueryDict

from actions.domain.feed import LONGEST_ID, MOST_ROWS, ROWS_A_PAGE, FeedFilter, FeedQuery
from actions.extension_points import FeedTable
from actions.models.feed import LONGEST_TOKEN_NAME
from wsoa.core.forms.base import Form
from wsoa.core.months import Month
from wsoa.core.text import one_line

PAGING: Final = ("limit", "after")  # of JSON alone: CSV is always whole
# What people try in an address. It would stand in logs, histories and the files that they share.
_LIKE_A_TOKEN: Final = frozenset({"token", "key", "apikey", "api_key", "access_token", "auth"})


class FeedQueryRefused(Exception):
    """The request asks for something that a table does not have. The message says what it has."""


def read_feed_query(sent: QueryDict, table: FeedTable, *, pages: bool) -> FeedQuery:
    """What the address asks of a table; `pages` where it can be read page by page.

    A parameter that the table does not have is refused, and not ignored: a misspelt filter would
    give all rows in place of some. Raises FeedQueryRefused.
    """
    known = [*sorted(table.filters), *(PAGING if pages else ())]
    for name in sent:
        if name.lower() in _LIKE_A_TOKEN:
            raise FeedQueryRefused(
                "Send the token in the Authorization header. An address is written to logs, so a "
                "token in one is not accepted. Revoke this token, because it may have been logged."
            )
        if name not in known:
            has = f"It has {', '.join(known)}." if known else "It has none."
            raise FeedQueryRefused(f"{table.name} has no parameter of this name. {has}")
        if len(sent.getlist(name)) > 1:
            raise FeedQueryRefused(f"Send {name} once.")
    return FeedQuery(
        plan=sent.get(FeedFilter.PLAN, ""),
        period=_month(sent, FeedFilter.PERIOD),
        since=_day(sent, FeedFilter.SINCE),
        changed_since=_day(sent, FeedFilter.CHANGED_SINCE),
        limit=_limit(sent) if pages else 0,
        after=sent.get("after", "")[:LONGEST_ID],
    )


def _month(sent: QueryDict, name: str) -> str | None:
    text = sent.get(name)
    if text is None:
        return None
    try:
        return str(Month.parse(text))
    except ValueError:
        raise FeedQueryRefused(f"{name} must be a month, for example 2019-10.") from None


def _day(sent: QueryDict, name: str) -> date | None:
    text = sent.get(name)
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise FeedQueryRefused(f"{name} must be a day, for example 2019-10-31.") from None


def _limit(sent: QueryDict) -> int:
    text = sent.get("limit")
    if text is None:
        return ROWS_A_PAGE
    wanted = int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0
    if not 1 <= wanted <= MOST_ROWS:
        raise FeedQueryRefused(f"limit must be a whole number from 1 to {MOST_ROWS}.")
    return wanted


class TokenLasts(StrEnum):
    """How long a new token works."""

    QUARTER = "90"
    YEAR = "365"
    NO_END = "none"

    def last_day(self, day: date) -> date | None:
        """The last day on which a token works that is made on this day; None: no end."""
        return None if self is TokenLasts.NO_END else day + timedelta(days=int(self))


class FeedTokenForm(Form):
    """A new token: what it is for, and how long it works."""

    name = forms.CharField(
        label="What is the token for?",
        help_text="For example “Power BI of the data team”. One token for each use, so that you "
        "can revoke one and the others go on.",
        max_length=LONGEST_TOKEN_NAME,
        error_messages={"required": "Enter what the token is for"},
    )
    lasts = forms.ChoiceField(
        label="How long does it work?",
        choices=(
            (TokenLasts.YEAR, "1 year"),
            (TokenLasts.QUARTER, "90 days"),
            (TokenLasts.NO_END, "Until somebody revokes it"),
        ),
        initial=TokenLasts.YEAR,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), "Select how long the token works"
        ),
    )

    def clean_name(self) -> str:
        return one_line(self.cleaned_data["name"])

    def last_day(self, day: date) -> date | None:
        """The last day of the token, once the form is valid."""
        return TokenLasts(self.cleaned_data["lasts"]).last_day(day)
