"""Everybody who goes through journeys, signed in. Run inside a service's environment.

python -m tests.journeys.cast     prints the session of each, as JSON
"""

from __future__ import annotations

import json
import sys

import django

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def main() -> None:
    django.setup()
    from django.test import Client

    from tests.support import round_of_19
    from wsoa.accounts.models import User

    round_of_19.make()
    sessions = {}
    for user in User.objects.filter(email__endswith="@demo.example"):
        client = Client()
        client.force_login(user, backend=BACKEND)
        sessions[user.email.partition("@")[0]] = client.cookies["sessionid"].value
    sys.stdout.write(json.dumps(sessions) + "\n")


if __name__ == "__main__":
    main()
