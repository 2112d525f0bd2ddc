from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "governance"

    def ready(self) -> None:
        """What this app adds to those below it."""
        from actions import extension_points as plan
        from actions.selectors.page_plan import PlanLink
        from governance.presenters import plan_pages
        from governance.presenters.commentary import missing_commentary
        from governance.presenters.navigation import board_papers_link
        from governance.public.question_digest import question_digest
        from wsoa.web.extension_points import (
            FOOTER_LINKS,
            MENU,
            OPEN_PATHS,
            PUBLIC_PATHS,
            SiteLink,
        )

        plan.DIGEST_SOURCES.register("public-questions", question_digest)

        plan.SIGNED_OUT_SECTIONS.register("published", plan_pages.published_section)
        plan.HOME_TASKS.register("commentary", missing_commentary, order=10)
        plan.HOME_TASKS.register("public-questions", plan_pages.public_questions_task, order=40)
        reports = plan.PlanPage("Reports", "reports", "the quarter as a paper")
        plan.HOME_PAGES.register("reports", reports)
        plan.RELATED_PAGES.register("governance", plan.PlanPage("Governance", "governance"))

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
