"""The posts and organisations that the leads of a file name, made where they are not here yet.

Holders are never made: the name beside a post is offered as an invitation.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from django.utils.text import slugify

from actions.domain.plan_import.named_posts import initials, named_post
from actions.domain.recognition.leads import lead_key
from wsoa.accounts.models import LocalArea, Organisation, Post

_CODE: Final = re.compile(r"([A-Z][A-Z0-9&]{1,14})-([A-Za-z0-9]{1,15})")
_ORGANISATION: Final = re.compile(r"[A-Z][A-Z&]{1,9}")  # "SPCF", by itself
_LONGEST_CODE: Final = 40
_SOURCE: Final = "The file that the plan was brought in from"


@dataclass(frozen=True, slots=True)
class PlannedLead:
    """Who leads: an organisation, with the post where the plan names one."""

    organisation: int
    post: int | None
    code: str


@dataclass(slots=True)
class PostResolver:
    """Finds posts and organisations by code or title, and makes what is missing.

    `made_posts` and `made_organisations` are the keys of those; `holders` are the names beside
    posts, by the post's code.
    """

    local_area: LocalArea
    posts: dict[str, Post] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    titles: dict[str, Post] = field(default_factory=dict)
    made_posts: list[int] = field(default_factory=list)
    made_organisations: list[int] = field(default_factory=list)
    holders: dict[str, str] = field(default_factory=dict)
    known: dict[str, PlannedLead] = field(default_factory=dict)

    @classmethod
    def of(cls, local_area: LocalArea) -> PostResolver:
        """With what the local area has now."""
        made = cls(local_area)
        for post in Post.objects.of(local_area).select_related("organisation"):
            made.posts[post.code] = post
            made.titles.setdefault(lead_key(post.title), post)
        for body in Organisation.objects.named_in(local_area).order_by("pk"):
            made.organisations.setdefault(body.code, body)
        return made

    def lead(self, text: str) -> PlannedLead:
        """The lead that a code or a text names. Makes a post, and its organisation, if need be."""
        if text not in self.known:
            self.known[text] = self._lead(text)
        return self.known[text]

    def _lead(self, text: str) -> PlannedLead:
        if text in self.posts:
            return _of_post(self.posts[text])
        if text in self.organisations:
            body = self.organisations[text].current
            return PlannedLead(body.pk, None, body.code)
        named = named_post(text)
        if _ORGANISATION.fullmatch(text) and lead_key(text) not in self.titles:
            return PlannedLead(self._organisation(text).pk, None, text)
        post = self.titles.get(lead_key(named.title)) or self._made(text, named.title)
        if named.holder:
            self.holders[post.code] = named.holder
        return _of_post(post)

    def _made(self, text: str, title: str) -> Post:
        coded = _CODE.fullmatch(text)
        organisation = self._organisation(coded[1] if coded else "")
        code = self._free_code(text if coded else f"{organisation.code}-{initials(title) or 'P'}")
        post = self.local_area.posts.create(
            code=code,
            organisation=organisation,
            title=(coded[2] if coded else title)[:200],
            source=_SOURCE,
        )
        self.made_posts.append(post.pk)
        self.posts[code] = post
        self.titles.setdefault(lead_key(post.title), post)
        return post

    def _organisation(self, code: str) -> Organisation:
        """That of a code, made where it is new; without one, the council of the area."""
        if code in self.organisations:
            return self.organisations[code].current
        if not code:
            bodies = [body for body in self.organisations.values() if body.local_area_id]
            councils = [body for body in bodies if body.kind == Organisation.Kind.COUNCIL]
            if councils or bodies:
                return (councils or bodies)[0].current
            code = slugify(self.local_area.name)[:12].upper() or "AREA"
            return self._made_organisation(code, f"{self.local_area.name} local area")
        return self._made_organisation(code, code)

    def _made_organisation(self, code: str, name: str) -> Organisation:
        kind = Organisation.Kind.OTHER
        made = self.local_area.organisations.create(code=code, name=name, kind=kind)
        self.made_organisations.append(made.pk)
        self.organisations[code] = made
        return made

    def _free_code(self, wanted: str) -> str:
        plain = wanted[: _LONGEST_CODE - 4]
        code, number = plain, 2
        while code in self.posts or code in self.organisations:
            code, number = f"{plain}{number}", number + 1
        return code


def _of_post(post: Post) -> PlannedLead:
    return PlannedLead(post.organisation_id, post.pk, post.code)
