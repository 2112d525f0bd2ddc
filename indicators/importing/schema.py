"""The schema of the files of indicators and figures, and the values that it refuses.

Figures stay text here. Once the unit is known they are validated like typed figures, by
indicators/domain/entry_validation.py.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Self

from django.utils.text import slugify
from pydantic import Field, model_validator

from indicators.domain.definition import TAKEN_KEYS
from indicators.domain.enums import (
    Dataset,
    Direction,
    HeadlineRule,
    Interval,
    PlaceKind,
    SeriesKind,
    SpanKind,
    TargetKind,
    Unit,
    YearToDate,
)
from wsoa.core.yaml_source import StrictModel

Key = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
MeasureRef = Annotated[str, Field(pattern=r"^\d+(\.\d+)*/\d+$")]
Filled = Annotated[str, Field(min_length=1)]
FileName = Annotated[str, Field(pattern=r"^[\w-]+\.csv$")]


class StepIn(StrictModel):
    by: date
    value: float


class TargetIn(StrictModel):
    kind: TargetKind
    value: float | None = None
    by: date | None = None
    words: Annotated[str, Field(max_length=200)] = ""
    source: str = ""
    trajectory: list[StepIn] = []

    @model_validator(mode="after")
    def _a_number_has_its_day(self) -> Self:
        if self.kind is TargetKind.NUMBER and (self.value is None or self.by is None):
            raise ValueError("a number needs its value and the day by which it is to be reached")
        if self.kind is not TargetKind.NUMBER and self.value is not None:
            raise ValueError(f"a target that is “{self.kind.label.lower()}” has no value")
        return self


class FigureIn(StrictModel):
    span: str
    value: str = ""
    numerator: str = ""
    denominator: str = ""
    provisional: bool = False
    source: str = ""
    note: str = ""
    known_on: date


class BreakIn(StrictModel):
    first_day: date
    reason: Annotated[str, Field(min_length=1, max_length=300)]


class BaselineIn(StrictModel):
    """What the plan names as the figure to start from, as "baseline 2018/19: 24%"."""

    value: float
    numerator: Annotated[float, Field(ge=0)] | None = None
    denominator: Annotated[float, Field(gt=0)] | None = None
    when: Annotated[str, Field(max_length=60)] = ""
    source: Annotated[str, Field(max_length=300)] = ""


class HeadlineIn(StrictModel):
    """The series that speak for an indicator, by name; a gap is between those of a pair."""

    rule: HeadlineRule = HeadlineRule.MAIN
    series: Annotated[list[str], Field(min_length=1)]

    @model_validator(mode="after")
    def _fits_its_rule(self) -> Self:
        if self.rule is HeadlineRule.MAIN and len(self.series) != 1:
            raise ValueError("there is one main series; say how several combine")
        if self.rule is HeadlineRule.GAP_BETWEEN and len(self.series) % 2:
            raise ValueError("a gap is between two series: name them in pairs")
        if len(set(self.series)) != len(self.series):
            raise ValueError("a series is named twice")
        return self


class SeriesIn(StrictModel):
    name: Annotated[str, Field(min_length=1, max_length=120)]
    kind: SeriesKind = SeriesKind.INTERNAL
    span: SpanKind = SpanKind.MONTH
    source: str = ""
    note: str = ""
    measure: str = ""
    place: str = ""
    part_of: str = ""  # the name of the series that it and its other parts add up to
    year_to_date: YearToDate = YearToDate.NO
    breaks: list[BreakIn] = []
    figures: list[FigureIn] = []

    @model_validator(mode="after")
    def _official_figures_are_published(self) -> Self:
        if self.kind is SeriesKind.OFFICIAL and (self.figures or not self.measure):
            raise ValueError("an official series names its measure, and has no figures of its own")
        if self.kind is SeriesKind.OFFICIAL and (self.part_of or self.year_to_date):
            raise ValueError("an official series is no part of another, and no year to date")
        if self.kind is not SeriesKind.OFFICIAL and (self.measure or self.place):
            raise ValueError("only an official series has a measure and a place")
        return self


class IndicatorIn(StrictModel):
    """One indicator. A file may also give just its title, as text."""

    title: Annotated[str, Field(min_length=1, max_length=300)]
    key: Key = ""
    short_title: Annotated[str, Field(max_length=80)] = ""
    unit: Unit = Unit.PERCENT
    unit_words: Annotated[str, Field(max_length=80)] = ""
    decimals: Annotated[int, Field(ge=0, le=4)] = 0
    better: Direction = Direction.NEITHER
    every: Interval = Interval.UNSTATED
    source: str = ""
    note: str = ""
    numerator_words: str = ""
    denominator_words: str = ""
    owner: str = ""
    next_due: date | None = None
    suppress_below: Annotated[int, Field(ge=2, le=100)] | None = None
    outcomes: list[str] = []
    measures: list[MeasureRef] = []
    targets: list[TargetIn] = []
    baseline: BaselineIn | None = None
    headline: HeadlineIn | None = None
    series: list[SeriesIn] = []

    @model_validator(mode="before")
    @classmethod
    def _title_alone(cls, data: Any) -> Any:
        if isinstance(data, str):
            data = {"title": data}
        if isinstance(data, dict) and isinstance(data.get("title"), str):
            title = data["title"].strip()
            data = {
                "key": slugify(title)[:60].strip("-"),
                "short_title": title[:80].strip(),
                **data,
            }
        return data

    @model_validator(mode="after")
    def _headline_names_its_series(self) -> Self:
        names = {series.name for series in self.series}
        unknown = (
            [name for name in self.headline.series if name not in names] if self.headline else []
        )
        if unknown:
            raise ValueError(f"the headline names no series of this indicator: {unknown[0]!r}")
        return self

    @model_validator(mode="after")
    def _parts_name_another_series(self) -> Self:
        own = {series.name for series in self.series if series.kind is not SeriesKind.OFFICIAL}
        for series in self.series:
            if series.part_of and (series.part_of not in own or series.part_of == series.name):
                raise ValueError(f"{series.name!r} is a part of no other series of this indicator")
        return self

    @model_validator(mode="after")
    def _key_is_free(self) -> Self:
        if self.key in TAKEN_KEYS:
            raise ValueError(f"the key {self.key!r} stands for a page")
        return self


class IntentionIn(StrictModel):
    title: str
    target: str = ""
    source: str = ""
    note: str = ""
    indicators: Annotated[list[IndicatorIn], Field(min_length=1)]


class KeyOutcomeIn(StrictModel):
    title: str
    source: str = ""
    note: str = ""
    printed: bool = True
    intentions: Annotated[list[IntentionIn], Field(min_length=1)]


class IndicatorsFile(StrictModel):
    source: str = ""
    links_note: str = ""
    key_outcomes: list[KeyOutcomeIn]


class ReleaseIn(StrictModel):
    dataset: Dataset
    title: Filled
    publisher: Filled
    published_on: date


class PlaceFile(StrictModel):
    code: Filled
    kind: PlaceKind
    name: Filled
    ons_code: str = ""
    region: str = ""


class NeighbourIn(StrictModel):
    code: Filled
    closeness: str = ""


class PublishedMeasureIn(StrictModel):
    code: Filled
    dataset: Dataset
    title: Filled
    topic: str = ""
    unit: Unit
    unit_words: str = ""
    better: Direction = Direction.NEITHER
    decimals: Annotated[int, Field(ge=0, le=4)] = 1
    span: SpanKind
    description: str = ""
    source: Filled


class OfficialFile(StrictModel):
    place: Filled
    releases: Annotated[list[ReleaseIn], Field(min_length=1)]
    places: Annotated[list[PlaceFile], Field(min_length=1)]
    neighbours: list[NeighbourIn] = []
    measures: Annotated[list[PublishedMeasureIn], Field(min_length=1)]
    values: FileName
    other_areas: FileName | None = None
