from django.apps import AppConfig

from actions import extension_points


class GovernanceConfig(AppConfig):
    name = "governance"

    def ready(self) -> None:
        """What this app adds to the one below it: lines of the one e-mail a day."""
        from governance.public.question_digest import question_digest

        extension_points.register_digest_source(question_digest)
