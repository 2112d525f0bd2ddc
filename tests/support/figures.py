"""Small indicators, series and published values for tests that read figures."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from actions.models import Plan
from indicators.domain.enums import Dataset, Gap, PlaceKind, SpanKind, Unit
from indicators.domain.time_spans import Span
from indicators.models import (
    Indicator,
    Intention,
    KeyOutcome,
    Locality,
    Measurement,
    Neighbour,
    Place,
    PublishedMeasure,
    PublishedValue,
    Release,
    Series,
)
from wsoa.core.clock import now

_numbers = count(1)
KNOWN = date(2019, 11, 1)


def indicator(plan: Plan, **given: Any) -> Indicator:
    """An indicator of its own intention; higher is better unless it says otherwise."""
    number = next(_numbers)
    outcome, _ = KeyOutcome.objects.get_or_create(
        plan=plan, title="Reduced waiting times", defaults={"order": 1}
    )
    intention = Intention.objects.create(
        key_outcome=outcome, order=number, title=f"To do better {number}"
    )
    values = {
        "key": f"indicator-{number}",
        "title": f"Indicator {number} as printed",
        "short_title": f"Indicator {number}",
        "better": "higher",
        "order": 1,
    }
    return Indicator.objects.create(plan=plan, intention=intention, **(values | given))


def series(of: Indicator, **given: Any) -> Series:
    number = next(_numbers)
    values = {"order": number, "name": f"Series {number}", "span_kind": SpanKind.MONTH}
    return Series.objects.create(indicator=of, **(values | given))


def measured(of: Series, span: str, value: float | None, **given: Any) -> Measurement:
    values = {
        "gap": Gap.NONE if value is not None else Gap.NOT_AVAILABLE,
        "last_day": Span.of(of.span_kind, span).last_day,
        "known_on": KNOWN,
        "at": now(),
    }
    return Measurement.objects.create(series=of, span_key=span, value=value, **(values | given))


def counted(of: Series, span: str, events: int, out_of: int, **given: Any) -> Measurement:
    """A percentage with the counts that it is worked out from."""
    counts = {"numerator": events, "denominator": out_of}
    return measured(of, span, 100 * events / out_of, **(counts | given))


def place(code: str, name: str, kind: str = PlaceKind.AUTHORITY, **given: Any) -> Place:
    made, _ = Place.objects.get_or_create(code=code, defaults={"name": name, "kind": kind, **given})
    return made


def measure(**given: Any) -> PublishedMeasure:
    number = next(_numbers)
    values = {"dataset": Dataset.LAIT, "code": f"M{number}", "title": f"Measure {number}"}
    return PublishedMeasure.objects.create(**(values | {"unit": Unit.PERCENT} | given))


def release(published_on: date | None = None) -> Release:
    made, _ = Release.objects.get_or_create(
        sha256="0" * 64,
        published_on=published_on,
        defaults={
            "dataset": Dataset.LAIT,
            "title": "A release",
            "publisher": "Department for Education",
            "file_name": "file.csv",
            "read_at": now(),
        },
    )
    return made


def published(
    of: PublishedMeasure, where: Place, span: str, value: float | None, **given: Any
) -> PublishedValue:
    kind = given.pop("span_kind", SpanKind.YEAR)
    values = {
        "gap": Gap.NONE if value is not None else Gap.NOT_AVAILABLE,
        "span_kind": kind,
        "last_day": Span.of(kind, span).last_day,
        "known_on": KNOWN,
        "release": release(),
    }
    return PublishedValue.objects.create(
        measure=of, place=where, span_key=span, value=value, **(values | given)
    )


def places_of(plan: Plan, neighbours: int = 10) -> tuple[Place, Place, Place, list[Place]]:
    """The plan's own place, its region, England, and its statistical neighbours."""
    england = place("E-970", "England", PlaceKind.COUNTRY)
    region = place("R-982", "Yorkshire and the Humber", PlaceKind.REGION)
    home = place(f"H-{plan.pk}", "Sheffield", region=region)
    Locality.objects.update_or_create(plan=plan, defaults={"place": home})
    near = [place(f"N-{n}", f"Neighbour {n}") for n in range(1, neighbours + 1)]
    for rank, each in enumerate(near, start=1):
        Neighbour.objects.get_or_create(place=home, rank=rank, defaults={"neighbour": each})
    return home, region, england, near
