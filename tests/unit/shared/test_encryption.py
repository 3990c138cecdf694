"""Secrets at rest."""

from base64 import urlsafe_b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suara.encryption import Encryption, EncryptionSettings
from suara.errors import PermanentError
from suara.settings import load

OLD, NEW = (urlsafe_b64encode(bytes([number]) * 32).decode() for number in (1, 2))


def encryption(*keys: str) -> Encryption:
    return Encryption(EncryptionSettings(keys=",".join(keys)))


@given(st.text())
def test_what_is_encrypted_is_read_again_and_cannot_be_seen(text: str) -> None:
    stored = encryption(OLD).encrypt(text)
    assert encryption(OLD).decrypt(stored) == text
    assert len(text) < 4 or text.encode() not in stored


def test_a_new_key_encrypts_and_the_old_one_still_decrypts() -> None:
    stored = encryption(OLD).encrypt("sk-secret")
    both = encryption(NEW, OLD)
    assert both.decrypt(stored) == "sk-secret"
    assert encryption(NEW).decrypt(both.encrypt("sk-secret")) == "sk-secret"


def test_without_its_key_or_damaged_it_is_refused_with_what_to_do() -> None:
    stored = encryption(OLD).encrypt("sk-secret")
    with pytest.raises(PermanentError, match="SUARA_ENCRYPTION_KEYS"):
        encryption(NEW).decrypt(stored)
    with pytest.raises(PermanentError, match="SUARA_ENCRYPTION_KEYS"):
        encryption(OLD).decrypt(stored[:-1])


@pytest.mark.parametrize("keys", ["short", OLD + ",", OLD + ",x", "ü" * 44])
def test_a_malformed_key_is_one_line_that_does_not_show_it(
    keys: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SUARA_ENCRYPTION_KEYS", keys)
    with pytest.raises(SystemExit):
        load(EncryptionSettings)
    (line,) = capsys.readouterr().err.splitlines()
    reason = "each key is 32 random bytes in URL-safe base64"
    assert line == f"suara: SUARA_ENCRYPTION_KEYS is malformed: {reason}"
