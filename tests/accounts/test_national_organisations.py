"""Organisations that every local area may name."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError

from tests.support.factories import LocalAreaFactory, OrganisationFactory, PostFactory
from wsoa.accounts.models import Organisation, Post
from wsoa.audit.models import AuditEvent

NAME = "National Health Service England"


def add(name: str = NAME, kind: str = "nhs") -> None:
    call_command("add_national_organisation", "NHSE", name, kind=kind)


def test_what_areas_had_as_their_own_becomes_one_that_they_share(sheffield, capsys) -> None:
    york = LocalAreaFactory(name="York")
    theirs = OrganisationFactory(local_area=york, code="NHSE", name=NAME, kind="nhs")
    post = PostFactory(organisation=theirs, code="NHSE-X")
    leads = sheffield.actions.filter(leads__organisation__code="NHSE").count()

    add()
    add()  # again changes nothing

    [national] = Organisation.objects.filter(code="NHSE")
    assert national.local_area is None
    assert Post.objects.get(pk=post.pk).organisation == national
    assert Post.objects.get(pk=post.pk).local_area == york, "its post stays the area's"
    assert sheffield.actions.filter(leads__organisation=national).count() == leads > 0
    assert AuditEvent.objects.filter(subject="organisation NHSE").count() == 1


@pytest.mark.parametrize("other", [{"name": "NHS England"}, {"kind": "other"}])
def test_another_name_or_kind_is_refused_and_nothing_is_changed(sheffield, other, capsys) -> None:
    with pytest.raises(CommandError, match=f"A local area’s NHSE is “{NAME}”"):
        add(**other)
    assert not Organisation.objects.national().exists()
    add()
    with pytest.raises(CommandError, match=f"The national organisation NHSE is “{NAME}”"):
        add(**other)


def test_a_code_stands_for_one_organisation_in_an_area_and_for_one_national(sheffield) -> None:
    OrganisationFactory(local_area=None, code="DfE", name="Department for Education")
    with pytest.raises(IntegrityError):
        Organisation.objects.create(code="DfE", name="Another", kind="other")


def test_a_code_is_one_post_in_an_area_and_another_in_the_next(sheffield) -> None:
    council = OrganisationFactory(local_area__name="York")
    PostFactory(organisation=council, code="SCC-HoS")
    with pytest.raises(IntegrityError):
        PostFactory(organisation=council, code="SCC-HoS")
