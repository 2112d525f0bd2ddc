"""A search of a small plan, as its page makes it, and what is searched."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from django.http import QueryDict

from actions.forms.search import SearchForm
from actions.models import (
    Action,
    Evidence,
    Plan,
)
from actions.presenters.search import SearchPage, search_choices, search_page
from tests.support.factories import (
    ActionFactory,
    AreaFactory,
    OutcomeFactory,
    UserFactory,
)
from wsoa.core.clock import now

DAY = date(2019, 11, 15)


def found(plan: Plan, q: str, **limits: str) -> SearchPage:
    query = QueryDict(urlencode({"q": q, **limits}))
    choices = search_choices(plan, DAY)
    asked = SearchForm(query, choices).asked()
    return search_page(plan, choices, asked, limits.get("page", ""), DAY)


def titles(plan: Plan, q: str, **limits: str) -> list[str]:
    return [result.title for result in found(plan, q, **limits).results]


def marked(page: SearchPage) -> list[str]:
    return [piece.text for result in page.results for piece in result.pieces if piece.is_found]


def action_of(plan: Plan, text: str, ref: str = "1.1.1", **more: object) -> Action:
    outcome = OutcomeFactory(area=AreaFactory(plan=plan))
    return ActionFactory(outcome=outcome, text=text, ref=ref, **more)


def evidence_of(action: Action, title: str, on: str = "2019-10-20", **more: object) -> Evidence:
    return Evidence.objects.create(
        action=action,
        title=title,
        link="https://example.org/x",
        on=on,
        grade="claimed",
        by=UserFactory(),
        added_at=now(),
        **more,
    )
