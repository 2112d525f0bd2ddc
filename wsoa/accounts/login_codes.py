"""Codes that are sent by email. Only a keyed hash of a code is stored.

django-allauth keeps the code of a sign-in in the session; `store_hashed` is the one override by
which its hash is kept there instead.
"""

from __future__ import annotations

from typing import Final

from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.core.internal.cryptokit import normalize_user_code
from django.utils.crypto import constant_time_compare, salted_hmac

_SALT: Final = "wsoa.accounts.login_codes"


def hash_code(code: str) -> str:
    """The keyed hash of a code; the same however its letters and dashes are typed."""
    return salted_hmac(_SALT, normalize_user_code(code), algorithm="sha256").hexdigest()


def code_matches(code: str, hashed: str) -> bool:
    """Whether this is the code of which that is the hash. False where there is no hash."""
    return bool(hashed) and constant_time_compare(hash_code(code), hashed)


def store_hashed() -> None:
    """Has django-allauth put the hash of each new code into the session. Idempotent."""
    if LoginCodeVerificationProcess.generate_code is _generate_hashed:
        return
    LoginCodeVerificationProcess.generate_code = _generate_hashed


_generate = LoginCodeVerificationProcess.generate_code


def _generate_hashed(process: LoginCodeVerificationProcess) -> str:
    code: str = _generate(process)
    process.state["code"] = hash_code(code)
    return code
