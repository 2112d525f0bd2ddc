"""Models of indicators: aims, measurements, answers, and published statistics."""

from indicators.models.aims import Indicator, Intention, KeyOutcome, Locality, Target
from indicators.models.answers import Answer
from indicators.models.measurements import ImportPreview, Measurement, Series, SeriesBreak
from indicators.models.published import (
    Neighbour,
    Place,
    PublishedMeasure,
    PublishedValue,
    Release,
    Revision,
)
from indicators.models.setup import EndEvent, IndicatorChange, RedComment

__all__ = [
    "Answer",
    "EndEvent",
    "ImportPreview",
    "Indicator",
    "IndicatorChange",
    "Intention",
    "KeyOutcome",
    "Locality",
    "Measurement",
    "Neighbour",
    "Place",
    "PublishedMeasure",
    "PublishedValue",
    "RedComment",
    "Release",
    "Revision",
    "Series",
    "SeriesBreak",
    "Target",
]
