"""How a local area shows itself: its name, colour and logo. For its administrators.

A brand is a row that never changes. Papers refer to the one of the day on which they were frozen.
"""

from __future__ import annotations

from django.db import transaction

from actions.services.area_access import AccessRefused, lock_area, record_access
from wsoa.accounts.models import AreaBrand, BrandLogo, LocalArea, User
from wsoa.core.brands import (
    Brand,
    BrandFault,
    Logo,
    checked_alt,
    checked_colour,
    checked_name,
)
from wsoa.core.clock import now
from wsoa.core.logos import LogoPicture


class BrandRefused(AccessRefused):
    """Nothing was changed. The message is for the administrator; `field` is the form's."""


@transaction.atomic
def set_brand(
    *,
    by: User | None,
    local_area: LocalArea,
    name: str,
    colour: str = "",
    logo: LogoPicture | None = None,
    alt: str = "",
    remove_logo: bool = False,
) -> AreaBrand:
    """Sets how an area shows itself from now on. Without a new logo, the present one stays.

    Pages show it at once, papers from their next freezing on; what is published stays as it is.
    Audited. Setting what is set already does nothing.

    Raises NotAdministrator, or BrandRefused for a name, a colour or a text alternative that is not
    accepted, and for a logo without a text alternative.
    """
    lock_area(by, local_area)
    local_area.refresh_from_db(fields=["brand"])
    kept = local_area.brand.logo if local_area.brand and not (logo or remove_logo) else None
    wanted = _checked(name, colour, logo or _picture(kept), alt)
    key = AreaBrand.key_of(wanted)
    if local_area.brand and local_area.brand.key == key:
        return local_area.brand
    brand = AreaBrand.objects.of(local_area).filter(key=key).first()
    if brand is None:
        brand = _made(by, local_area, wanted, kept)
    local_area.brand = brand
    local_area.save(update_fields=["brand"])
    record_access(
        by,
        local_area,
        "brand",
        "brand",
        f"Set how {local_area} shows itself: {_words(wanted)}",
        brand=key,
    )
    return brand


@transaction.atomic
def remove_brand(*, by: User | None, local_area: LocalArea) -> bool:
    """Has an area show itself as the service does. False where it does already. Audited.

    Raises NotAdministrator.
    """
    lock_area(by, local_area)
    local_area.refresh_from_db(fields=["brand"])
    if local_area.brand is None:
        return False
    local_area.brand = None
    local_area.save(update_fields=["brand"])
    words = f"Removed the name, colour and logo of {local_area}"
    record_access(by, local_area, "brand", "brand", words)
    return True


def _checked(name: str, colour: str, logo: LogoPicture | None, alt: str) -> Brand:
    """The brand, if it is accepted. Raises BrandRefused."""
    try:
        return Brand(checked_name(name), checked_colour(colour) if colour else "", _logo(logo, alt))
    except BrandFault as fault:
        words = f"{str(fault).rstrip('.')}. Nothing was changed."
        raise BrandRefused(words, fault.field) from fault


def _made(
    by: User | None, local_area: LocalArea, wanted: Brand, kept: BrandLogo | None
) -> AreaBrand:
    logo = kept
    if wanted.logo and not kept:
        size = {"width": wanted.logo.width, "height": wanted.logo.height}
        logo = BrandLogo.objects.create(png=wanted.logo.png, **size)
    return AreaBrand.objects.create(
        local_area=local_area,
        key=AreaBrand.key_of(wanted),
        name=wanted.name,
        colour=wanted.colour,
        logo=logo,
        logo_alt=wanted.logo.alt if wanted.logo else "",
        made_by=by,
        made_at=now(),
    )


def _picture(kept: BrandLogo | None) -> LogoPicture | None:
    return LogoPicture(bytes(kept.png), kept.width, kept.height) if kept else None


def _logo(picture: LogoPicture | None, alt: str) -> Logo | None:
    """The logo with its text alternative, which is nothing without a logo. Raises BrandFault."""
    if picture is None:
        return None
    return Logo(picture.png, checked_alt(alt), picture.width, picture.height)


def _words(brand: Brand) -> str:
    """In the middle of a sentence: "Example SEND", its colour, with the logo “A heron”."""
    colour = f", {brand.colour}" if brand.colour else ""
    logo = f", with the logo “{brand.logo.alt}”" if brand.logo else ", without a logo"
    return f"“{brand.name}”{colour}{logo}"
