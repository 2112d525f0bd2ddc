"""Presenters of the public pages of a plan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.urls import reverse
from django.utils.timezone import localtime

from actions.models import Plan
from governance.domain.enums import PaperState
from governance.models import Paper, PaperFile
from governance.papers.comparison.editions import (
    ActionChapter,
    Edition,
    EditionAction,
    action_chapters,
)
from governance.papers.document.imprint import EASY_READ, place_of, size_words
from governance.papers.paper_types import QUARTERLY
from governance.public.editions import published_editions
from governance.public.scope import publications_of_plans


def day_words(moment: datetime | None) -> str:
    """15 November 2019."""
    return f"{localtime(moment):%-d %B %Y}" if moment else ""


def address_of(slug: str, key: str, form: str = "html", version: int | None = None) -> str:
    """The path of one form of a quarter's publication: of its latest version, or of a given one."""
    place = place_of(form) if version is None else f"/v{version}{place_of(form)}"
    return reverse("published-file", args=[slug, f"{key}{place}"])


@dataclass(frozen=True, slots=True)
class DownloadItem:
    """A file of a publication that readers can download."""

    label: str
    href: str
    size: str


@dataclass(frozen=True, slots=True)
class PublishedVersion:
    """One version of a publication, in words. `href` is empty if it was withdrawn."""

    label: str
    href: str
    note: str


@dataclass(frozen=True, slots=True)
class PublishedQuarter:
    """The latest version of one quarter's publication, and its earlier versions."""

    key: str
    title: str
    href: str
    published_on: str
    as_at: str
    headline: str
    correction: str
    withdrawn: str
    reason: str
    downloads: tuple[DownloadItem, ...]
    easy_read: tuple[DownloadItem, ...]
    versions: tuple[PublishedVersion, ...]


@dataclass(frozen=True, slots=True)
class PublishedPlan:
    """A plan on the list of plans, with its latest publication."""

    title: str
    local_area: str
    href: str
    latest: PublishedQuarter | None


def plans_page(plans: Iterable[Plan]) -> list[PublishedPlan]:
    """All plans with a publication. Three queries, and one for documents not read before."""
    wanted = {plan.pk: plan for plan in plans}
    of_plan = publications_of_plans(wanted)
    latest = {pk: _latest_quarter(plan_papers) for pk, plan_papers in of_plan.items()}
    editions = published_editions(papers[0] for papers in latest.values() if papers)
    return [
        PublishedPlan(
            plan.title,
            plan.local_area.name,
            reverse("published-plan", args=[plan.slug]),
            _publication(latest[pk], editions) if latest[pk] else None,
        )
        for pk, plan in wanted.items()
    ]


def _latest_quarter(papers: Sequence[Paper]) -> list[Paper]:
    """All versions of the latest quarter with a readable one; without any, of the latest."""
    quarters = [list(versions) for _key, versions in groupby(papers, key=lambda paper: paper.key)]
    readable = [quarter for quarter in quarters if quarter[0].state == PaperState.PUBLISHED]
    return next(iter(readable or quarters), [])


def publications(papers: Sequence[Paper]) -> list[PublishedQuarter]:
    """The quarters of one plan, latest first; `papers` as `publications_of` returns them."""
    quarters = [list(versions) for _key, versions in groupby(papers, key=lambda paper: paper.key)]
    editions = published_editions(versions[0] for versions in quarters)
    return [_publication(versions, editions) for versions in quarters]


def _publication(versions: Sequence[Paper], editions: dict[int, Edition]) -> PublishedQuarter:
    last = versions[0]
    is_published = last.state == PaperState.PUBLISHED
    edition = editions.get(last.pk)
    return PublishedQuarter(
        key=last.key,
        title=last.title,
        href=address_of(last.plan.slug, last.key),
        published_on=day_words(last.published_at),
        as_at=f"{last.as_at:%-d %B %Y}",
        headline=edition.headline if edition and is_published else "",
        correction=last.correction_note if is_published else "",
        withdrawn="" if is_published else day_words(last.withdrawn_at),
        reason="" if is_published else last.withdrawal_reason,
        downloads=tuple(_downloads(last)) if is_published else (),
        easy_read=tuple(_easy_read(last)) if is_published else (),
        versions=tuple(_version(version, versions) for version in versions)
        if len(versions) > 1
        else (),
    )


def _downloads(paper: Paper) -> Iterable[DownloadItem]:
    files: dict[str, PaperFile] = {file.form: file for file in paper.files.all()}
    for format_ in QUARTERLY.formats:
        if format_.listed and format_.form in files:
            href = address_of(paper.plan.slug, paper.key, format_.form)
            yield DownloadItem(format_.title, href, size_words(files[format_.form].size))


