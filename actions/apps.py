from django.apps import AppConfig


class ActionsConfig(AppConfig):
    name = "actions"

    def ready(self) -> None:
        from actions.extension_points import register_digest_source
        from actions.services.date_digest import date_change_additions

        register_digest_source(date_change_additions)
