from django.apps import AppConfig

# Pages of the guide, and the names of the addresses that each helps with.
_GUIDE_PAGES = {
    "board-read-the-report": ("highlights", "highlight", "governance"),
    "board-ask": ("highlight-ask", "highlight-answer"),
    "publisher-publish": ("publications", "publication-draft", "publication-sign"),
    "publisher-correct": ("publication", "publication-take-down"),
    "publisher": ("committee-paper", "word-templates"),
}


class GovernanceConfig(AppConfig):
    name = "governance"

    def ready(self) -> None:
        """What this app adds to those below it."""
        _add_to_plans()
        _add_to_frame()


def _add_to_plans() -> None:
    from actions import extension_points as plan
    from governance.presenters import plan_pages, waiting
    from governance.selectors import search_kinds
    from governance.selectors.bodies import deciding_bodies, missing_governance
    from governance.selectors.published_refs import published_refs

    plan.SIGNED_OUT_SECTIONS.register("published", plan_pages.published_section)
    plan.SEARCH_KINDS.register("commentary", ("commentary", search_kinds.AREA_TEXTS), order=3)
    plan.SEARCH_KINDS.register("programme", ("programme", search_kinds.PROGRAMME), order=3)
    plan.DECIDING_BODIES.register("bodies", deciding_bodies)
    plan.READINESS.register("governance", missing_governance)
    plan.PUBLISHED_REFS.register("publications", published_refs)
    # Another kind of thing that waits is one more line here, and a function like these.
    plan.WAITING.register("commentary", waiting.commentary_to_write, order=10)
    plan.WAITING.register("board-questions", waiting.board_questions, order=40)
    plan.WAITING.register("board-answers", waiting.board_answers, order=45)
    plan.WAITING.register("public-questions", waiting.public_questions, order=50)
    plan.WAITING.register("taken-down", waiting.taken_down, order=55)
    plan.WAITING.register("publications", waiting.publications, order=60)
    published_column = plan.PortfolioColumn("Last published", plan_pages.last_published)
    plan.PORTFOLIO_COLUMNS.register("published", published_column)
    reports = plan.PlanPage("Reports", "reports", "the quarter as a paper")
    plan.HOME_PAGES.register("reports", reports)
    plan.RELATED_PAGES.register("governance", plan.PlanPage("Governance", "governance"))

    template = plan.PlanPage("Word template of reports", "word-templates")
    plan.AREA_PAGES.register("word-template", template)


def _add_to_frame() -> None:
    from actions.selectors.page_plan import PlanLink
    from governance.presenters.navigation import board_papers_link, published_brand
    from wsoa.web.extension_points import (
        FOOTER_LINKS,
        GUIDE_PAGES,
        MENU,
        OPEN_PATHS,
        PAGE_BRANDS,
        PUBLIC_PATHS,
        GuidePage,
        SiteLink,
    )

    MENU.register("board-papers", board_papers_link, order=20)
    MENU.register("governance", PlanLink("Governance", "governance"), order=80)
    MENU.register("reports", PlanLink("Reports", "reports"), order=90)

    published = SiteLink("Published updates", "published-plans")
    accessibility = SiteLink("Accessibility statement", "accessibility")
    FOOTER_LINKS.register("published", published, order=20)
    FOOTER_LINKS.register("accessibility", accessibility, order=30)
    FOOTER_LINKS.register("privacy", SiteLink("Privacy", "privacy"), order=40)

    for page, names in _GUIDE_PAGES.items():
        GUIDE_PAGES.register(page, GuidePage(page, names))

    PAGE_BRANDS.register("published", published_brand)
    PUBLIC_PATHS.register("published", "/published/")
    OPEN_PATHS.register("accessibility", "/accessibility/")
    OPEN_PATHS.register("privacy", "/privacy/")
