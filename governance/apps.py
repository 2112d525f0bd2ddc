from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "governance"

    def ready(self) -> None:
        """What this app adds to the one below it: lines of the one e-mail a day."""
        from actions.services import digest_sources
        from governance.public.question_digest import question_news

        digest_sources.register_digest_source(question_news)
