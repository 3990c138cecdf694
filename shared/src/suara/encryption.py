"""Secrets that users entrust to us, as MongoDB keeps them: encrypted and authenticated (Fernet)."""

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from suara.errors import PermanentError


class EncryptionSettings(BaseSettings):
    """The keys, separated by commas: the first encrypts, all decrypt, so that keys can change."""

    model_config = SettingsConfigDict(env_prefix="SUARA_ENCRYPTION_", frozen=True)

    keys: SecretStr = Field(description="32 random bytes in URL-safe base64[,older keys]")

    @field_validator("keys")
    @classmethod
    def _can_encrypt(cls, keys: SecretStr) -> SecretStr:
        try:
            _ciphers(keys)
        except ValueError:
            # Without the package's words and the value: it is a secret.
            raise ValueError("each key is 32 random bytes in URL-safe base64") from None
        return keys


class Encryption:
    """Text in, bytes for the database out, and back."""

    def __init__(self, settings: EncryptionSettings) -> None:
        self._cipher = MultiFernet(_ciphers(settings.keys))

    def encrypt(self, text: str) -> bytes:
        return self._cipher.encrypt(text.encode())

    def decrypt(self, encrypted: bytes) -> str:
        """Raises PermanentError: made with a key that is not among ours, or damaged."""
        try:
            return self._cipher.decrypt(encrypted).decode()
        except InvalidToken:
            raise PermanentError(
                "a stored secret cannot be decrypted: SUARA_ENCRYPTION_KEYS lacks its key"
            ) from None


def _ciphers(keys: SecretStr) -> list[Fernet]:
    return [Fernet(key.strip()) for key in keys.get_secret_value().split(",")]
