from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate

# Pages of the guide, and the names of the addresses that each helps with.
_GUIDE_PAGES = {
    "lead-no-change": ("my-updates", "no-change", "no-change-to-many", "update-file"),
    "lead-later-date": ("dates", "decide-date", "slippage"),
    "lead": ("update", "action", "take-back", "evidence-add", "signed-link", "my-reminders"),
    "manager-bring-in-a-plan": ("plan-imports", "plan-import", "home", "edit-plan"),
    "manager-open-a-round": ("round", "periods", "period-extend", "period-close", "period-reopen"),
    "manager-hand-over-a-post": ("hand-over", "deputy", "posts", "post-add"),
    "administrator": ("people", "people-invite", "people-file", "person", "access-review", "brand"),
    "accountable-officer": ("review", "return-update", "measure-judge"),
    "status-meanings": ("statuses", "actions", "overview"),
    "key-dates": ("about", "publish-within"),
    "power-bi-and-excel": ("feed", "feed-tokens"),
}


class ActionsConfig(AppConfig):
    name = "actions"

    def ready(self) -> None:
        """What this app adds to the site below it, and to its own pages and digest."""
        post_migrate.connect(make_search_index_again, sender=self)
        _add_to_own_pages()
        _add_to_menu()
        _add_to_frame()
        _add_to_feed()
        _add_plan_imports()
        _add_to_guide()


def _add_to_own_pages() -> None:
    from actions.extension_points import (
        DIGEST_SOURCES,
        MY_UPDATES_NOTES,
        SEARCH_KINDS,
        WAITING,
    )
    from actions.presenters.handover_note import handover_notes
    from actions.selectors import search_kinds, waiting_actions
    from actions.services.date_digest import decided_dates
    from actions.services.waiting_digest import waiting_additions

    MY_UPDATES_NOTES.register("handover", handover_notes, order=-10)

    # Another kind of thing that waits is one more line here, or in the app that knows of it.
    WAITING.register("updates", waiting_actions.updates_to_send, order=0)
    WAITING.register("accept", waiting_actions.updates_to_accept, order=1)
    WAITING.register("dates", waiting_actions.dates_to_decide, order=2)
    WAITING.register("decided-dates", waiting_actions.decided_dates_to_read, order=5)
    WAITING.register("mentions", waiting_actions.notes_to_read, order=4)
    WAITING.register("access", waiting_actions.access_to_review, order=3)
    DIGEST_SOURCES.register("date-changes", decided_dates)
    DIGEST_SOURCES.register("waiting", waiting_additions)

    # Another kind of text is one more line here, or in the app that knows where it stands.
    SEARCH_KINDS.register("actions", ("actions", search_kinds.ACTION_TEXTS), order=0)
    SEARCH_KINDS.register("measures", ("measures", search_kinds.MEASURE_TEXTS), order=1)
    SEARCH_KINDS.register("updates", ("updates", search_kinds.UPDATE_TEXTS), order=2)
    SEARCH_KINDS.register("evidence", ("evidence", search_kinds.EVIDENCE_TITLES), order=4)


def _add_to_menu() -> None:
    from actions.presenters import navigation
    from actions.selectors.page_plan import PlanLink
    from wsoa.web.extension_points import MENU

    MENU.register("waiting", navigation.waiting_link, order=0)
    MENU.register("portfolio", navigation.portfolio_link, order=1)
    MENU.register("my-updates", navigation.my_updates_link, order=10)
    MENU.register("review", navigation.review_link, order=30)
    MENU.register("round", navigation.round_link, order=40)
    MENU.register("overview", PlanLink("Overview", "overview", is_above=True), order=50)
    MENU.register("actions", PlanLink("Actions", "actions"), order=60)
    MENU.register("search", PlanLink("Search", "search"), order=65)
    MENU.register("people", navigation.people_link, order=95)
    MENU.register("history", PlanLink("History", "history"), order=100)


