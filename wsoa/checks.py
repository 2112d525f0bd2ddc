"""System checks for missing parts of this machine; `manage.py check` reports them with a fix."""

import ctypes.util
import shutil
import subprocess
from typing import Any

from django.conf import settings
from django.core.checks import Info, Tags, Warning, register

GOVUK_CSS = "vendor/govuk/govuk-frontend.min.css"


@register(Tags.staticfiles)
def assets_are_built(**_: Any) -> list[Info]:
    if any((folder / GOVUK_CSS).is_file() for folder in settings.STATICFILES_DIRS):
        return []
    return [
        Info(
            "The GOV.UK style sheet is not built; pages are plain but readable.",
            hint="Run make setup.",
            id="wsoa.I001",
        )
    ]


@register(Tags.compatibility)
def pdfs_can_be_made(**_: Any) -> list[Warning]:
    if ctypes.util.find_library("pango-1.0") is None:
        return [
            Warning(
                "PDFs cannot be made: pango is missing.",
                hint="apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
                id="wsoa.W001",
            )
        ]
    if (
        shutil.which("fc-list")
        and not subprocess.run(["fc-list", ":lang=en"], capture_output=True, check=False).stdout
    ):
        return [
            Warning(
                "PDFs would be empty: no font is installed.",
                hint="apt-get install fonts-liberation",
                id="wsoa.W002",
            )
        ]
    return []


@register(Tags.security)
def two_step_roles_are_known(**_: Any) -> list[Warning]:
    """Warns of a role in TWO_STEP_ROLES that nobody can have: it would protect nothing."""
    from wsoa.accounts.two_step import ADMINISTRATOR
    from wsoa.web.extension_points import PERSON_ROLES

    known = {ADMINISTRATOR}.union(*(source.codes for source in PERSON_ROLES))
    unknown = sorted(settings.TWO_STEP_ROLES - known)
    if not unknown:
        return []
    return [
        Warning(
            f"TWO_STEP_ROLES names roles that there are not: {', '.join(unknown)}.",
            hint=f"Use some of {', '.join(sorted(known))}, or none.",
            id="wsoa.W003",
        )
    ]


@register(Tags.security, deploy=True)
def emails_are_not_printed(**_: Any) -> list[Warning]:
    """Warns where a public site prints its emails, with codes and links, into a log."""
    if settings.ON_LOOPBACK or "console" not in settings.EMAIL_LEAVES_BY:
        return []
    return [
        Warning(
            "Emails are printed into the log, with the codes and links in them.",
            hint="Set EMAIL_URL, for example to smtp+tls://user:password@host:587.",
            id="wsoa.W004",
        )
    ]
