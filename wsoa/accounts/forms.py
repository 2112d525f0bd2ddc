"""Sign-in forms: those of django-allauth, with this project's labels and markup.

Each class says in `words` what a field is called, its hint, and what is said where it is empty.
"""

from typing import Any, ClassVar

from allauth.account import forms as allauth
from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.mfa.base import forms as second_step
from allauth.mfa.totp import forms as totp
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY, get_totp_secret
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from wsoa.accounts.adapter import DEMO_REFUSED, may_sign_in_here
from wsoa.accounts.email_limit import REFUSED, may_email
from wsoa.accounts.login_codes import code_matches
from wsoa.accounts.models import User
from wsoa.accounts.two_step import has_app
from wsoa.core.encryption import NotReadable, decrypt, encrypt
from wsoa.core.forms.base import GovukFormMixin
from wsoa.settings.environment import OidcProvider

FieldWording = tuple[str, str, str]

EMAIL: FieldWording = ("Email address", "", "Enter your email address")
PASSWORD: FieldWording = ("Password", "", "Enter your password")
NEW: FieldWording = ("New password", "", "Enter a new password")
AGAIN: FieldWording = ("New password again", "", "Enter the new password again")
WRONG_EMAIL = "Enter an email address in the correct format, like name@example.com"


class WordedFormMixin(GovukFormMixin):
    """Sets the labels and messages of a form of another package."""

    wordings: ClassVar[dict[str, FieldWording]]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, wording in self.wordings.items():
            self.apply_wording(name, wording)
            field = self.fields[name]
            if isinstance(field, forms.EmailField):
                field.error_messages["invalid"] = WRONG_EMAIL
            field.widget.attrs.pop("placeholder", None)
        if "password1" in self.fields:
            self.fields["password1"].help_text = _password_rules()

    def apply_wording(self, name: str, wording: FieldWording) -> None:
        field = self.fields[name]
        field.label, field.help_text, field.error_messages["required"] = wording


def _password_rules() -> SafeString:
    rules = password_validation.password_validators_help_texts()
    return format_html(
        '<ul class="govuk-list govuk-list--bullet">{}</ul>',
        format_html_join("", "<li>{}</li>", ((rule,) for rule in rules)),
    )


class SignInForm(WordedFormMixin, allauth.LoginForm):  # type: ignore[misc]
    """Sign-in by email address and password; demo people only where they are allowed."""

    wordings: ClassVar = {"login": EMAIL, "password": PASSWORD}

    def clean(self) -> dict[str, Any] | None:
        cleaned: dict[str, Any] | None = super().clean()
        if self.user and not may_sign_in_here(self.user, self.request):
            raise ValidationError(DEMO_REFUSED)
        return cleaned

    def organisations(self) -> list[OidcProvider]:
        """The organisations that sign their own people in."""
        return settings.OIDC_PROVIDERS

    def demo_people(self) -> list[User]:
        """Whose sign-ins the page may tell: the demo people's, where they can sign in."""
        if settings.WSOA_TODAY is None:
            return []
        people = User.objects.demo_people()
        return [user for user in people if may_sign_in_here(user, self.request)]


class LimitedEmailMixin:
    """A form that has an email sent to the address in it, within the limit of such emails."""

    def clean_email(self) -> str:
        address: str = super().clean_email()  # type: ignore[misc]
        if not may_email(context.request, address):
            raise ValidationError(REFUSED)
        return address


class RequestCodeForm(
    LimitedEmailMixin,
    WordedFormMixin,
    allauth.RequestLoginCodeForm,  # type: ignore[misc]
):
    """A code to sign in with is asked for."""

    wordings: ClassVar = {"email": EMAIL}


