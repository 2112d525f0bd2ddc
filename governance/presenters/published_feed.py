"""The Atom feed of a plan's publications (RFC 4287). The ids of its entries never change."""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from actions.models import Plan
from governance.domain.enums import PaperState
from governance.models import Paper
from governance.presenters.published_plan import address_of, day_words
from governance.public.editions import published_editions
from governance.public.scope import first_address

CONTENT_TYPE = Atom1Feed.content_type
_NOT_IN_XML = re.compile("[^\\t\\n\\r\\x20-\\uD7FF\\uE000-\\uFFFD\\U00010000-\\U0010FFFF]")


def feed_of(plan: Plan, papers: Sequence[Paper]) -> str:
    """The feed, the latest entry first; `papers` as `publications_of` returns them.

    A withdrawn publication stays in it, with the reason in place of its content.
    """
    feed = Atom1Feed(
        title=f"{plan.title}: published updates",
        link=_absolute(reverse("published-plan", args=[plan.slug])),
        feed_url=_absolute(reverse("published-feed", args=[plan.slug])),
        feed_guid=_id(f"plan:{first_address(plan)}"),
        description=f"Every published update of the plan of {plan.local_area}",
        language=settings.LANGUAGE_CODE,
        author_name=plan.local_area.name,
    )
    editions = published_editions(paper for paper in papers if paper.state == PaperState.PUBLISHED)
    for paper in sorted(papers, key=_moment, reverse=True):
        edition = editions.get(paper.pk)
        feed.add_item(
            title=_title(paper),
            link=_absolute(address_of(plan.slug, paper.key, version=paper.version)),
            unique_id=_id(f"paper:{paper.sha256}"),
            description=_summary(paper, edition.changed if edition else ()),
            pubdate=paper.published_at,
            updateddate=_moment(paper),
        )
    return feed.writeString("utf-8")


def etag(content: str) -> str:
    """A weak ETag, because the feed may be compressed in transit."""
    return f'W/"{hashlib.sha256(content.encode()).hexdigest()[:32]}"'


def _title(paper: Paper) -> str:
    version = f", version {paper.version}" if paper.version > 1 else ""
    was = " (withdrawn)" if paper.state == PaperState.WITHDRAWN else ""
    return f"{paper.title}{version}{was}"


def _summary(paper: Paper, changed: Sequence[str]) -> str:
    if paper.state == PaperState.WITHDRAWN:
        changed = [f"Withdrawn on {day_words(paper.withdrawn_at)}: {paper.withdrawal_reason}"]
    corrected = [f"Corrected: {paper.correction_note}"] if paper.correction_note else []
    return _NOT_IN_XML.sub("", " ".join([*corrected, *changed]))


def _moment(paper: Paper) -> datetime:
    """The time of its last change: publication or withdrawal."""
    moment = paper.withdrawn_at or paper.published_at
    if moment is None:
        raise ValueError(f"{paper} is not out")
    return moment


def _id(of: str) -> str:
    """An id that stays the same when the plan's address changes."""
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'wsoa:{of}')}"


def _absolute(path: str) -> str:
    return urljoin(settings.SITE_ADDRESS, path)