def _easy_read(paper: Paper) -> Iterable[DownloadItem]:
    """The pages in Easy Read, in the order of their areas' references."""
    files = {file.form: file for file in paper.files.all()}
    pages = sorted(form for form in files if form.startswith(EASY_READ))
    for form in pages:
        ref = form.removeprefix(EASY_READ)
        href = address_of(paper.plan.slug, paper.key, form)
        yield DownloadItem(f"Area {ref}", href, size_words(files[form].size))


def _version(paper: Paper, versions: Sequence[Paper]) -> PublishedVersion:
    words = f"Version {paper.version}, published on {day_words(paper.published_at)}"
    if paper.state != PaperState.PUBLISHED:
        withdrawal_notice = f"{words}, withdrawn on {day_words(paper.withdrawn_at)}"
        return PublishedVersion(withdrawal_notice, "", paper.withdrawal_reason)
    later = next((version for version in versions if version.version == paper.version + 1), None)
    if later:
        words += f", corrected on {day_words(later.published_at)}"
    href = address_of(paper.plan.slug, paper.key, version=paper.version)
    return PublishedVersion(words, href, later.correction_note if later else "")


@dataclass(frozen=True, slots=True)
class WithdrawalNotice:
    """The notice in place of a withdrawn publication."""

    title: str
    version: int
    on: str
    reason: str


def withdrawal_notice(papers: Sequence[Paper], rest: str) -> WithdrawalNotice | None:
    """The notice for a path such as `2019-10/v1/` or `2019-10.pdf`, if its version was withdrawn.

    `papers` are the versions of that quarter, latest first.
    """
    _, _, version = rest.partition("/v")
    number = version.partition("/")[0].partition(".")[0]
    wanted = [
        paper
        for paper in papers
        if (str(paper.version) == number if number.isdecimal() else paper is papers[0])
    ]
    for paper in wanted:
        if paper.state == PaperState.WITHDRAWN:
            on = day_words(paper.withdrawn_at)
            return WithdrawalNotice(paper.title, paper.version, on, paper.withdrawal_reason)
    return None


# --- one action through the publications ---------------------------------------------------------


@dataclass(frozen=True, slots=True)
class StoryChapter:
    """One publication's part of an action's history; `withdrawn` is the day of its withdrawal."""

    title: str
    href: str
    published_on: str
    withdrawn: str
    chapter: ActionChapter | None


@dataclass(frozen=True, slots=True)
class ActionStory:
    """The published history of one action, latest publication first."""

    ref: str
    now: EditionAction
    area_title: str
    area_href: str
    latest: str
    measures: str
    illustrative: str
    chapters: tuple[StoryChapter, ...]
    ask_href: str


def action_story(plan: Plan, papers: Sequence[Paper], ref: str) -> ActionStory | None:
    """The history of an action, built from publications only.

    None if no readable publication contains it.
    """
    quarters = [next(versions) for _key, versions in groupby(papers, key=lambda paper: paper.key)]
    editions = published_editions(
        paper for paper in quarters if paper.state == PaperState.PUBLISHED
    )
    readable = [paper for paper in reversed(quarters) if paper.pk in editions]
    tellings = [editions[paper.pk].actions.get(ref) for paper in readable]
    chapters = dict(zip([paper.pk for paper in readable], action_chapters(tellings), strict=True))
    having = [paper for paper in readable if ref in editions[paper.pk].actions]
    if not having:
        return None
    last = having[-1]
    edition, now = editions[last.pk], editions[last.pk].actions[ref]
    first = quarters.index(having[0])
    return ActionStory(
        ref=ref,
        now=now,
        area_title=f"Area {now.area}: {edition.areas[now.area].title}",
        area_href=address_of(plan.slug, last.key, f"area-{now.area}"),
        latest=edition.name,
        measures=edition.terms.measures,
        illustrative=edition.illustrative,
        chapters=tuple(
            _chapter(quarter, chapters.get(quarter.pk)) for quarter in quarters[: first + 1]
        ),
        ask_href=f"{reverse('ask-in-public', args=[plan.slug])}?action={ref}",
    )


def _chapter(paper: Paper, chapter: ActionChapter | None) -> StoryChapter:
    return StoryChapter(
        title=paper.title,
        href=address_of(paper.plan.slug, paper.key),
        published_on=day_words(paper.published_at),
        withdrawn=day_words(paper.withdrawn_at) if paper.state == PaperState.WITHDRAWN else "",
        chapter=chapter,
    )
