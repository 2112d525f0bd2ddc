"""manage.py empty_audit_content CHAIN NUMBER … --reason REASON [--by EMAIL]"""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from wsoa.audit.chain import SITE
from wsoa.audit.heads import chain_names
from wsoa.audit.services import EmptyingRefused, empty_content


class Command(BaseCommand):
    help = "Empties what events of the audit log say of a person; their digests stay. Audited."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "chain", metavar="CHAIN", help=f"the slug of a local area, or {SITE} for the site's own"
        )
        parser.add_argument(
            "numbers",
            nargs="+",
            type=int,
            metavar="NUMBER",
            help="of the event in its chain, as the page of the log and its CSV file give it",
        )
        parser.add_argument("--reason", required=True, help="kept in the log, without names")
        parser.add_argument("--by", metavar="EMAIL", help="who decided it; else the system")

    def handle(self, *args: Any, **options: Any) -> None:
        by, local_area = self._person(options["by"]), self._chain(options["chain"])
        try:
            with transaction.atomic():
                for number in options["numbers"]:
                    empty_content(
                        by=by, local_area=local_area, number=number, reason=options["reason"]
                    )
        except EmptyingRefused as refused:
            raise CommandError(str(refused)) from None
        for number in options["numbers"]:
            self.stdout.write(f"Emptied the content of event {number}. Its digest stays.")

    def _chain(self, name: str) -> int | None:
        chains = chain_names()
        if name not in chains:
            raise CommandError(f"There is no chain {name!r}. Nothing was emptied.")
        return chains[name]

    def _person(self, email: str | None) -> Any:
        if not email:
            return None
        person = get_user_model().objects.filter(email=email.lower()).first()
        if person is None:
            raise CommandError(f"Nobody has the email address {email}. Nothing was emptied.")
        return person
