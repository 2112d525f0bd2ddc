from django.apps import AppConfig


class ActionsConfig(AppConfig):
    name = "actions"

    def ready(self) -> None:
        from actions.extension_points import DIGEST_SOURCES
        from actions.services.date_digest import date_change_additions

        DIGEST_SOURCES.register("date-changes", date_change_additions)
