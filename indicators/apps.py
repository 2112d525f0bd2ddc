from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "indicators"

    def ready(self) -> None:
        """What this app adds to those below it."""
        _add_to_plan_pages()
        _add_to_site()


def _add_to_plan_pages() -> None:
    from actions import extension_points as plan
    from indicators.presenters import plan_pages
    from indicators.presenters.change_summary import action_indicators_html
    from indicators.rules import plans_with_own_indicators
    from indicators.selectors import feed_tables, readiness, red_measures, waiting
    from indicators.services.due_digest import figures_due

    plan.DIGEST_SOURCES.register("figures-due", figures_due)
    plan.READINESS.register("measures", readiness.measures_without_figures)
    plan.PLAN_SIGHTS.register("own-indicators", plans_with_own_indicators)

    plan.ACTION_CARDS.register("questions", plan_pages.questions_card, order=10)
    plan.ACTION_CARDS.register("indicators", action_indicators_html, order=20)
    plan.OVERVIEW_BESIDE.register("questions", plan_pages.questions_section)
    plan.OVERVIEW_END.register("indicators", plan_pages.changes_section)
    plan.ROUND_SECTIONS.register("questions", plan_pages.all_questions_section)
    plan.MY_UPDATES_NOTES.register("figures-due", plan_pages.figures_due_note)
    plan.WAITING.register("figures", waiting.figures_to_enter, order=20)
    plan.WAITING.register("red-measures", red_measures.comments_to_give, order=25)
    plan.WAITING.register("questions", waiting.questions_to_answer, order=30)
    questions_column = plan.PortfolioColumn("Questions from figures", plan_pages.open_questions)
    plan.PORTFOLIO_COLUMNS.register("questions", questions_column, order=10)
    plan.FEED_TABLES.register("indicators", feed_tables.INDICATORS, order=30)
    plan.FEED_TABLES.register("targets", feed_tables.TARGETS, order=31)
    plan.FEED_TABLES.register("milestones", feed_tables.MILESTONES, order=32)
    plan.FEED_TABLES.register("baselines", feed_tables.BASELINES, order=33)
    plan.FEED_TABLES.register("figures", feed_tables.FIGURES, order=34)
    plan.RELATED_PAGES.register("indicators", plan.PlanPage("Indicators", "indicators"))


def _add_to_site() -> None:
    from actions.selectors.page_plan import PlanLink
    from indicators.importing.statistics.file_cells import LARGEST
    from indicators.presenters import plan_pages
    from wsoa.web.extension_points import (
        FOOTER_LINKS,
        LARGER_UPLOADS,
        MENU,
        OPEN_PATHS,
        LargerUpload,
        SiteLink,
    )

    MENU.register("indicators", PlanLink("Indicators", "indicators"), order=70)
    MENU.register("statistics", plan_pages.statistics_link, order=75)
    methods = SiteLink("How figures are judged", "methods")
    FOOTER_LINKS.register("methods", methods, order=15)
    OPEN_PATHS.register("methods", "/methods/")
    LARGER_UPLOADS.register("statistics", LargerUpload("/statistics/read/", LARGEST))
