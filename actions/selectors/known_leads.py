"""The posts and organisations that may lead an action of a local area, for reading its plan."""

from __future__ import annotations

from actions.domain.recognition.leads import KnownLead
from wsoa.accounts.models import LocalArea, Organisation, Post


def known_leads(local_area: LocalArea) -> list[KnownLead]:
    """Posts with title and present holder, then organisations by their names."""
    posts = Post.objects.of(local_area).prefetch_related("holdings").order_by("pk")
    made = []
    for post in posts:
        holdings = list(post.holdings.all())
        holder = holdings[-1].holder if holdings else ""
        made.append(KnownLead(post.code, post.title, holder))
    codes = {lead.code for lead in made}
    made += [
        KnownLead(body.code, body.name)
        for body in Organisation.objects.named_in(local_area).order_by("pk")
        if body.code not in codes
    ]
    return made
