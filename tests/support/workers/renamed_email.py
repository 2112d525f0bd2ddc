"""A database in which emails wait under the former name of their table is brought up to date."""

from __future__ import annotations

from datetime import datetime

from tests.support.workers.threads import main, write

NOON = datetime.fromisoformat("2019-11-01T12:00:00+00:00")


def fill() -> None:
    from django.core.management import call_command

    from tests.support.workers.rows_from_audit import apps_at_first as apps_as_applied

    call_command("migrate", "mail", "0002", verbosity=0)
    former = apps_as_applied().get_model("mail", "Letter").objects
    values = {"sender": "a@b.example", "to": ["c@d.example"], "made_at": NOON}
    former.create(subject="Waits", text="Text", headers={"List-Id": "plan"}, **values)
    headers = {"Message-ID": "<digest-1>", "List-Unsubscribe": "<https://a.example/end/token/>"}
    done = {"text": "Your code", "html": "<b>Your code</b>", "headers": headers} | values
    former.create(subject="Sent", sent_at=NOON, **done)
    former.create(subject="Given up", given_up_at=NOON, **done)
    call_command("migrate", "mail", verbosity=0)


def found() -> None:
    from wsoa.mail.models import OutgoingEmail

    waiting = OutgoingEmail.objects.unsent().get()
    emptied = OutgoingEmail.objects.filter(text="", html="", headers={"Message-ID": "<digest-1>"})
    write(
        emptied.count(),
        OutgoingEmail.objects.count(),
        waiting.subject,
        waiting.text,
        waiting.headers["List-Id"],
    )


if __name__ == "__main__":
    main({"fill": fill, "found": found})
