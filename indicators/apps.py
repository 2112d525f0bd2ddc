from django.apps import AppConfig

from actions.extension_points import DIGEST_SOURCES, PLAN_SIGHTS
from wsoa.web.extension_points import LARGER_UPLOADS, MENU, LargerUpload


class IndicatorsConfig(AppConfig):
    name = "indicators"

    def ready(self) -> None:
        """What this app adds to the one below it: a digest’s lines, a ground to see a plan, and a
        place that takes larger files.
        """
        from actions.selectors.page_plan import PlanLink
        from indicators.importing.statistics.file_cells import LARGEST
        from indicators.rules import plans_with_own_indicators
        from indicators.services.due_digest import figures_due

        DIGEST_SOURCES.register("figures-due", figures_due)
        PLAN_SIGHTS.register("own-indicators", plans_with_own_indicators)
        MENU.register("indicators", PlanLink("Indicators", "indicators"), order=70)
        LARGER_UPLOADS.register("statistics", LargerUpload("/statistics/read/", LARGEST))
