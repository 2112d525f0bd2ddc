from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "governance"

    def ready(self) -> None:
        """What this app adds to those below it."""
        from actions.extension_points import DIGEST_SOURCES
        from actions.selectors.page_plan import PlanLink
        from governance.presenters.navigation import board_papers_link
        from governance.public.question_digest import question_digest
        from wsoa.web.extension_points import (
            FOOTER_LINKS,
            MENU,
            OPEN_PATHS,
            PUBLIC_PATHS,
            SiteLink,
        )

        DIGEST_SOURCES.register("public-questions", question_digest)

        MENU.register("board-papers", board_papers_link, order=20)
        MENU.register("governance", PlanLink("Governance", "governance"), order=80)
        MENU.register("reports", PlanLink("Reports", "reports"), order=90)

        published = SiteLink("Published updates", "published-plans")
        accessibility = SiteLink("Accessibility statement", "accessibility")
        FOOTER_LINKS.register("published", published, order=20)
        FOOTER_LINKS.register("accessibility", accessibility, order=30)
        FOOTER_LINKS.register("privacy", SiteLink("Privacy", "privacy"), order=40)

        PUBLIC_PATHS.register("published", "/published/")
        OPEN_PATHS.register("accessibility", "/accessibility/")
        OPEN_PATHS.register("privacy", "/privacy/")
