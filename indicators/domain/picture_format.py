"""What charts are downloaded as. Pure."""

from __future__ import annotations

from enum import StrEnum


class PictureFormat(StrEnum):
    """What a chart is downloaded as."""

    SVG = "svg"
    PNG = "png"

    @property
    def media_type(self) -> str:
        return "image/svg+xml" if self is PictureFormat.SVG else "image/png"


class IndicatorPicture(StrEnum):
    """The charts of an indicator's page."""

    TREND = "trend"
    VARIATION = "variation"
