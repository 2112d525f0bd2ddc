"""Queryset methods for published measures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from django.apps import apps
from django.db import models
from django.db.models import OuterRef, Q, Subquery

if TYPE_CHECKING:
    from indicators.models import PublishedMeasure


_MOST_COLUMNS: Final = 100  # of a table: enough to know which one it is


class PublishedMeasureQuerySet(models.QuerySet["PublishedMeasure"]):
    def of_dataset(self, dataset: str) -> PublishedMeasureQuerySet:
        return self.filter(dataset=dataset)

    def with_span_kinds(self) -> models.QuerySet[PublishedMeasure, tuple[Any, ...]]:
        """Code, title, unit, decimals, and the kind of span of any of its values."""
        values = apps.get_model("indicators", "PublishedValue")._default_manager
        kind = values.filter(measure=OuterRef("pk")).order_by().values("span_kind")[:1]
        return (
            self.annotate(kind=Subquery(kind))
            .exclude(kind=None)
            .values_list("code", "title", "unit", "decimals", "kind")
        )

    def topic_of_columns(self, columns: Sequence[str]) -> str:
        """The topic that most stored measures of these columns have; empty where none is stored.

        A measure's code is the name of its column, and what is chosen of the table's filters.
        """
        of_columns = Q(code__in=columns)
        for name in columns[:_MOST_COLUMNS]:
            of_columns |= Q(code__startswith=f"{name} (")
        topics = self.filter(of_columns).order_by().values_list("topic", flat=True)
        counted = Counter(topic for topic in topics if topic)
        return counted.most_common(1)[0][0] if counted else ""

    def about(self, words: str) -> PublishedMeasureQuerySet:
        """The measures with every one of these words in their title, topic or code."""
        matching = self
        for word in words.split()[:8]:
            matching = matching.filter(
                Q(title__icontains=word) | Q(topic__icontains=word) | Q(code__icontains=word)
            )
        return matching
