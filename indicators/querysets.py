"""The words in which indicators and figures are asked about."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from indicators.domain.enums import PlaceKind, SeriesKind

if TYPE_CHECKING:
    from actions.models import Action, Plan
    from indicators.models import (  # noqa: F401 (named in strings below)
        Indicator,
        Measurement,
        Place,
        PublishedMeasure,
        PublishedValue,
        Revision,
        Series,
        Target,
    )


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    def of_plan(self, plan: Plan) -> IndicatorQuerySet:
        """In the order in which the plan prints them."""
        return self.filter(plan=plan).order_by(
            "intention__key_outcome__order", "intention__order", "order"
        )

    def printed(self) -> IndicatorQuerySet:
        """The plan's own, without the further figures that its documents state."""
        return self.filter(intention__key_outcome__printed=True)

    def of_action(self, action: Action) -> IndicatorQuerySet:
        """What the action should move: linked to its outcome, or to a measure of it."""
        linked = Q(outcomes=action.outcome_id) | Q(measures__action=action)
        return self.filter(linked).distinct()

    def with_aims(self) -> IndicatorQuerySet:
        """With what they are for, and whose they are."""
        return self.select_related("intention__key_outcome", "owner__organisation")

    def with_outcomes(self, plan: Plan) -> models.QuerySet[Indicator, tuple[Any, ...]]:
        """Each link to an outcome: the indicator's key, the refs of area and outcome."""
        linked = self.filter(plan=plan).exclude(outcomes=None)
        return linked.values_list("key", "outcomes__area__ref", "outcomes__ref")

    def with_measures(self, plan: Plan) -> models.QuerySet[Indicator, tuple[Any, ...]]:
        """Each link to a measure of success: the key, the refs of area, outcome and action."""
        linked = self.filter(plan=plan).exclude(measures=None)
        outcome, action = "measures__action__outcome", "measures__action__ref"
        return linked.values_list("key", f"{outcome}__area__ref", f"{outcome}__ref", action)

    def areas_of(self, indicators: Iterable[Indicator]) -> set[tuple[int, int]]:
        """Indicators with the areas of what they are linked to, directly or by a measure.

        Two queries.
        """
        linked = self.filter(pk__in=[each.pk for each in indicators])
        to_outcomes = linked.exclude(outcomes=None).values_list("pk", "outcomes__area")
        to_measures = linked.exclude(measures=None).values_list(
            "pk", "measures__action__outcome__area"
        )
        return {*to_outcomes, *to_measures}

    def awaited_by(self, day: date) -> IndicatorQuerySet:
        """Those of which a figure is due by that day that somebody has to enter.

        Where all that there is comes from official statistics, nobody has to. With their plan and
        owner; `of_kind` is the kind of span of their first series that takes figures, of those
        first that are measured as often as the indicator is.
        """
        series = apps.get_model("indicators", "Series")._default_manager
        own = series.own().filter(indicator=OuterRef("pk")).order_by("order").values("span_kind")
        as_often = own.filter(span_kind__endswith=OuterRef("every"))
        is_official = Exists(series.filter(indicator=OuterRef("pk")))
        due = self.filter(Exists(own) | ~is_official, next_due__lte=day)
        of_kind = Coalesce(Subquery(as_often[:1]), Subquery(own[:1]))
        return due.annotate(of_kind=of_kind).select_related("plan", "owner__organisation")

    def owned_by_posts(self, posts: models.QuerySet[Any, Any]) -> IndicatorQuerySet:
        return self.filter(owner__in=posts)


class TargetQuerySet(models.QuerySet["Target"]):
    def of_indicators(self, pks: Iterable[int]) -> TargetQuerySet:
        return self.filter(indicator__in=pks)


class SeriesQuerySet(models.QuerySet["Series"]):
    def of_indicators(self, pks: Iterable[int]) -> SeriesQuerySet:
        """In order, with what each is mapped to and the region of its own place."""
        return (
            self.filter(indicator__in=pks)
            .select_related("measure", "place__region")
            .order_by("order")
        )

    def own(self) -> SeriesQuerySet:
        """Those that figures are entered in; the official ones come in with their releases."""
        return self.exclude(kind=SeriesKind.OFFICIAL)


class MeasurementQuerySet(models.QuerySet["Measurement"]):
    def current(self) -> MeasurementQuerySet:
        """Those that nothing has superseded."""
        return self.filter(superseded_by=None)

    def known_by(self, day: date) -> MeasurementQuerySet:
        return self.filter(known_on__lte=day)

    def as_known_on(self, day: date) -> MeasurementQuerySet:
        """What stood on that day: known by then, and not yet superseded then."""
        return self.known_by(day).exclude(superseded_by__known_on__lte=day)

    def with_people(self) -> MeasurementQuerySet:
        return self.select_related("by")

    def of_indicators(self, pks: Iterable[int]) -> MeasurementQuerySet:
        return self.filter(series__indicator__in=pks)

    def of_series(self, pks: Iterable[int]) -> MeasurementQuerySet:
        return self.filter(series__in=pks)