def _add_to_frame() -> None:
    from actions.domain.enums import Role
    from actions.presenters import navigation
    from actions.selectors.page_plan import PlanLink
    from actions.selectors.person_roles import ROLES_IN_AREAS, roles_anywhere
    from actions.templatetags.statuses import STATUS_SYMBOLS
    from wsoa.web.extension_points import (
        FOOTER_LINKS,
        FRAME_TEXTS,
        OPEN_PATHS,
        PAGE_BRANDS,
        PAGE_SYMBOLS,
        PERSON_ROLES,
        RoleSource,
        SiteLink,
    )

    PERSON_ROLES.register("plans", RoleSource(ROLES_IN_AREAS.union(Role.values), roles_anywhere))

    reminders = SiteLink("My reminders", "my-reminders", for_signed_in=True)
    data_feed = SiteLink("Figures for Power BI and Excel", "feed", for_signed_in=True)
    glossary = PlanLink("Abbreviations and leads", "glossary")
    FOOTER_LINKS.register("statuses", SiteLink("What the statuses mean", "statuses"), order=10)
    FOOTER_LINKS.register("feed", data_feed, order=45)
    FOOTER_LINKS.register("reminders", reminders, order=50)
    FOOTER_LINKS.register("about", PlanLink("About this plan", "about"), order=70)
    FOOTER_LINKS.register("glossary", glossary, order=80)
    FOOTER_LINKS.register("key-dates", PlanLink("Key dates", "key-dates"), order=72)
    key_page = PlanLink("Statuses of this plan", "status-key")
    FOOTER_LINKS.register("status-key", key_page, order=74)

    FRAME_TEXTS.register("plan", navigation.plan_texts)
    PAGE_BRANDS.register("area", navigation.area_brand)
    PAGE_SYMBOLS.register("statuses", STATUS_SYMBOLS)
    OPEN_PATHS.register("statuses", "/statuses/")
    OPEN_PATHS.register("signed-links", "/u/")
    OPEN_PATHS.register("invitations", "/invitations/")
    OPEN_PATHS.register("calendar", "/calendar/")
    OPEN_PATHS.register("feed", "/feed/")


def _add_to_feed() -> None:
    from actions.extension_points import AREA_PAGES, FEED_TABLES, PlanPage
    from actions.selectors import feed_plan, feed_progress

    # Another table of the data feed is one more line here, or in the app that has its rows.
    facts = (feed_progress.STATUSES, feed_progress.DATES)
    for order, table in enumerate((*feed_plan.TABLES, *facts)):
        FEED_TABLES.register(table.name, table, order=order)
    AREA_PAGES.register("feed", PlanPage("Tokens of the data feed", "feed-tokens"), order=10)


def _add_plan_imports() -> None:
    from actions.extension_points import AREA_PAGES, PlanPage
    from actions.importing.tables.model import LARGEST_FILE
    from wsoa.web.extension_points import LARGER_UPLOADS, LargerUpload

    plan_files = LargerUpload("/areas/*/plan-imports/", LARGEST_FILE)
    LARGER_UPLOADS.register("plan-imports", plan_files)
    bring_in = PlanPage("Bring in a plan from a document", "plan-imports")
    AREA_PAGES.register("plan-imports", bring_in, order=0)


def _add_to_guide() -> None:
    from wsoa.web.extension_points import FOOTER_LINKS, GUIDE_PAGES, GuidePage
    from wsoa.web.guide import guide_in_footer

    FOOTER_LINKS.register("guide", guide_in_footer, order=5)
    for page, names in _GUIDE_PAGES.items():
        GUIDE_PAGES.register(page, GuidePage(page, names))


def make_search_index_again(using: str, **_: Any) -> None:
    """After each `migrate`: a migration on SQLite may have made a table anew, without triggers."""
    from actions.domain.text_sources import TEXT_SOURCES
    from wsoa.core.full_text import make_index

    if connections[using].vendor == "sqlite":
        make_index(connections[using], TEXT_SOURCES)
