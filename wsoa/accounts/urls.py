"""Addresses of signing in. People are invited, so none is for signing up or for more emails.

The names are django-allauth's, which looks its own pages up by them, and ours.
"""

from allauth.account import views
from allauth.mfa.base import views as two_step
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import include, path, re_path

from wsoa.accounts import views as own

TWO_STEP = [
    path("", two_step.index, name="mfa_index"),
    path("authenticate/", two_step.authenticate, name="mfa_authenticate"),
    path("reauthenticate/", two_step.reauthenticate, name="mfa_reauthenticate"),
    path("app/", totp.activate_totp, name="mfa_activate_totp"),
    path("app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("recovery-codes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "recovery-codes/new/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"
    ),
    path("passkeys/add/", own.AddPasskeyView.as_view(), name="mfa_add_webauthn"),
    path("passkeys/sign-in/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path(
        "passkeys/reauthenticate/",
        webauthn.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    path("passkeys/<int:pk>/remove/", own.RemovePasskeyView.as_view(), name="mfa_remove_webauthn"),
]
ORGANISATION = [
    path("prove/", own.prove_by_organisation, name="account_prove_by_organisation"),
    path("bind/", own.bind_organisation, name="account_bind_organisation"),
    path("unbind/", own.unbind_organisation, name="account_unbind_organisation"),
]
urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("login/code/", views.request_login_code, name="account_request_login_code"),
    path("login/code/confirm/", own.EnterCodeView.as_view(), name="account_confirm_login_code"),
    path("logout/", own.SignOutView.as_view(), name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("signup/", views.signup, name="account_signup"),  # says that it is closed
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path(
        "reauthenticate/code/",
        own.ReauthenticateByCodeView.as_view(),
        name="account_reauthenticate_by_code",
    ),
    path("security/", own.security, name="account_security"),
    path("sessions/", own.sessions, name="account_sessions"),
    path("sign-ins/", own.sign_ins, name="account_sign_ins"),
    path("sign-ins/everybody/", own.sign_ins_everybody, name="account_sign_ins_everybody"),
    path("two-step/", include(TWO_STEP)),
    path("organisation/<slug:provider_id>/", include(ORGANISATION)),
    path("", include("allauth.socialaccount.providers.openid_connect.urls")),
    path("password/change/", views.password_change, name="account_change_password"),
    path("password/set/", own.set_password, name="account_set_password"),
    path("password/reset/", views.password_reset, name="account_reset_password"),
    path("password/reset/done/", views.password_reset_done, name="account_reset_password_done"),
    path(
        "password/reset/key/done/",
        views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        own.ResetPasswordView.as_view(),
        name="account_reset_password_from_key",
    ),
]
