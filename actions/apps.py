from django.apps import AppConfig


class ActionsConfig(AppConfig):
    name = "actions"

    def ready(self) -> None:
        from actions.services.date_digest import date_news
        from actions.services.digest_sources import register

        register(date_news)
