from django.apps import AppConfig


class WsoaConfig(AppConfig):
    name = "wsoa"

    def ready(self) -> None:
        # The Celery app makes its broker's folders and is what tasks are registered with.
        from wsoa import celery, checks  # noqa: F401
        from wsoa.web.extension_points import FOOTER_LINKS, SiteLink

        sign_in = SiteLink("Your sign-in", "account_security", for_signed_in=True)
        FOOTER_LINKS.register("sign-in", sign_in, order=60)
