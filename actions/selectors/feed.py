"""The data feed: who asks, which table and which plans, and the rows in their order."""

from __future__ import annotations

from base64 import b64decode
from binascii import Error as Base64Error
from datetime import date

from django.http import HttpRequest

from actions.domain.feed import FeedRow, in_feed_order
from actions.extension_points import FEED_TABLES, FeedScope, FeedTable
from actions.models import FeedToken, Plan
from wsoa.accounts.adapter import may_sign_in_here
from wsoa.accounts.models import LocalArea

LONGEST_HEADER = 1_000  # characters of an Authorization header


def feed_token_of(request: HttpRequest, day: date) -> FeedToken | None:
    """The token that a request brings, with its local area; None where it brings none that works.

    An unknown token, a revoked one and one past its last day take the same one query. The demo
    people's tokens work on this computer alone.
    """
    sent = token_sent(request.headers.get("Authorization", ""))
    tokens = FeedToken.objects.working_on(day).select_related("local_area", "made_by")
    token = tokens.filter(token_sha256=FeedToken.hash_of(sent)).first()
    return token if token and may_sign_in_here(token.made_by, request) else None


def token_sent(header: str) -> str:
    """The token in an Authorization header: of Bearer, or the password of Basic, whoever the user
    is. Empty where there is none.

    >>> token_sent("Bearer abc")
    'abc'
    """
    scheme, _, credentials = header[:LONGEST_HEADER].strip().partition(" ")
    if scheme.lower() == "bearer":
        return credentials.strip()
    if scheme.lower() != "basic":
        return ""
    try:
        decoded = b64decode(credentials.strip(), validate=True).decode(errors="replace")
    except (Base64Error, ValueError):
        return ""
    return decoded.partition(":")[2]


def feed_table(name: str) -> FeedTable | None:
    """The table of this name."""
    return next((table for table in FEED_TABLES if table.name == name), None)


def plans_of_feed(local_area: LocalArea, slug: str = "") -> tuple[Plan, ...]:
    """The plans of an area, or the one of this slug; none where the area has no such plan."""
    plans = Plan.objects.in_area(local_area).light().select_related("local_area").order_by("pk")
    return tuple(plans.filter(slug=slug) if slug else plans)


def feed_rows(table: FeedTable, scope: FeedScope) -> list[FeedRow]:
    """The rows of a table, in the order of their ids."""
    return in_feed_order(table.rows(scope))
