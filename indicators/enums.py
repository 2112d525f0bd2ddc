"""The words of indicators: units, directions, periods, series, targets, and what a gap means."""

from __future__ import annotations

from django.db import models


class Unit(models.TextChoices):
    """What a figure counts. The indicator's `unit_words` say it in full where more is needed."""

    PERCENT = "percent", "Per cent"
    COUNT = "count", "Number"
    RATE = "rate", "Rate"
    SCORE = "score", "Score"
    DAYS = "days", "Days"
    WEEKS = "weeks", "Weeks"
    POUNDS = "pounds", "Pounds"


class Better(models.TextChoices):
    """Which direction is better."""

    HIGHER = "higher", "Higher"
    LOWER = "lower", "Lower"
    NEITHER = "", "Not stated"


class Every(models.TextChoices):
    """How often it is measured."""

    DAY = "day", "Daily"
    MONTH = "month", "Monthly"
    QUARTER = "quarter", "Quarterly"
    TERM = "term", "Every term"
    YEAR = "year", "Yearly"
    WAVE = "wave", "With each survey"
    UNSTATED = "", "Not stated"


class SpanKind(models.TextChoices):
    """What stretch of time a figure is of; its key is written as `spans.Span` says."""

    DAY = "day", "Day"
    MONTH = "month", "Month"
    QUARTER = "quarter", "Quarter"
    YEAR = "year", "Calendar year"
    SCHOOL_YEAR = "school_year", "School year"
    FINANCIAL_YEAR = "financial_year", "Financial year"
    WAVE = "wave", "Survey wave"


class SeriesKind(models.TextChoices):
    """Where a series comes from. Two kinds of one indicator may well differ, and that is shown."""

    INTERNAL = "internal", "Internal figure"
    OFFICIAL = "official", "Official statistic"
    SURVEY = "survey", "Survey"


class TargetKind(models.TextChoices):
    NUMBER = "number", "A number by a date"
    NATIONAL = "national", "At least the national rate"
    DIRECTION = "direction", "A direction only"
    UNSTATED = "unstated", "Not stated"


class Gap(models.TextChoices):
    """Why there is no number. Never zero, and no line is drawn through it."""

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
    """What publishes measures, by the layout of its files."""

    LAIT = "lait", "Local Authority Interactive Tool"
    EES = "ees", "Explore Education Statistics"
    TRIBUNAL = "tribunal", "SEND tribunal appeals"
    NHS_WAITING = "nhs_waiting", "NHS community waiting lists"
    NEIGHBOURS = "neighbours", "Statistical neighbours"
