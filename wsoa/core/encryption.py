"""Encryption of what has to be read again, under the site's SECRET_KEY.

What only has to be compared is stored as a hash instead.
"""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.encoding import force_bytes


class NotReadable(ValueError):
    """The text was not encrypted here, or under a key that is known no more."""


def encrypt(text: str) -> str:
    """The text, encrypted and protected against change."""
    return _box().encrypt(text.encode()).decode()


def decrypt(token: str) -> str:
    """The text of `encrypt`. Raises NotReadable."""
    try:
        return _box().decrypt(token.encode()).decode()
    except InvalidToken as fault:
        raise NotReadable("This was encrypted under another SECRET_KEY.") from fault


def _box() -> MultiFernet:
    """Encrypts under SECRET_KEY; reads what was encrypted under its fallbacks, too."""
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return MultiFernet([Fernet(_key(secret)) for secret in secrets])


def _key(secret: str | bytes) -> bytes:
    digest = hashlib.sha256(b"wsoa.core.encryption" + force_bytes(secret)).digest()
    return base64.urlsafe_b64encode(digest)
