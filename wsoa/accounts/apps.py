from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "wsoa.accounts"
    label = "accounts"
    verbose_name = "People"

    def ready(self) -> None:
        """The time of a sign-in is told by the site's clock, as all that people do."""
        from django.contrib.auth.signals import user_logged_in

        from wsoa.accounts.services import record_sign_in

        user_logged_in.disconnect(dispatch_uid="update_last_login")
        user_logged_in.connect(record_sign_in, dispatch_uid="record_sign_in")
