"""manage.py make_site_administrator EMAIL: lets a person look after what all areas share."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from wsoa.accounts.models import User
from wsoa.accounts.services import set_site_administrator


class Command(BaseCommand):
    help = "Lets a person who is here already import official statistics, or ends that."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="of somebody who is here already")
        parser.add_argument("--end", action="store_true", help="they are one no longer")

    def handle(self, *args: Any, **options: Any) -> None:
        email, administers = options["email"].strip().lower(), not options["end"]
        user = User.objects.filter(email=email).first()
        if user is None:
            raise CommandError(
                f"Nobody here has the address {email}. Invite them, or use createsuperuser."
            )
        changed = set_site_administrator(by=None, user=user, administers=administers)
        words = "a site administrator" if administers else "no site administrator"
        self.stdout.write(f"{user.name} is {words}{'' if changed else ' already'}.")
