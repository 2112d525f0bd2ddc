"""What the plan wants to see, what was measured, and what others publish."""

from indicators.models.aims import Indicator, Intention, KeyOutcome, Locality, Target
from indicators.models.figures import ImportPreview, Measurement, Series
from indicators.models.published import (
    Neighbour,
    Place,
    PublishedMeasure,
    PublishedValue,
    Release,
    Revision,
)
from indicators.models.questions import Answer

__all__ = [
    "Answer",
    "ImportPreview",
    "Indicator",
    "Intention",
    "KeyOutcome",
    "Locality",
    "Measurement",
    "Neighbour",
    "Place",
    "PublishedMeasure",
    "PublishedValue",
    "Release",
    "Revision",
    "Series",
    "Target",
]
