"""The base of commands about the people and organisations of one local area."""

from __future__ import annotations

from abc import ABC, abstractmethod
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from actions.services.area_access import AccessRefused
from actions.services.invitations import Invited
from wsoa.accounts.models import LocalArea, Organisation, Post, User


class AreaCommand(BaseCommand, ABC):
    """A command whose first argument is a local area. A refusal is its one line of output."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("area", help="the slug of a local area, such as sheffield")

    def handle(self, *args: Any, **options: Any) -> None:
        local_area = LocalArea.objects.filter(slug=options["area"]).first()
        if local_area is None:
            raise CommandError(f"There is no local area {options['area']!r}.")
        try:
            self.stdout.write(self.carry_out(local_area, **options))
        except AccessRefused as refused:
            raise CommandError(str(refused)) from None

    @abstractmethod
    def carry_out(self, local_area: LocalArea, **options: Any) -> str:
        """Does the work and returns what to print."""


def post_of(local_area: LocalArea, code: str) -> Post:
    """A post of the area. Raises CommandError."""
    post = Post.objects.of(local_area).select_related("local_area").filter(code=code).first()
    if post is None:
        raise CommandError(f"{local_area} has no post {code!r}.")
    return post


def organisation_of(local_area: LocalArea, code: str) -> Organisation:
    """An organisation that the area may name. Raises CommandError."""
    found = Organisation.objects.named_in(local_area).filter(code=code).first()
    if found is None:
        raise CommandError(f"{local_area} has no organisation {code!r}.")
    return found


def user_of(email: str) -> User:
    """A person by email address. Raises CommandError."""
    user = User.objects.filter(email=email.lower()).first()
    if user is None:
        raise CommandError(f"Nobody has the email address {email!r}.")
    return user


def invited_words(invited: Invited, *, show_link: bool) -> str:
    """What to print of an invitation; the link only where the operator asked for it."""
    user = invited.user
    if not invited.token:
        return f"{user.name} can sign in as {user.email} with a code sent by email."
    words = (
        f"{user.name} was sent an invitation to {user.email}. It works once, for 14 days. After "
        "that they sign in with a code sent by email."
    )
    return f"{words}\n{invited.address}" if show_link else words
