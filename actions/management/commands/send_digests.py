"""manage.py send_digests: today's reminders, as the clock sends them every morning."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand

from actions.services.reminders import preview, send_digests
from wsoa.core.clock import today
from wsoa.core.command_types import day


class Command(BaseCommand):
    help = "Sends the reminders of a day that have not been sent yet. --dry-run prints them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--day", type=day, help="such as 2019-11-15; today")
        parser.add_argument("--dry-run", action="store_true", help="print them, send nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        day = options["day"] or today()
        if options["dry_run"]:
            self._print(day)
            return
        sent, failed = send_digests(day=day)
        self.stdout.write(f"Sent: {sent}. Failed: {failed}.")

    def _print(self, day: date) -> None:
        messages = preview(day)
        for message in messages:
            self.stdout.write(f"To: {message.to[0]}\nSubject: {message.subject}\n\n{message.body}")
            self.stdout.write("-" * 72)
        self.stdout.write(f"{len(messages)} for {day:%-d %B %Y}; nothing was sent.")
