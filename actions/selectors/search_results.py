"""The rows that a search finds, of every kind of text."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import CharField, QuerySet, Value

from actions.extension_points import SearchKind, SearchScope
from wsoa.core.full_text import matching, with_marks
from wsoa.core.search_words import SearchWords


def found_of_kinds(
    kinds: Mapping[str, SearchKind], scope: SearchScope, words: SearchWords
) -> QuerySet[Any, Any] | None:
    """What every kind has: its code, key, relevance and date; the most relevant first, then the
    newest. None where the scope leaves no kind to search.
    """
    parts = []
    for code, kind in kinds.items():
        rows = kind.rows(scope)
        if rows is not None:
            found = matching(rows, kind.source, words)
            found = found.annotate(of_kind=Value(code, CharField()))
            parts.append(found.values_list("of_kind", "pk", "relevance", "dated"))
    if not parts:
        return None
    order = ("-relevance", "-dated", "of_kind", "pk")
    found_of_all: QuerySet[Any, Any] = parts[0].union(*parts[1:], all=True).order_by(*order)
    return found_of_all


def marked_rows(
    kind: SearchKind, scope: SearchScope, keys: Collection[int], words: SearchWords
) -> QuerySet[Any, Any]:
    """The rows of one kind with these keys, their texts with a mark around each word found."""
    rows = kind.rows(scope)
    assert rows is not None  # noqa: S101 (the keys were found among them)
    return with_marks(rows.filter(pk__in=keys), kind.source, words)
