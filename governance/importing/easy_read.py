"""Import of Easy Read summaries; what people wrote themselves stays."""

from __future__ import annotations

from pydantic import Field, field_validator

from actions.models import Plan, ReportingPeriod
from governance.domain.easy_read.drawings import DRAWINGS
from governance.domain.easy_read.ideas import (
    LONGEST_IDEA,
    LONGEST_TITLE,
    MOST_IDEAS,
    EasyReadHeading,
    IllustratedIdea,
    tidy,
)
from governance.models import EasyReadIdea, EasyReadSummary
from governance.selectors.easy_read import easy_read_summary
from wsoa.core.clock import now
from wsoa.core.load_changes import LoadChanges
from wsoa.core.yaml_source import StrictModel, YamlNode

FOLDER = "progress/easy_read_"  # and the quarter: progress/easy_read_2019_10


class EasyReadIdeaIn(StrictModel):
    heading: EasyReadHeading
    text: str = Field(min_length=1, max_length=LONGEST_IDEA)
    drawing: str = ""

    @field_validator("drawing")
    @classmethod
    def _is_ours(cls, value: str) -> str:
        if value and value not in DRAWINGS:
            raise ValueError(f"there is no drawing {value!r}; there are {', '.join(DRAWINGS)}")
        return value


class EasyReadSummaryIn(StrictModel):
    area: str
    title: str = Field("", max_length=LONGEST_TITLE)
    ideas: list[EasyReadIdeaIn] = Field(min_length=1, max_length=MOST_IDEAS)


class EasyReadFile(StrictModel):
    source: str = Field(min_length=1, max_length=300)
    summaries: list[EasyReadSummaryIn]

    @field_validator("summaries")
    @classmethod
    def _one_each(cls, value: list[EasyReadSummaryIn]) -> list[EasyReadSummaryIn]:
        refs = [summary.area for summary in value]
        if len(set(refs)) != len(refs):
            raise ValueError("an area is there twice")
        return value


def load_easy_read(plan: Plan, parts: dict[str, YamlNode], changes: LoadChanges) -> None:
    """Loads the summaries of every quarter that has a file of them."""
    for name, part in parts.items():
        if not name.startswith(FOLDER):
            continue
        key = name.removeprefix(FOLDER).replace("_", "-")
        period = plan.periods.quarters().filter(key=key).first()
        if period is None:
            raise part.fault((), f"the plan has no quarter {key}")
        _load_quarter(plan, part, period, changes)


def _load_quarter(
    plan: Plan, part: YamlNode, period: ReportingPeriod, changes: LoadChanges
) -> None:
    file = part.parse(EasyReadFile)
    areas = {area.ref: area for area in plan.areas.all()}
    for index, given in enumerate(file.summaries):
        area = areas.get(given.area)
        if area is None:
            raise part.fault(("summaries", index, "area"), f"the plan has no area {given.area}")
        current = easy_read_summary(area, period)
        ideas = tuple(
            IllustratedIdea(idea.heading.value, tidy(idea.text), idea.drawing)
            for idea in given.ideas
        )
        if current.pk and (current.by_id or current.text == (given.title, ideas)):
            continue
        version = EasyReadSummary.objects.create(
            area=area,
            period=period,
            title=given.title,
            source=file.source,
            at=now(),
            supersedes_id=current.pk,
        )
        EasyReadIdea.objects.bulk_create(EasyReadIdea.in_order(version, ideas))
        name = f"Easy Read of area {area.ref}, {period.label}"
        changes.note("changed" if current.pk else "added", name)
