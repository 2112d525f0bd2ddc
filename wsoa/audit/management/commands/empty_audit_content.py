"""manage.py empty_audit_content EVENT … --reason REASON [--by EMAIL]"""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from wsoa.audit.services import EmptyingRefused, empty_content


class Command(BaseCommand):
    help = "Empties what events of the audit log say of a person; their digests stay. Audited."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "events",
            nargs="+",
            type=int,
            metavar="EVENT",
            help="the event's number in the log, as its page and its CSV file give it",
        )
        parser.add_argument("--reason", required=True, help="kept in the log, without names")
        parser.add_argument("--by", metavar="EMAIL", help="who decided it; else the system")

    def handle(self, *args: Any, **options: Any) -> None:
        by = self._person(options["by"])
        try:
            with transaction.atomic():
                for event in options["events"]:
                    empty_content(by=by, event=event, reason=options["reason"])
        except EmptyingRefused as refused:
            raise CommandError(str(refused)) from None
        for event in options["events"]:
            self.stdout.write(f"Emptied the content of event {event}. Its digest stays.")

    def _person(self, email: str | None) -> Any:
        if not email:
            return None
        person = get_user_model().objects.filter(email=email.lower()).first()
        if person is None:
            raise CommandError(f"Nobody has the email address {email}. Nothing was emptied.")
        return person
