from django.apps import AppConfig


class WsoaConfig(AppConfig):
    name = "wsoa"

    def ready(self) -> None:
        # The Celery app makes its broker's folders and is what tasks are registered with.
        from wsoa import celery, checks  # noqa: F401
