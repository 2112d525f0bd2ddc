"""How a local area shows itself: the page for its administrators, the style sheet and the logo."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from actions.forms.brand import BrandForm
from actions.selectors.scope import PlanRequest, administered_area, brand_for
from actions.services.area_brand import remove_brand, set_brand
from actions.views.people import FormView, carried_out, kept_or_sent
from wsoa.web.brand_files import logo_response, style_response

NOT_YOURS = "Only an administrator of your local area can change its name, logo and colour."


@FormView
def brand(request: PlanRequest, area: str) -> HttpResponse:
    """The form of name, colour and logo."""
    local_area = administered_area(request, area, NOT_YOURS)
    typed = kept_or_sent(request)
    files = request.FILES if request.method == "POST" else None
    # Known only when the files have been read.
    too_large = getattr(request, "too_large", "")
    form = BrandForm(local_area, request.user, typed, files, too_large=too_large)
    saved = carried_out(
        form,
        lambda: set_brand(by=request.user, local_area=local_area, **form.wanted()),
        request,
    )
    if saved:
        messages.success(request, "Saved. Papers show it from the next time they are frozen.")
        return redirect("brand", local_area.slug)
    return render(request, "actions/people/brand.html", {"form": form, "local_area": local_area})


@FormView
def remove(request: PlanRequest, area: str) -> HttpResponse:
    """Asks first, then has the area show itself as the service does again."""
    local_area = administered_area(request, area, NOT_YOURS)
    if request.method != "POST":
        context = {"local_area": local_area}
        return render(request, "actions/people/brand_remove.html", context)
    if remove_brand(by=request.user, local_area=local_area):
        messages.success(request, "Removed. Your pages show the name and colour of the service.")
    return redirect("brand", local_area.slug)


@require_safe
def style(request: PlanRequest, area: str, key: str) -> HttpResponse:
    """The style sheet of a brand's colour, for people who belong to the area."""
    return style_response(brand_for(request, area, key), public=False)


@require_safe
def logo(request: PlanRequest, area: str, key: str) -> HttpResponse:
    """The logo of a brand, for people who belong to the area."""
    return logo_response(brand_for(request, area, key), public=False)
