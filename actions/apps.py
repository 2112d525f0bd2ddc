from django.apps import AppConfig


class ActionsConfig(AppConfig):
    name = "actions"

    def ready(self) -> None:
        from actions.services.date_digest import date_change_additions
        from actions.services.digest_sources import register_digest_source

        register_digest_source(date_change_additions)
