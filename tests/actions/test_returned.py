"""Answering a returned update, and how others see verdicts."""

from __future__ import annotations

import pytest

from actions.domain.enums import Status
from actions.domain.organisation_history import OrganisationHistory
from actions.models import Verdict
from actions.presenters.attribution import returned_note
from actions.selectors.updates import current_update
from actions.services.updates import UpdateContent, confirm_unchanged, submit_update
from actions.services.verdicts import (
    accept,
    return_update,
)
from tests.support.verdicts import says


def test_a_new_update_replaces_the_returned_one_and_both_stay_readable(
    people, returned, october
) -> None:
    sent = submit_update(
        by=people["lead"],
        action=returned.action,
        period=october,
        words=UpdateContent(
            Status("complete"),
            developments="Young people use the pathways.",
            evidence="Forty have done so since June.",
        ),
        based_on=returned.pk,
    )
    assert sent.supersedes == returned
    assert Verdict.objects.filter(update=returned, accepted=False).exists()
    assert not Verdict.objects.filter(update=sent).exists()


def test_the_same_text_sent_again_answers_a_returned_update(people, waiting, october) -> None:
    lead = people["lead"]
    said = UpdateContent(Status("at_risk"), developments="As it is.")
    sent = submit_update(
        by=lead, action=waiting.action, period=october, words=said, based_on=waiting.pk
    )
    return_update(by=people["accountable"], update=sent, words="Why is that?")
    again = submit_update(
        by=lead, action=waiting.action, period=october, words=said, based_on=sent.pk
    )
    assert (again.supersedes, again.pk != sent.pk) == (sent, True)
    twice = submit_update(
        by=lead, action=waiting.action, period=october, words=said, based_on=sent.pk
    )
    assert twice == again


def test_no_change_answers_a_returned_update(people, waiting, october) -> None:
    lead = people["lead"]
    first = confirm_unchanged(by=lead, action=waiting.action, period=october, based_on=waiting.pk)
    return_update(by=people["accountable"], update=first, words="Why is that?")
    again = confirm_unchanged(by=lead, action=waiting.action, period=october, based_on=first.pk)
    assert again.supersedes == first


def test_a_co_lead_can_answer_a_returned_update(sheffield, people, october, signed_in) -> None:
    shared = sheffield.actions.get(ref="2.4.1")  # SCC-HoS and CCG-CCM; CCG-CCM sent it
    sent = current_update(shared, october)
    return_update(by=people["manager"], update=sent, words="Which date?")
    page = says(signed_in("lead"), shared.get_absolute_url())
    assert "Returned to Children's Commissioning Manager" in page.replace("’", "'")
    assert "replaces the returned one" in page
    answer = signed_in("lead").post(
        f"{shared.get_absolute_url()}update/",
        {"status": "not_started", "developments": "In January.", "based_on": sent.pk},
    )
    assert answer.status_code == 302
    latest = current_update(shared, october)
    assert (latest.by, latest.supersedes) == (people["lead"], sent)
    assert "Which date?" in says(signed_in("nhs-lead"), shared.get_absolute_url())


@pytest.mark.parametrize(("who", "status"), [("nhs-lead", 403), ("stranger", 404)])
def test_a_person_who_does_not_lead_the_action_cannot_answer(
    who, status, signed_in, returned, october
) -> None:
    answer = signed_in(who).post(
        f"{returned.action.get_absolute_url()}update/",
        {"status": "complete", "based_on": returned.pk},
    )
    assert answer.status_code == status
    assert current_update(returned.action, october) == returned


def test_the_note_names_whom_it_was_returned_to(people, returned) -> None:
    note = returned_note(returned, OrganisationHistory())
    assert note is not None
    assert (note.to, note.by, note.mine) == ("Head of SEN", "Demo programme manager", False)
    assert note.reason.startswith("Thank you.")
    assert returned_note(None, OrganisationHistory()) is None


def test_only_a_returned_update_has_a_note(people, waiting) -> None:
    assert returned_note(waiting, OrganisationHistory()) is None
    accept(by=people["accountable"], updates=[waiting])
    accepted = current_update(waiting.action, waiting.period)
    assert returned_note(accepted, OrganisationHistory()) is None


# --- what others see --------------------------------------------------------------------------


def test_the_action_page_says_what_is_accepted_and_by_whom(signed_in, waiting, people) -> None:
    client, address = signed_in("viewer"), waiting.action.get_absolute_url()
    assert "Not yet accepted." in says(client, address)
    accept(by=people["accountable"], updates=[waiting])
    page = says(client, address)
    assert "Accepted by Demo accountable officer, area 5, 15 November 2019." in page
    assert "Not yet accepted" not in page


def test_a_later_update_is_shown_beside_the_current_status(
    signed_in, people, sheffield, october
) -> None:
    action = sheffield.actions.get(ref="5.1.3")  # accepted as it stands
    standing = current_update(action, october)
    submit_update(
        by=people["lead"],
        action=action,
        period=october,
        words=UpdateContent(Status("at_risk"), developments="It will be later."),
        based_on=standing.pk,
    )
    page = says(signed_in("viewer"), action.get_absolute_url())
    assert "An update is waiting to be accepted: Behind or at risk" in page
    grid = signed_in("viewer").get("/plans/sheffield-2019/actions/?area=5").content.decode()
    row = grid[grid.index(f'actions/{action.ref}/"') :].split("</tr>")[0]
    assert "Not yet accepted" in row
    assert "* Has an update that is not yet accepted." in grid


def test_accepting_shows_in_the_grid_at_once(signed_in, people, sheffield, october) -> None:
    client = signed_in("viewer")
    action = sheffield.actions.get(ref="5.1.3")
    sent = submit_update(
        by=people["lead"],
        action=action,
        period=october,
        words=UpdateContent(Status("behind_not_started"), developments="Not begun."),
        based_on=current_update(action, october).pk,
    )
    address = "/plans/sheffield-2019/actions/?status=behind_not_started&area=5"
    assert 'actions/5.1.3/"' not in client.get(address).content.decode()
    accept(by=people["manager"], updates=[sent])
    assert 'actions/5.1.3/"' in client.get(address).content.decode()


def test_the_overview_counts_updates_not_yet_accepted(signed_in, people, waiting) -> None:
    client = signed_in("board")
    assert "17 of 89 actions have an update that is not yet accepted." in says(
        client, "/plans/sheffield-2019/"
    )
    accept(by=people["accountable"], updates=[waiting])
    assert "16 of 89 actions have an update that is not yet accepted." in says(
        client, "/plans/sheffield-2019/"
    )
