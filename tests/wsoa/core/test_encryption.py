"""What is encrypted can be read again under the same key, or a former one, and not otherwise."""

from __future__ import annotations

import pytest

from wsoa.core.encryption import NotReadable, decrypt, encrypt


def test_text_is_read_again_and_is_not_in_what_is_stored() -> None:
    stored = encrypt("JBSWY3DPEHPK3PXP ü")
    assert "JBSWY3DPEHPK3PXP" not in stored
    assert decrypt(stored) == "JBSWY3DPEHPK3PXP ü"
    assert encrypt("x") != encrypt("x")


def test_former_key_still_reads_and_a_foreign_one_does_not(settings) -> None:
    former = settings.SECRET_KEY
    stored = encrypt("secret")
    settings.SECRET_KEY = "another key of more than thirty-two characters"
    with pytest.raises(NotReadable):
        decrypt(stored)
    settings.SECRET_KEY_FALLBACKS = [former]
    assert decrypt(stored) == "secret"


def test_changed_text_is_refused() -> None:
    stored = encrypt("secret")
    with pytest.raises(NotReadable):
        decrypt(stored[:-6] + "AAAAA=")
