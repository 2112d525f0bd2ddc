"""Two-step sign-in with django-allauth: secrets are encrypted, and messages are this project's."""

from __future__ import annotations

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator

from wsoa.accounts.models import User
from wsoa.core.encryption import decrypt, encrypt


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The adapter of django-allauth for authenticator apps, passkeys and recovery codes."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_generate_recovery_codes": (
            "Set up an authenticator app or a passkey first. Recovery codes are for when you do "
            "not have it with you"
        ),
        "incorrect_code": (
            "The code is wrong, or it was used before. Wait for the app to show the next code, "
            "and enter that"
        ),
    }

    def build_totp_svg(self, url: str) -> str:
        """The QR code as an element of the page: no picture may come from a data address."""
        svg: str = super().build_totp_svg(url)
        return svg[svg.index("<svg") :]

    def encrypt(self, text: str) -> str:
        return encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return decrypt(encrypted_text)

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return f"Passkey {count + 1}"
