"""Enumerations of indicators: units, directions, time spans, series, targets, gaps, judgements."""

from __future__ import annotations

from django.db import models


class Unit(models.TextChoices):
    """The unit of a figure. The indicator's `unit_words` describe it in full if needed."""

    PERCENT = "percent", "Per cent"
    COUNT = "count", "Number"
    RATE = "rate", "Rate"
    SCORE = "score", "Score"
    DAYS = "days", "Days"
    WEEKS = "weeks", "Weeks"
    POUNDS = "pounds", "Pounds"


class Direction(models.TextChoices):
    """Which direction is better."""

    HIGHER = "higher", "Higher"
    LOWER = "lower", "Lower"
    NEITHER = "", "Not stated"


class Interval(models.TextChoices):
    """How often an indicator is measured."""

    DAY = "day", "Daily"
    MONTH = "month", "Monthly"
    QUARTER = "quarter", "Quarterly"
    TERM = "term", "Every term"
    YEAR = "year", "Yearly"
    WAVE = "wave", "With each survey"
    UNSTATED = "", "Not stated"


class SpanKind(models.TextChoices):
    """The kind of period that a figure covers; `time_spans.Span` describes the keys."""

    DAY = "day", "Day"
    MONTH = "month", "Month"
    QUARTER = "quarter", "Quarter"
    TERM = "term", "School term"
    YEAR = "year", "Calendar year"
    SCHOOL_YEAR = "school_year", "School year"
    FINANCIAL_YEAR = "financial_year", "Financial year"
    WAVE = "wave", "Survey wave"


class SeriesKind(models.TextChoices):
    """The source of a series. An indicator's kinds of series may differ, and both are shown."""

    INTERNAL = "internal", "Internal figure"
    OFFICIAL = "official", "Official statistic"
    SURVEY = "survey", "Survey"


class YearToDate(models.TextChoices):
    """Whether each figure of a series is of the year so far, and when that year begins."""

    NO = "", "No: each figure is of its own period"
    CALENDAR = "calendar", "Of the calendar year so far"
    FINANCIAL = "financial", "Of the financial year so far, from April"
    SCHOOL = "school", "Of the school year so far, from September"


class TargetKind(models.TextChoices):
    NUMBER = "number", "A number by a date"
    NATIONAL = "national", "At least the national rate"
    SERIES = "series", "At least as good as another series"
    DIRECTION = "direction", "A direction only"
    UNSTATED = "unstated", "Not stated"


class Gap(models.TextChoices):
    """The reason why a figure has no number. Never zero, and no line is drawn through it."""

    NONE = "", "A number"
    NOT_AVAILABLE = "not_available", "Not available"
    NOT_APPLICABLE = "not_applicable", "Not applicable"
    SUPPRESSED = "suppressed", "Suppressed"
    LOW = "low", "Low"


class PlaceKind(models.TextChoices):
    AUTHORITY = "authority", "Local authority"
    REGION = "region", "Region"
    COUNTRY = "country", "Country"
    NHS = "nhs", "NHS body"


class Dataset(models.TextChoices):
    """The publications that measures come from, by the layout of their files."""

    LAIT = "lait", "Local Authority Interactive Tool"
    EES = "ees", "Explore Education Statistics"
    TRIBUNAL = "tribunal", "SEND tribunal appeals"
    NHS_WAITING = "nhs_waiting", "NHS community waiting lists"
    NEIGHBOURS = "neighbours", "Statistical neighbours"


class Method(models.TextChoices):
    """The one test that an indicator's judgement comes from: see indicators/domain/trend.py."""

    COUNTS = "counts", "Difference of two counts"
    SAME_PARTS = "same-parts", "Same months, quarters or terms of two years"
    COUNTS_TREND = "counts-trend", "Trend of counts"
    AREAS = "areas", "Areas that started nearest"
    LEVEL = "level", "Level before and since"
    NONE = "none", "No test"


class HeadlineRule(models.TextChoices):
    """Which series speaks for an indicator, or how several do: see domain/headline.py."""

    MAIN = "main", "Its main series"
    WORST_OF = "worst_of", "The worst of these, period by period"
    GAP_BETWEEN = "gap_between", "The gap between the first and the second of each pair"
    ALL_OF = "all_of", "All of these"


class EndKind(models.TextChoices):
    """What became of the measuring of an indicator or a series from a day on."""

    ENDED = "ended", "Ended"
    DISCONTINUED = "discontinued", "Discontinued"
    RESUMED = "resumed", "Measured again"


class SetupPart(models.TextChoices):
    """The parts of an indicator that are set up, as its history names them."""

    ADDED = "added", "Added"
    DEFINITION = "definition", "Definition"
    NEW_SERIES = "new_series", "New series"
    SERIES = "series", "Series"
    HEADLINE = "headline", "Which series speak"
    TARGETS = "targets", "Targets"
    LINKS = "links", "Links to the plan"


class Judgement(models.TextChoices):
    """The judgement of an indicator's trend, in the order in which lists show it: worst first."""

    WORSE = "worse", "Getting worse"
    STALE = "stale", "Out of date"
    NO_CLEAR_CHANGE = "no_clear_change", "No clear change"
    NOT_JUDGED = "not_judged", "Not judged"
    TOO_FEW = "too_few", "Too few to tell"
    BEFORE_PLAN = "before_plan", "No figure since the plan began"
    NO_DATA = "no_data", "No data yet"
    BETTER = "better", "Getting better"


# How each is drawn in a 16 by 16 box, filled even-odd. As with statuses, round is fine and
# pointed is not; but none is the shape of a status, since none says what a status says.
JUDGEMENT_PATHS: dict[Judgement, str] = {
    Judgement.BETTER: "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2z",
    Judgement.WORSE: "M8 0 10.3 5.7 16 8 10.3 10.3 8 16 5.7 10.3 0 8 5.7 5.7z",
    Judgement.STALE: "M2.5 1h11L8.9 8l4.6 7h-11l4.6-7zM5.3 2.5 8 6.6l2.7-4.1z",
    Judgement.NO_CLEAR_CHANGE: "M3 6h10a2 2 0 0 1 0 4H3a2 2 0 0 1 0-4z",
    Judgement.NOT_JUDGED: "M3 3.5h10a1.5 1.5 0 0 1 0 3H3a1.5 1.5 0 0 1 0-3z"
    "M3 9.5h10a1.5 1.5 0 0 1 0 3H3a1.5 1.5 0 0 1 0-3z",
    Judgement.TOO_FEW: "M8 5a3 3 0 1 0 0 6A3 3 0 0 0 8 5z",
    Judgement.BEFORE_PLAN: "M8 3.5a4.5 4.5 0 1 0 0 9A4.5 4.5 0 0 0 8 3.5z"
    "M8 5a3 3 0 1 1 0 6A3 3 0 0 1 8 5z",
    Judgement.NO_DATA: "M2 2h12v12H2zM3.5 3.5v9h9v-9z",
}
