"""Querysets that are compiled once give what they give when they are built anew."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import Q, QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate
from hypothesis import given
from hypothesis import strategies as st

from wsoa.accounts.models import LocalArea, Organisation, User
from wsoa.core.clock import ClockStopped, today
from wsoa.core.compiled_queries import NotCompilable, compiled_once

pytestmark = pytest.mark.django_db


def _people_of(keys: list[int], names: list[str], day: date) -> QuerySet[User, Any]:
    mine = Q(pk__in=keys) | Q(name__in=names)
    return User.objects.filter(mine, joined_at__date__lte=day).order_by("pk")


@compiled_once
def people_of(keys: list[int], names: list[str], day: date) -> QuerySet[User]:
    return _people_of(keys, names, day)


@compiled_once
def names_of(keys: list[int], names: list[str], day: date) -> QuerySet[User, str]:
    return _people_of(keys, names, day).values_list("name", flat=True)


@compiled_once
def organisations(area: int | None, code: str) -> QuerySet[Organisation]:
    found = Organisation.objects.filter(local_area=area, code=code)
    return found.select_related("local_area")


@pytest.fixture(scope="module")
def people(django_db_setup: None, django_db_blocker: Any) -> Any:
    """Five people, whose names are one letter each."""
    with django_db_blocker.unblock():
        made = [User.objects.create_user(f"{name}@example.org", name=name) for name in "abcde"]
        yield made
        User.objects.filter(pk__in=[user.pk for user in made]).delete()


@given(
    which=st.lists(st.integers(min_value=0, max_value=4), max_size=5),
    names=st.lists(st.sampled_from([*"abcdexyz", "", "%", "%s", "é’"]), max_size=5),
    days=st.integers(min_value=-2, max_value=2),
)
def test_results_are_those_of_the_queryset(
    people: list[User], which: list[int], names: list[str], days: int
) -> None:
    keys, day = [people[number].pk for number in which], localdate() + timedelta(days=days)
    anew = list(_people_of(keys, names, day))
    assert people_of(keys, names, day) == anew
    assert names_of(keys, names, day) == [user.name for user in anew]


def test_first_call_compiles_and_every_call_takes_one_query(people: list[User]) -> None:
    names_of([people[0].pk], [], localdate())
    with CaptureQueriesContext(connection) as asked:
        assert names_of([people[1].pk], [], localdate()) == ["b"]
        assert names_of([people[2].pk], [], localdate()) == ["c"]
    assert len(asked) == 2


def test_rows_come_with_their_relations() -> None:
    area = LocalArea.objects.create(slug="here", name="Here")
    mine = Organisation.objects.create(local_area=area, code="X", name="Mine", kind="council")
    national = Organisation.objects.create(local_area=None, code="X", name="All", kind="council")
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            (found,) = organisations(area.pk, "X")
            assert (found, found.local_area) == (mine, area)
            assert organisations(None, "X") == [national]
        assert len(asked) == 2


def test_value_that_was_derived_is_refused() -> None:
    @compiled_once
    def soon(day: date) -> QuerySet[User]:
        return User.objects.filter(joined_at__date__lte=day + timedelta(days=14))

    @compiled_once
    def both(day: date) -> QuerySet[User]:
        near = Q(joined_at__date=day) | Q(joined_at__date=day + timedelta(days=14))
        return User.objects.filter(near)

    @compiled_once
    def part(name: str) -> QuerySet[User]:
        return User.objects.filter(name__contains=name)

    @compiled_once
    def unused(user: int, day: date) -> QuerySet[User]:
        return User.objects.filter(pk=user)

    for query, arguments in (
        (soon, [localdate()]),
        (both, [localdate()]),
        (part, ["a"]),
        (unused, [1, localdate()]),
    ):
        with pytest.raises(NotCompilable, match=query.__name__):
            query(*arguments)


def test_clock_cannot_be_read() -> None:
    @compiled_once
    def until_localdate() -> QuerySet[User]:
        return User.objects.filter(joined_at__date__lte=today())

    with pytest.raises(ClockStopped):
        until_localdate()
    assert today()


@pytest.mark.parametrize("argument", [User(pk=1), datetime(2019, 1, 1), [None], [User(pk=1)], 1.5])
def test_argument_of_another_kind_is_refused(argument: Any) -> None:
    with pytest.raises(TypeError, match="is no key, day"):
        organisations(argument, "X")
