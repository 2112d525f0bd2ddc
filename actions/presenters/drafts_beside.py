"""The drafts that stand beside the form of an update, for their reader to choose from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from actions.domain.enums import Status
from actions.domain.update_texts import UPDATE_TEXTS
from actions.models import Draft
from wsoa.accounts.models import User


@dataclass(frozen=True, slots=True)
class DraftText:
    """One text of a draft, with its title."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class DraftBeside:
    """A draft that was left to the reader by `who`, or is the reader's own where that is empty."""

    pk: int
    writer: str
    saved_at: datetime
    status: str | None
    texts: tuple[DraftText, ...]
    is_of_another_window: bool = False


def draft_beside(reader: User, draft: Draft) -> DraftBeside:
    """A draft as its reader sees it, who may be its writer."""
    status = draft.content.get("status", [""])[0]
    return DraftBeside(
        pk=draft.pk,
        writer="" if draft.user_id == reader.pk else draft.user.name,
        saved_at=draft.saved_at,
        status=status if status in Status.values else None,
        texts=texts_of(draft),
        is_of_another_window=draft.is_of_another_window,
    )


def texts_of(draft: Draft) -> tuple[DraftText, ...]:
    """The texts of a draft that are not empty, the request to the board last."""
    fields = [(text.field, text.title) for text in UPDATE_TEXTS]
    fields += [("reason", "Reason for the status"), ("ask", "Request to the board")]
    typed = ((title, "\n".join(draft.content.get(field, []))) for field, title in fields)
    return tuple(DraftText(title, text) for title, text in typed if text.strip())
