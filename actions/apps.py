from django.apps import AppConfig


class ActionsConfig(AppConfig):
    name = "actions"

    def ready(self) -> None:
        from actions.services.date_news import date_news
        from actions.services.further import register

        register(date_news)
