"""Asking again who somebody is before they sign or publish. Nothing that they typed is lost."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse

from wsoa.accounts.proof import has_recent_proof, proof_address
from wsoa.web import resubmission
from wsoa.web.middleware import HtmxHttpRequest, go_to, page_to_return_to


def ask_for_proof(request: HtmxHttpRequest, what: str) -> HttpResponse | None:
    """A redirect to prove who one is, before `what`, such as "sign"; None where that is recent.

    What was sent waits for its form, where the person comes back to.
    """
    if has_recent_proof(request):
        return None
    kept = resubmission.keep(request)
    messages.info(request, f"Confirm that it is you before you {what}. {NOTHING_DONE[kept]}")
    return go_to(request, proof_address(request, page_to_return_to(request, kept=kept)))


NOTHING_DONE = {
    True: "We have kept what you entered. Check it, then send it again.",
    False: "Nothing was done yet: select the button again afterwards.",
}
