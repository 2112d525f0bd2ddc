"""The attribution of an update: its author, its verdict, and the reason of its return."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.timezone import localtime

from actions.domain.enums import UpdateKind
from actions.domain.organisation_history import OrganisationHistory
from actions.domain.update_texts import WrittenText
from actions.models import FileUpdate, StatusUpdate, Verdict
from actions.rules import plan_access
from actions.selectors.organisation_names import post_name_on
from wsoa.accounts.models import User


def author_of(update: StatusUpdate, history: OrganisationHistory) -> str:
    """The post, not the name: posts change hands, and the plan names posts.

    An organisation has the name of the day of the update.
    """
    if update.post:
        return post_name_on(update.post, history, localtime(update.recorded_at).date())
    return update.by.name if update.by else "Programme office"


@dataclass(frozen=True, slots=True)
class QuotedUpdate:
    """One quoted update: one side of the comparison, or a line of the action's page."""

    period: str
    status: str
    sender: str
    when: datetime
    how: str
    texts: tuple[WrittenText, ...]
    reason: str
    has_words: bool
    significant_risk: bool
    verdict: str


@dataclass(frozen=True, slots=True)
class ReturnedNote:
    """The return of an update, for its leads: to whom, by whom, with which reason.

    `period` names the month of the update where another round is open by now.
    """

    to: str
    by: str
    when: datetime
    reason: str
    mine: bool
    period: str = ""


def verdict_on(update: StatusUpdate, replaced: bool = False) -> str:
    """ "Accepted by Ana Obi, 8 November 2019", "Not yet accepted"; nothing where none is due."""
    verdict: Verdict | None = getattr(update, "verdict", None)
    if verdict is not None:
        done = "Accepted" if verdict.accepted else "Returned"
        own = ", who also sent the update" if verdict.by_id == update.by_id else ""
        return f"{done} by {verdict.by.name}{own}, {verdict.at:%-d %B %Y}"
    return "" if replaced or update.kind == UpdateKind.RECORDED else "Not yet accepted"


def how_sent(update: StatusUpdate) -> str:
    """ "No change", "In a file that Ana Obi uploaded"; empty for an update that was typed here."""
    if update.kind != UpdateKind.UPDATE:
        return UpdateKind(update.kind).label
    file: FileUpdate | None = getattr(update, "from_file", None)
    if file is None:
        return ""
    behalf = " on behalf of this post" if file.on_behalf_of_id else ""
    return f"In a file that {file.by.name} uploaded{behalf}"


def words_of_return(update: StatusUpdate) -> str:
    """The reason with which an update was returned; empty where it was not."""
    verdict: Verdict | None = getattr(update, "verdict", None)
    return verdict.words if verdict is not None and not verdict.accepted else ""


def returned_note(
    update: StatusUpdate | None, history: OrganisationHistory, user: User | None = None
) -> ReturnedNote | None:
    """The note of an update that was returned; None for any other.

    Read with `with_people().with_verdicts()` it asks the database nothing. To others than its
    writer it says whose update came back: every lead of the action may answer it.
    """
    verdict: Verdict | None = getattr(update, "verdict", None) if update else None
    if update is None or verdict is None or verdict.accepted:
        return None
    mine = user is not None and (
        update.by_id == user.pk or update.post_id in plan_access(user, update.period.plan).posts
    )
    return ReturnedNote(
        to="you" if mine else author_of(update, history),
        by=verdict.by.name,
        when=verdict.at,
        reason=verdict.words,
        mine=mine,
    )


def parts_of(
    update: StatusUpdate, history: OrganisationHistory, replaced: bool = False
) -> dict[str, Any]:
    """The arguments of its `Voice`. `replaced`: a later update supersedes it."""
    return {
        "period": f"{update.period.first_day:%B %Y}",
        "status": update.status,
        "sender": author_of(update, history),
        "when": update.recorded_at,
        "how": how_sent(update),
        "texts": update.texts,
        "reason": update.reason,
        "has_words": update.has_words,
        "significant_risk": update.significant_risk,
        "verdict": verdict_on(update, replaced),
    }