class PlaceQuerySet(models.QuerySet["Place"]):
    def that_matter_to(self, plan: Plan, series: Iterable[Series]) -> PlaceQuerySet:
        """The plan's own (`of_plan`), those that series name, and countries; with their regions."""
        named = [each.place_id for each in series if each.place_id]
        localities = apps.get_model("indicators", "Locality")._default_manager
        own = Exists(localities.filter(place=OuterRef("pk"), plan=plan))
        return (
            self.annotate(of_plan=own)
            .filter(Q(of_plan=True) | Q(pk__in=named) | Q(kind=PlaceKind.COUNTRY))
            .select_related("region")
        )

    def with_figures_of(self, measure: PublishedMeasure) -> PlaceQuerySet:
        """Those that anything was ever published for; by name."""
        values = apps.get_model("indicators", "PublishedValue")._default_manager
        numbers = values.filter(measure=measure, place=OuterRef("pk"), gap="")
        return self.filter(Exists(numbers)).order_by("name")


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

    def about(self, words: str) -> PublishedMeasureQuerySet:
        """Those with every word in their title, topic or code."""
        found = self
        for word in words.split()[:8]:
            found = found.filter(
                Q(title__icontains=word) | Q(topic__icontains=word) | Q(code__icontains=word)
            )
        return found


class PublishedValueQuerySet(models.QuerySet["PublishedValue"]):
    def known_by(self, day: date) -> PublishedValueQuerySet:
        """Published by that day; where the file does not tell when, none before its release."""
        return self.filter(Q(known_on__lte=day) | Q(known_on=None, release__published_on__lte=day))

    def of_measure(self, measure: PublishedMeasure) -> PublishedValueQuerySet:
        return self.filter(measure=measure)

    def of_measures(self, measures: Iterable[int]) -> PublishedValueQuerySet:
        return self.filter(measure__in=list(measures))

    def of_country(self) -> PublishedValueQuerySet:
        return self.filter(place__kind=PlaceKind.COUNTRY)

    def latest_spans(self, day: date) -> models.QuerySet[PublishedValue, tuple[Any, ...]]:
        """Of each measure the spans that have a number by that day, with their last day."""
        return (
            self.known_by(day)
            .filter(gap="")
            .order_by("measure_id", "last_day")
            .values_list("measure_id", "span_kind", "span_key", "last_day")
            .distinct()
        )

    def with_places(self) -> models.QuerySet[PublishedValue, tuple[Any, ...]]:
        """Span's kind and key, its last day, place, its kind and name, value, gap, provisional."""
        return self.order_by("last_day", "place__name").values_list(
            "span_kind",
            "span_key",
            "last_day",
            "place_id",
            "place__kind",
            "place__name",
            "value",
            "gap",
            "provisional",
        )

    def of_places(self, measures: Iterable[int], places: Iterable[int]) -> PublishedValueQuerySet:
        return self.filter(measure__in=measures, place__in=places)

    def as_tuples(self) -> models.QuerySet[PublishedValue, tuple[Any, ...]]:
        """Measure, place, kind of span, its key, value, gap, provisional, known on; by last day."""
        return self.order_by("last_day").values_list(
            "measure_id",
            "place_id",
            "span_kind",
            "span_key",
            "value",
            "gap",
            "provisional",
            "known_on",
        )


class RevisionQuerySet(models.QuerySet["Revision"]):
    def read_after(self, day: date) -> RevisionQuerySet:
        """Those that nobody could know of on that day: of later releases. The earliest first."""
        later = Q(release__published_on__gt=day)
        undated = Q(release__published_on=None, release__read_at__date__gt=day)
        return self.filter(later | undated).order_by("pk")

    def of_places(self, measures: Iterable[int], places: Iterable[int]) -> RevisionQuerySet:
        return self.filter(of__measure__in=measures, of__place__in=places)

    def as_tuples(self) -> models.QuerySet[Revision, tuple[Any, ...]]:
        """Measure, place, kind of span, its key; then what was: value, gap, provisional."""
        return self.values_list(
            "of__measure_id",
            "of__place_id",
            "of__span_kind",
            "of__span_key",
            "was",
            "was_gap",
            "was_provisional",
        )

    def of_measures(self, measures: Iterable[int], plan: Plan, day: date) -> RevisionQuerySet:
        """What releases that were out by the day changed of the plan's own place."""
        out = Q(release__published_on__lte=day)
        read = Q(release__published_on=None, release__read_at__date__lte=day)
        return (
            self.filter(out | read, of__measure__in=measures, of__place__localities__plan=plan)
            .select_related("of", "release")
            .order_by("-of__last_day", "pk")
        )