class EmailedCodeForm(WordedFormMixin, allauth.BaseConfirmCodeForm):  # type: ignore[misc]
    """Asks for a code that was emailed. What it is compared with is a hash."""

    wordings: ClassVar = {"code": ("Code", "", "Enter the code from the email")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {
            "class": "govuk-input--width-10 govuk-input--extra-letter-spacing",
            "spellcheck": "false",
            "autocapitalize": "characters",
        }

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if not code_matches(code, self.expected_code or ""):
            raise get_adapter().validation_error("incorrect_code")
        return code


class EnterCodeForm(EmailedCodeForm):
    """The code of a sign-in."""


class RequestResetForm(
    LimitedEmailMixin,
    WordedFormMixin,
    allauth.ResetPasswordForm,  # type: ignore[misc]
):
    """A link to choose a new password is asked for."""

    wordings: ClassVar = {"email": EMAIL}


class ResetPasswordForm(WordedFormMixin, allauth.ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password, by the link that was sent."""

    wordings: ClassVar = {"password1": NEW, "password2": AGAIN}


class ChangePasswordForm(WordedFormMixin, allauth.ChangePasswordForm):  # type: ignore[misc]
    """A new password in place of the current one."""

    wordings: ClassVar = {
        "oldpassword": ("Current password", "", "Enter your current password"),
        "password1": NEW,
        "password2": AGAIN,
    }


class SetPasswordForm(WordedFormMixin, allauth.SetPasswordForm):  # type: ignore[misc]
    """The first password of somebody who signed in another way."""

    wordings: ClassVar = {"password1": NEW, "password2": AGAIN}


class ReauthenticateForm(WordedFormMixin, allauth.ReauthenticateForm):  # type: ignore[misc]
    """The password once more, before something that matters."""

    wordings: ClassVar = {"password": PASSWORD}


# --- two-step sign-in -----------------------------------------------------------------------------

APP_CODE: FieldWording = (
    "Code",
    "The 6 numbers that your authenticator app shows, or one of your recovery codes",
    "Enter the code from your authenticator app",
)


RECOVERY_CODE: FieldWording = (
    "Recovery code",
    "One of the recovery codes that you saved when you set up your passkey. The passkey itself "
    "needs JavaScript",
    "Enter one of your recovery codes",
)


class AppCodeMixin(WordedFormMixin):
    """A field for the numbers of an authenticator app."""

    wordings: ClassVar = {"code": APP_CODE}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {
            "class": "govuk-input--width-10 govuk-input--extra-letter-spacing",
            "spellcheck": "false",
            "inputmode": "numeric",
        }


class CodeOfPersonMixin(AppCodeMixin):
    """Asks for what the person has: without an authenticator app, that is a recovery code."""

    user: User

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_app(self.user):
            self.apply_wording("code", RECOVERY_CODE)


class SecondStepForm(CodeOfPersonMixin, second_step.AuthenticateForm):  # type: ignore[misc]
    """The code of the second step of signing in."""


class ReauthenticateSecondStepForm(
    CodeOfPersonMixin,
    second_step.ReauthenticateForm,  # type: ignore[misc]
):
    """The code of the second step once more, before something that matters."""


class ActivateAppForm(AppCodeMixin, totp.ActivateTOTPForm):  # type: ignore[misc]
    """Sets up an authenticator app. While that goes on, its secret waits in the session encrypted.

    django-allauth would leave it there in clear, and with it in the database of sessions.
    """

    wordings: ClassVar = {
        "code": (
            "Code",
            "The 6 numbers that the app shows for this service",
            "Enter the code from your authenticator app",
        )
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        session = context.request.session
        sealed = session.get(SECRET_SESSION_KEY)
        super().__init__(*args, **kwargs)
        if self.is_bound and sealed:
            try:
                self.secret = decrypt(sealed)
            except NotReadable:  # begun under a key that is known no more: begin again
                self.secret = get_totp_secret(regenerate=True)
        session[SECRET_SESSION_KEY] = encrypt(self.secret)


PASSKEY_NAME: FieldWording = (
    "Name of the passkey",
    "So that you can tell your passkeys apart, for example “Work laptop”",
    "Enter a name for the passkey",
)


class AddPasskeyForm(WordedFormMixin, webauthn._BaseAddWebAuthnForm):  # type: ignore[misc]
    """A passkey: a key that signs in by itself, after the device has checked who holds it."""

    wordings: ClassVar = {"name": PASSKEY_NAME}

    def clean(self) -> dict[str, Any]:
        self.cleaned_data["passwordless"] = True  # the holder has to have been checked
        return super().clean() or {}


class RenamePasskeyForm(WordedFormMixin, webauthn.EditWebAuthnForm):  # type: ignore[misc]
    """Another name for a passkey."""

    wordings: ClassVar = {"name": PASSKEY_NAME}
