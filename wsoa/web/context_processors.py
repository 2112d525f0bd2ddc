"""Template variables for every page."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from wsoa.web.page_frame import PageFrame


def site(request: HttpRequest) -> dict[str, Any]:
    return {
        "site_name": settings.SITE_NAME,
        "site_owner": settings.SITE_OWNER,
        "contact_email": settings.CONTACT_EMAIL,
        "frame": PageFrame(request),
    }
