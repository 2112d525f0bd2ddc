"""Inviting people to a plan."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command

from actions.domain.enums import Role
from actions.services.invitations import accept
from wsoa.accounts.models import Invitation, Post, User
from wsoa.audit.models import AuditEvent
from wsoa.core.clock import today


def run(*words: str, **options: object) -> None:
    call_command("invite", "sheffield-2019", *words, **options)


def accepted(email: str) -> User:
    """The person invited at this address, once they have accepted."""
    return accept(invitation=Invitation.objects.get(user__email=email))


def test_inviting_a_viewer_gives_access_and_is_audited(sheffield, capsys):
    run("Ann@example.org", "Ann Reader", "--role=viewer")
    assert AuditEvent.objects.last().summary == "Invited Ann Reader as viewer"
    user = accepted("ann@example.org")
    assert user.has_perm("actions.see_plan", sheffield)
    assert not user.has_usable_password()
    assert "with a code sent by email" in capsys.readouterr().out


def test_the_named_holder_of_a_post_becomes_its_lead(sheffield, capsys):
    run("james@example.org", "James Ford", "--post=SCC-BAI")
    user = accepted("james@example.org")
    assert user.has_perm("actions.update_action", sheffield.actions.get(ref="7.1.5"))
    assert Post.objects.get(code="SCC-BAI").holdings.count() == 1


def test_a_post_changes_hands_on_a_day(sheffield, capsys):
    run("new@example.org", "Next Holder", "--post=SCC-BAI", since=today())
    before, now = Post.objects.get(code="SCC-BAI").holdings.all()
    assert (before.holder, before.until) == ("James Ford", today() - timedelta(days=1))
    assert (now.holder, now.since, now.until) == ("Next Holder", date(2019, 11, 15), None)


def test_an_accountable_officer_answers_for_an_area(sheffield, capsys):
    run("officer@example.org", "An Officer", "--role=accountable", "--area=3")
    [membership] = User.objects.get(email="officer@example.org").memberships.all()
    assert (membership.role, membership.area.ref) == (Role.ACCOUNTABLE, "3")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([], "--role, --post, or both"),
        (["--role=accountable"], "--area goes with --role accountable"),
        (["--role=viewer", "--area=3"], "--area goes with --role accountable"),
        (["--role=accountable", "--area=9"], "no area '9'"),
        (["--post=XYZ"], "no post 'XYZ'"),
    ],
)
def test_invalid_invitations_are_refused_with_a_reason(sheffield, words, told):
    with pytest.raises(CommandError, match=told):
        run("x@example.org", "X", *words)
    assert not User.objects.filter(email="x@example.org").exists()
