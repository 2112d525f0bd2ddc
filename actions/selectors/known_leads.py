"""The posts and organisations that may lead an action of a local area, for reading its plan."""

from __future__ import annotations

from collections.abc import Callable

from actions.domain.plan_import.named_posts import named_post
from actions.domain.recognition.leads import KnownLead, lead_key
from wsoa.accounts.models import LocalArea, Organisation, Post


def known_leads(local_area: LocalArea) -> list[KnownLead]:
    """Posts with title and present holder, then organisations by their names."""
    posts = Post.objects.of(local_area).prefetch_related("holdings").order_by("pk")
    made = []
    for post in posts:
        holdings = list(post.holdings.all())
        holder = holdings[-1].holder if holdings else ""
        made.append(KnownLead(post.code, _own_title(post.code, post.title), holder))
    codes = {lead.code for lead in made}
    made += [
        KnownLead(body.code, _own_title(body.code, body.name))
        for body in Organisation.objects.named_in(local_area).order_by("pk")
        if body.code not in codes
    ]
    return made


def _own_title(code: str, title: str) -> str:
    """A title; "" where it only repeats the code, as where a file gave nothing but that."""
    repeated = {lead_key(code), lead_key(code.rpartition("-")[2])}
    return "" if lead_key(title) in repeated else title


def code_finder(local_area: LocalArea) -> Callable[[str], str]:
    """A function that gives the code of who a file names as a lead; of a post that is not here
    yet, the text itself.
    """
    posts = list(Post.objects.of(local_area))
    codes = {post.code for post in posts}
    codes |= {body.code for body in Organisation.objects.named_in(local_area)}
    by_title = {lead_key(post.title): post.code for post in posts}

    def code_of(text: str) -> str:
        return text if text in codes else by_title.get(lead_key(named_post(text).title), text)

    return code_of
