from django.apps import AppConfig

from actions.extension_points import DIGEST_SOURCES


class GovernanceConfig(AppConfig):
    name = "governance"

    def ready(self) -> None:
        """What this app adds to the one below it: lines of the one e-mail a day."""
        from governance.public.question_digest import question_digest

        DIGEST_SOURCES.register("public-questions", question_digest)
