"""Querysets that are built and compiled once, and then run again with other values.

To build a queryset and to compile it to SQL takes Django ten times as long as SQLite takes to
answer it. What every page asks, and what is asked again after every save, is therefore compiled
once for each connection to the database:

    @compiled_once
    def _held_posts(user: int, day: date) -> QuerySet[PostHolding, int]:
        return PostHolding.objects.given_to(user, day).values_list("post", flat=True)

    _held_posts(user.pk, today())  # a list

The function may use every query word. Its arguments are positional: keys, days and texts, and
collections of keys or texts, all of which become parameters of the SQL. `None`, truth values,
members of enumerations and empty texts are part of the query itself: another one compiles another
query. A query with more than MOST_VALUES values is compiled each time.

The function must hand its arguments to the queryset as they are. What it derives from one, such as
a day two weeks later, and what it reads from the clock would be kept for ever, so that both raise
NotCompilable; the caller derives it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterator
from datetime import date, datetime, timedelta
from enum import Enum
from functools import wraps
from itertools import count
from typing import Any, Final, ParamSpec, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet

from wsoa.core.clock import stopped_clock

P = ParamSpec("P")
T = TypeVar("T")

MOST_VALUES: Final = 256  # with more, as in the daily email, it is compiled anew each time
_KEPT: Final = "compiled_queries"  # the attribute of a connection; a thread has its own
_LAST_KEYS: Final = (2_000_000_000, 2_100_000_000)  # no row has these; an integer column holds them
_LAST_DAYS: Final = (date(7001, 1, 1), date(8001, 1, 1))


class NotCompilable(Exception):
    """The query cannot be compiled once. The message names the function and says why."""


def compiled_once(build: Callable[P, QuerySet[Any, T]]) -> Callable[P, list[T]]:
    """The results of the queryset that `build` returns, as a list; compiled at the first call.

    Raises NotCompilable where the values of the arguments do not arrive in the query as they are,
    and TypeError for an argument of another kind.
    """

    @wraps(build)
    def results(*arguments: P.args, **named: P.kwargs) -> list[T]:
        if named:
            raise TypeError(f"{build.__qualname__} takes its arguments by position")
        shapes, values = _shapes_and_values(arguments)
        if len(values) > MOST_VALUES:
            return list(build(*arguments, **named))
        kept = vars(connections[DEFAULT_DB_ALIAS]).setdefault(_KEPT, {})
        key = (build, shapes)
        if key not in kept:
            kept[key] = _CompiledQuery.of(build, shapes)
        found: list[T] = kept[key].run(values)
        return found

    return results


class _Many(tuple[type, int]):
    """The shape of a collection: the kind of its values, and how many parameters they take."""

    __slots__ = ()


def _shapes_and_values(arguments: tuple[Any, ...]) -> tuple[tuple[Hashable, ...], list[Any]]:
    """What of the arguments is part of the query, and the values of its parameters in order."""
    shapes: list[Hashable] = []
    values: list[Any] = []
    for argument in arguments:
        if argument is None or argument == "" or isinstance(argument, bool | Enum):
            shapes.append(argument)
        elif isinstance(argument, int | str | date):
            shapes.append(_kind(argument))
            values.append(argument)
        elif isinstance(argument, Collection):
            many = _padded(list(argument))
            shapes.append(_Many((_kind(many[0]) if many else int, len(many))))
            values += many
        else:
            raise TypeError(f"{argument!r} is no key, day, text or collection of them")
    return tuple(shapes), values


def _kind(value: Any) -> type:
    for kind in (int, str, date):
        if isinstance(value, kind) and not isinstance(value, bool | Enum | datetime):
            return kind
    raise TypeError(f"{value!r} is no key, day or text")


def _padded(values: list[Any]) -> list[Any]:
    """The values and the first of them again, up to a power of two: few queries for any number."""
    size = 1 << (len(values) - 1).bit_length() if values else 0
    return values + values[:1] * (size - len(values))


def _stand_ins(shapes: tuple[Hashable, ...], turn: int) -> tuple[list[Any], list[Any]]:
    """Arguments of these shapes whose values can be found again in the SQL, and those values."""
    numbers = count()

    def stand_in(kind: Any) -> Any:
        number = next(numbers)
        if kind is int:
            return _LAST_KEYS[turn] + number
        if kind is str:
            return f"\ue000{turn} {number}\ue001"  # private characters: nobody types them
        return _LAST_DAYS[turn] + timedelta(days=number)

    arguments: list[Any] = []
    values: list[Any] = []
    for shape in shapes:
        if isinstance(shape, _Many):
            kind, size = shape
            arguments.append([stand_in(kind) for _ in range(size)])
            values += arguments[-1]
        elif isinstance(shape, type):
            arguments.append(stand_in(shape))
            values.append(arguments[-1])
        else:
            arguments.append(shape)
    return arguments, values


class _CompiledQuery:
    """One query on one connection: its queryset, its SQL, and where each value goes.

    `fixed` are its parameters with those that never change; `places` says for each other one which
    of the values it is, and whether the database takes it as text.
    """

    def __init__(
        self,
        queryset: QuerySet[Any, Any],
        sql: str,
        fixed: list[Any],
        places: list[tuple[int, int, bool]],
    ) -> None:
        self.queryset = queryset
        self.sql = sql
        self.parameters = fixed
        self.places = places

    @classmethod
    def of(cls, build: Callable[..., QuerySet[Any, Any]], shapes: tuple[Hashable, ...]) -> Any:
        """Compiles it, and once more with other values: all that differs has to be one of them."""
        connection = connections[DEFAULT_DB_ALIAS]
        try:
            first, again = (_compile(build, shapes, turn, connection) for turn in (0, 1))
        except EmptyResultSet:
            return _NoResults()
        if first[1:] != again[1:]:
            raise NotCompilable(
                f"{build.__qualname__} derives a value from an argument. Derive it in the caller."
            )
        return cls(*first)

    def run(self, values: list[Any]) -> list[Any]:
        parameters = self.parameters
        for place, value, is_text in self.places:
            parameters[place] = str(values[value]) if is_text else values[value]
        queryset = self.queryset
        try:
            return list(queryset)
        finally:
            queryset._result_cache = None
            setattr(queryset, "_prefetch_done", False)  # noqa: B010 (the stubs do not know it)


class _NoResults:
    """A query that finds nothing, whatever the values: one of an empty collection."""

    def run(self, _values: list[Any]) -> list[Any]:
        return []


def _compile(
    build: Callable[..., QuerySet[Any, Any]],
    shapes: tuple[Hashable, ...],
    turn: int,
    connection: BaseDatabaseWrapper,
) -> tuple[QuerySet[Any, Any], str, list[Any], list[tuple[int, int, bool]]]:
    """The queryset, its SQL, its fixed parameters, and the places of the others."""
    arguments, values = _stand_ins(shapes, turn)
    with stopped_clock():
        queryset = build(*arguments)
        compiler = queryset.query.get_compiler(connection=connection)
        sql, given = compiler.as_sql()
    parameters, places = list(given), list(_places(given, values))
    lost = set(range(len(values))) - {value for _, value, _ in places}
    if lost:
        raise NotCompilable(f"{build.__qualname__} does not hand on all of its arguments.")
    for place, *_ in places:
        parameters[place] = None
    converters: list[Any] = []

    def kept_converters(expressions: Any) -> Any:
        if not converters:
            converters.append(type(compiler).get_converters(compiler, expressions))
        return converters[0]

    # As Django runs it, but for what it has worked out by now.
    compiler.as_sql = lambda *_, **__: (sql, tuple(parameters))
    compiler.get_converters = kept_converters
    queryset.query.get_compiler = lambda *_, **__: compiler  # type: ignore[method-assign]
    return queryset, sql, parameters, places


def _places(parameters: Collection[Any], values: list[Any]) -> Iterator[tuple[int, int, bool]]:
    """Each parameter that is one of the values: its place, which value, and whether as text."""
    as_text = {str(value): number for number, value in enumerate(values) if _is_day(value)}
    as_is = {value: number for number, value in enumerate(values)}
    for place, parameter in enumerate(parameters):
        if not isinstance(parameter, Hashable):
            continue
        if parameter in as_is:
            yield place, as_is[parameter], False
        elif parameter in as_text:
            yield place, as_text[parameter], True


def _is_day(value: Any) -> bool:
    return isinstance(value, date)
