"""Drafts of updates.

None of this is in the audit log: a draft is nobody's deed yet. It is seen by its writer alone, or
by who holds the post after them; it is no answer, and sending the form that shows it takes it away.
A draft outlives its round: it is there, and can be sent, in the next one. Where one person writes
in two windows, neither overwrites the other: the later one's text is kept beside the form.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from actions.domain.form_windows import NO_WINDOW, FormWindow
from actions.models import Action, Draft, ReportingPeriod
from actions.services.locking import UpdateRefused
from wsoa.accounts.models import User
from wsoa.core.clock import now
from wsoa.web.resubmission import LARGEST


class DraftTooLong(UpdateRefused):
    """The content is too long for a draft."""

    def __init__(self, length: int) -> None:
        super().__init__(
            f"The draft was not saved because its text is too long ({length:,} characters). "
            "Your text is still in the form. Shorten it."
        )


class DraftChanged(UpdateRefused):
    """Another window has gone on with the draft since this one showed it."""

    def __init__(self) -> None:
        super().__init__(
            "You went on with this draft in another window. Nothing was deleted: the text is below."
        )


@transaction.atomic
def save_draft(
    *,
    by: User,
    action: Action,
    period: ReportingPeriod,
    content: Mapping[str, list[str]],
    window: FormWindow = NO_WINDOW,
) -> Draft:
    """Saves the form as it was typed, in place of the draft that this window has.

    Where another window has gone on with the person's draft meanwhile, it is saved beside that one,
    and returned as `aside`. Raises DraftTooLong.
    """
    length = sum(len(value) for values in content.values() for value in values)
    if length > LARGEST:
        raise DraftTooLong(length)
    new = {"content": dict(content), "saved_at": now(), "window": window.name}
    draft, is_new = Draft.objects.select_for_update().get_or_create(
        action=action, period=period, user=by, aside=False, defaults=new
    )
    if is_new:
        return draft
    if not window.has(draft.window, draft.mark) and draft.content != new["content"]:
        return _save_aside(by, action, period, new)
    return _write(draft, new)


def _save_aside(
    by: User, action: Action, period: ReportingPeriod, new: Mapping[str, object]
) -> Draft:
    """Beside the form: in place of what the same window has saved there, or as another one."""
    aside = Draft.objects.select_for_update().aside_of(by).filter(action=action)
    known = aside.filter(window=new["window"]).exclude(window="").first()
    if known:
        return _write(known, new)
    return Draft.objects.create(action=action, period=period, user=by, aside=True, **new)


def _write(draft: Draft, new: Mapping[str, object]) -> Draft:
    for name, value in new.items():
        setattr(draft, name, value)
    draft.version += 1
    draft.save(update_fields=[*new, "version"])
    return draft


@transaction.atomic
def restore_draft(
    *, by: User, action: Action, period: ReportingPeriod, content: Mapping[str, list[str]]
) -> Draft:
    """Gives content back to a person as their draft; beside the form where they have one already.

    No length is refused: the content was sent as an update. The same content twice is one draft.
    """
    known = Draft.objects.filter(user=by, action=action, content=dict(content)).first()
    return known or Draft.objects.create(
        action=action,
        period=period,
        user=by,
        content=dict(content),
        saved_at=now(),
        aside=Draft.objects.typed_by(by).filter(action=action).exists(),
    )


@transaction.atomic
def adopt_draft(*, by: User, draft: Draft, window: FormWindow | None = None) -> Draft:
    """Makes a draft beside the form the one in the form, in place of the person's own.

    Raises DraftChanged where another window than this one has gone on with their own.
    """
    own = Draft.objects.select_for_update().typed_by(by).filter(action=draft.action)
    if window and not all(window.has(other.window, other.mark) for other in own):
        raise DraftChanged
    own.delete()
    draft.user, draft.aside, draft.saved_at = by, False, now()
    draft.save(update_fields=["user", "aside", "saved_at"])
    return draft


def discard_draft(*, draft: Draft) -> None:
    """Deletes a draft beside the form. Idempotent."""
    Draft.objects.filter(pk=draft.pk).delete()


@transaction.atomic(savepoint=False)
def drop_draft(*, by: User, action: Action, window: FormWindow) -> None:
    """Deletes the person's drafts of an action that this window has. Idempotent.

    What another window has gone on with stays.
    """
    own = Draft.objects.select_for_update().filter(action=action, user=by)
    for draft in own:
        is_typed_here = bool(window.name) and draft.window == window.name
        if is_typed_here or (not draft.aside and window.has(draft.window, draft.mark)):
            draft.delete()
