"""Operators do by commands what administrators do on pages."""

from __future__ import annotations

import re

import pytest
from django.core.management import CommandError, call_command

from actions.models import Membership, Plan
from actions.services.hand_over import hand_over
from actions.services.invitations import (
    invitation_of,
)
from tests.support.area_people import fresh, post_of
from wsoa.accounts.models import (
    AccessConfirmation,
    Invitation,
    LocalArea,
    PostHolding,
    User,
)
from wsoa.audit.models import AuditEvent
from wsoa.core.clock import today


@pytest.fixture
def area(sheffield: Plan) -> LocalArea:
    return sheffield.local_area


def run(*words: str) -> None:
    call_command(*words)


def test_operators_do_the_same_by_commands(area, people, capsys):
    run("hand_over_post", "sheffield", "SCC-HoS", "new@c.example", "--name=New", "--show-link")
    out = capsys.readouterr().out
    assert "SCC-HoS passes to New on 2019-11-15." in out
    token = re.search(r"/invitations/([\w-]+)/", out)
    assert token
    assert invitation_of(token[1]).user.email == "new@c.example"
    run("name_deputy", "sheffield", "SCC-HoS", "board@demo.example", "--until=2019-11-30")
    assert "is deputy for SCC-HoS until 2019-11-30" in capsys.readouterr().out
    run("make_administrator", "sheffield", "board@demo.example")
    run("end_access", "sheffield", "manager@demo.example")
    assert "can no longer sign in" in capsys.readouterr().out
    with pytest.raises(CommandError, match="only administrator"):
        run("end_access", "sheffield", "board@demo.example")
    with pytest.raises(CommandError, match="no post 'X'"):
        run("hand_over_post", "sheffield", "X", "a@b.example")
    with pytest.raises(CommandError, match="no local area 'york'"):
        run("end_access", "york", "board@demo.example")
    assert PostHolding.objects.of(area).filter(user__email="board@demo.example").exists()


def test_operators_list_and_confirm_who_has_access(sheffield, people, capsys):  # type: ignore[no-untyped-def]
    call_command("review_access", "sheffield")
    first, *rows = capsys.readouterr().out.splitlines()
    assert re.fullmatch(r"October to December 2019: (\d+) of \1 to confirm\.", first)
    listed = {row.partition(":")[0]: row for row in rows}
    assert "lead@demo.example" in listed
    assert "SCC-HoS" in listed["lead@demo.example"]
    assert all(row.endswith("; to confirm") for row in rows)

    call_command("review_access", "sheffield", "--confirm=lead@demo.example")
    again = capsys.readouterr().out.splitlines()
    assert again[0] == f"October to December 2019: {len(rows) - 1} of {len(rows)} to confirm."
    confirmed = next(row for row in again if row.startswith("lead@demo.example"))
    assert confirmed.endswith("; By whoever runs the service on 15 November 2019")
    assert AccessConfirmation.objects.get().user == people["lead"]
    assert AuditEvent.objects.filter(verb="review-access").count() == 1


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("nowhere",), "no local area 'nowhere'"),
        (("sheffield", "--confirm=x@y.example"), "Nobody has the email address 'x@y.example'"),
    ],
)
def test_the_review_by_command_refuses_what_there_is_not(sheffield, arguments, why):  # type: ignore[no-untyped-def]
    with pytest.raises(CommandError, match=why):
        call_command("review_access", *arguments)
    assert not AccessConfirmation.objects.exists()


def test_operators_add_organisations_and_posts(area, capsys):
    run("add_organisation", "sheffield", "ICB", "Integrated Care Board", "--kind=nhs")
    run("add_post", "sheffield", "ICB-HoC", "Head of Commissioning", "--organisation=ICB")
    out = capsys.readouterr().out
    assert "Integrated Care Board (ICB) is an organisation of Sheffield." in out
    assert "ICB-HoC, Head of Commissioning, is a post of Sheffield. Nobody holds it yet." in out
    assert post_of("ICB-HoC", area).organisation.code == "ICB"
    with pytest.raises(CommandError, match="ICB is the code of an organisation already"):
        run("add_organisation", "sheffield", "ICB", "Another")
    with pytest.raises(CommandError, match="ICB-HoC is the code of a post already"):
        run("add_post", "sheffield", "ICB-HoC", "Another", "--organisation=ICB")
    with pytest.raises(CommandError, match="no organisation 'X'"):
        run("add_post", "sheffield", "ICB-X", "Another", "--organisation=X")


def test_operators_set_roles(area, people, sheffield, capsys):
    viewer = people["viewer"]
    roles = ("--role=sheffield-2019:publisher", "--role=sheffield-2019:accountable:5")
    run("set_roles", "sheffield", viewer.email, *roles, "--administrator")
    out = capsys.readouterr().out
    assert "has these roles in Sheffield: publisher; accountable officer, area 5; admin" in out
    held = Membership.objects.of(viewer, sheffield).on(today())
    assert set(held.values_list("role", "area__ref")) == {("publisher", None), ("accountable", "5")}
    assert fresh(viewer).has_perm("actions.administer_area", area)
    for words, why in {
        "york-2020:viewer": "Sheffield has no plan 'york-2020'",
        "sheffield-2019:king": "'king' is no role",
        "sheffield-2019:accountable": "has an area",
        "sheffield-2019:viewer:5": "has an area",
    }.items():
        with pytest.raises(CommandError, match=why):
            run("set_roles", "sheffield", viewer.email, f"--role={words}")
    with pytest.raises(CommandError, match="has no access to Sheffield"):
        run("set_roles", "sheffield", "stranger@example.org", "--role=sheffield-2019:viewer")


def test_operators_withdraw_an_invitation_and_the_post_goes_back(area, people, capsys):
    post = post_of("SCC-HoS", area)
    hand_over(by=None, post=post, email="new@c.example", name="New", first_day=today())
    run("withdraw_invitation", "sheffield", "new@c.example")
    out = capsys.readouterr().out
    assert "The invitation of new@c.example was withdrawn. Held as before: SCC-HoS." in out
    assert post.holdings.on(today()).get(deputy=False).user == people["lead"]
    with pytest.raises(CommandError, match="has no invitation to Sheffield that waits"):
        run("withdraw_invitation", "sheffield", "new@c.example")


def test_operators_send_a_file_of_people_that_is_carried_out_whole_or_not(area, tmp_path, capsys):
    file = tmp_path / "people.csv"
    file.write_text("email,name,role,post\na@c.example,A,viewer,\nb@c.example,B,,XX-1\n")
    run("invite_people", "sheffield", str(file), "--dry-run")
    out = capsys.readouterr().out
    assert "Row 2, a@c.example: " in out
    assert "Row 3, b@c.example: " in out
    assert out.endswith("Nothing was changed.\n")
    with pytest.raises(CommandError, match=r"(?s)1 rows cannot be carried out.*Row 3, b@c.example"):
        run("invite_people", "sheffield", str(file))
    assert not User.objects.filter(email="a@c.example").exists()
    file.write_text("email,name,role\na@c.example,A,viewer\n")
    run("invite_people", "sheffield", str(file))
    assert Invitation.objects.get().user.email == "a@c.example"
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        run("invite_people", "sheffield", str(tmp_path / "missing.csv"))
    file.write_text("name\nA\n")
    with pytest.raises(CommandError, match="must have these headings"):
        run("invite_people", "sheffield", str(file))
