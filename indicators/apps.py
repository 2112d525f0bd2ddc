from django.apps import AppConfig

from actions import extension_points


class IndicatorsConfig(AppConfig):
    name = "indicators"

    def ready(self) -> None:
        """What this app adds to the one below it: a digest’s lines, a ground to see a plan, and a
        place that takes larger files.
        """
        from actions.extension_points import register_sight
        from indicators.importing.statistics.file_cells import LARGEST
        from indicators.rules import plans_with_own_indicators
        from indicators.services.due_digest import figures_due
        from wsoa.web.upload_handler import allow_larger

        extension_points.register_digest_source(figures_due)
        register_sight(plans_with_own_indicators)
        allow_larger("/statistics/read/", LARGEST)
