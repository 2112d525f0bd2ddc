"""A key of a plan's own, with words that stand nowhere else."""

from __future__ import annotations

from typing import Any

KEY: dict[str, Any] = {
    "statuses": [
        {
            "code": "complete",
            "label": "Complete and embedded",
            "meaning": "Families feel it",
            "colour": "blue",
            "shape": "star",
        },
        {
            "code": "on_track",
            "label": "Going well",
            "meaning": "",
            "colour": "green",
            "shape": "disc",
        },
        {
            "code": "not_started",
            "label": "Waiting its turn",
            "meaning": "",
            "colour": "purple",
            "shape": "square",
        },
        {
            "code": "at_risk",
            "label": "Wobbling",
            "meaning": "",
            "colour": "yellow",
            "shape": "two bars",
        },
        {
            "code": "behind_not_started",
            "label": "Stuck or never begun",
            "meaning": "Not started or much delayed",
            "colour": "red",
            "shape": "cross",
        },
    ]
}
OWN_WORDS = {str(status["label"]) for status in KEY["statuses"]}
