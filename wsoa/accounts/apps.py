from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "wsoa.accounts"
    label = "accounts"
    verbose_name = "People"

    def ready(self) -> None:
        """Records what happens at sign-in, and has codes stored as hashes.

        The time of a sign-in is that of the site's clock, as of all that people do.
        """
        from django.contrib.auth.signals import user_logged_in

        from wsoa.accounts import login_codes, sessions, sign_in_log
        from wsoa.accounts.services import record_sign_in

        login_codes.store_hashed()
        sign_in_log.connect()
        user_logged_in.disconnect(dispatch_uid="update_last_login")
        user_logged_in.connect(record_sign_in, dispatch_uid="record_sign_in")
        user_logged_in.connect(sessions.touch_at_sign_in, dispatch_uid="wsoa.accounts.touch")
