"""A brand on a page: the addresses of its style sheet and its logo, and what these answer.

Their addresses hold the brand's key, and a brand never changes, so that caches may keep both for
good. Whoever may see the page may see them: each app that shows a brand has addresses for them
under its own permissions.
"""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control

from wsoa.accounts.models import AreaBrand
from wsoa.core.brands import style_rules
from wsoa.web.extension_points import PageBrand

YEAR = 365 * 24 * 60 * 60


def page_brand(brand: AreaBrand | None, addresses: str, slug: str) -> PageBrand | None:
    """The brand as the header shows it; None for none.

    `addresses` begins the names of the two addresses, which take the slug and the brand's key.
    """
    if brand is None:
        return None
    args = [slug, brand.key]
    return PageBrand(
        brand.name,
        brand.colour,
        style=reverse(f"{addresses}-style", args=args) if brand.colour else "",
        logo=reverse(f"{addresses}-logo", args=args) if brand.logo_id else "",
        logo_alt=brand.logo_alt,
    )


def style_response(brand: AreaBrand, *, public: bool) -> HttpResponse:
    """The style sheet of a brand's colour. Raises Http404 for a brand without one."""
    if not brand.colour:
        raise Http404
    rules = style_rules(brand.colour)
    return _kept_for_good(HttpResponse(rules, content_type="text/css; charset=utf-8"), public)


def logo_response(brand: AreaBrand, *, public: bool) -> HttpResponse:
    """The logo of a brand, as a PNG picture. Raises Http404 for a brand without one."""
    if brand.logo is None:
        raise Http404
    response = HttpResponse(bytes(brand.logo.png), content_type="image/png")
    response["Content-Security-Policy"] = "sandbox"
    return _kept_for_good(response, public)


def _kept_for_good(response: HttpResponse, public: bool) -> HttpResponse:
    kept_by = {"public": True} if public else {"private": True}
    patch_cache_control(response, **kept_by, max_age=YEAR, immutable=True)
    return response
