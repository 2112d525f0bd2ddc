"""manage.py withdraw_invitation AREA EMAIL: an invitation that was not accepted is withdrawn."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from actions.management.area_command import AreaCommand, user_of
from actions.selectors.people import waiting_invitations
from actions.services.invitations import withdraw
from wsoa.accounts.models import LocalArea


class Command(AreaCommand):
    help = "Withdraws the invitation of a person who has not accepted, with all that it offered."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("email")

    def carry_out(self, local_area: LocalArea, **options: Any) -> str:
        user = user_of(options["email"])
        waiting = [sent for sent in waiting_invitations(local_area) if sent.user == user]
        if not waiting:
            raise CommandError(f"{user.email} has no invitation to {local_area} that waits.")
        undone = [post.code for sent in waiting for post in withdraw(by=None, invitation=sent)]
        words = f"The invitation of {user.email} was withdrawn."
        return f"{words} Held as before: {', '.join(undone)}." if undone else words
