"""The quarterly review of who has access."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from actions.forms.people import ReviewForm
from actions.presenters.access_review import access_in_words, review_page
from actions.selectors.scope import PlanRequest, administered_area
from actions.services.access_reviews import confirm_access
from actions.views.people import carried_out, sent
from wsoa.accounts.models import AccessReview
from wsoa.core.clock import today


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: PlanRequest, area: str) -> HttpResponse:
    """Everybody who has access, to confirm; and the reviews of earlier quarters."""
    local_area = administered_area(request, area)
    page = review_page(local_area, today())
    form = ReviewForm([person.pk for person in page.people], sent(request))
    done = carried_out(
        form,
        lambda: confirm_access(
            by=request.user,
            local_area=local_area,
            people=form.chosen(),
            access=access_in_words(page),
        ),
    )
    if done:
        messages.success(request, _confirmed(done))
        return redirect("access-review", local_area.slug)
    context = {"page": page, "form": form, "local_area": local_area}
    return render(request, "actions/people/review.html", context)


def _confirmed(review: AccessReview) -> str:
    left = "The review is complete." if review.completed_at else "Others are still to confirm."
    return f"Your confirmation was recorded. {left}"
