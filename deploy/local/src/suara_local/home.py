"""The folder of one stack: data, logs, secrets and state all live there, and nowhere else."""

import json
import os
import secrets
import shutil
from base64 import urlsafe_b64encode
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

from suara_local.errors import HomeUnusableError

FREE_BYTES_NEEDED = 256 * 1024 * 1024


@dataclass(frozen=True)
class Secrets:
    """Made once per home and kept, so that tokens and stored objects stay valid."""

    jwt_secret: str
    access_key_id: str
    secret_access_key: str
    encryption_key: str

    @classmethod
    def made(cls) -> Self:
        return cls(
            jwt_secret=secrets.token_urlsafe(48),
            access_key_id=f"SUARA{secrets.token_hex(8).upper()}",
            secret_access_key=secrets.token_urlsafe(32),
            encryption_key=urlsafe_b64encode(secrets.token_bytes(32)).decode(),
        )


class Home:
    """Names of everything in the folder. Nothing is created before `prepare()`."""

    def __init__(self, root: Path) -> None:
        self.root = root.absolute()
        self.data = self.root / "data"
        self.logs = self.root / "logs"
        self.scratch = self.root / "scratch"
        self.demo = self.root / "demo"
        self.state = self.root / "state.json"
        self.ports = self.root / "ports.json"
        self.broker = self.root / "broker"
        self.lock = self.root / "lock"
        self._secrets = self.root / "secrets.json"

    def log(self, name: str) -> Path:
        return self.logs / f"{name}.log"

    def prepare(self) -> None:
        """Create the folders. Idempotent.

        Raises HomeUnusableError when they cannot be written or the disk is full.
        """
        try:
            self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
            for folder in (self.data, self.logs, self.scratch):
                folder.mkdir(exist_ok=True)
            (self.root / ".gitignore").write_text("*\n")
            free = shutil.disk_usage(self.root).free
        except OSError as error:
            raise HomeUnusableError(
                f"Cannot write to {self.root}: {error.strerror}. "
                "Set SUARA_HOME to a folder you can write to."
            ) from error
        if free < FREE_BYTES_NEEDED:
            raise HomeUnusableError(
                f"Only {free // 2**20} MB are free on the disk of {self.root}, and "
                f"{FREE_BYTES_NEEDED // 2**20} MB are needed. Free some, or set SUARA_HOME."
            )

    def secrets(self) -> Secrets:
        """Read the secrets, making what is missing, readable by the owner only."""
        try:
            kept = json.loads(self._secrets.read_text()) if self._secrets.exists() else {}
            found = Secrets(**asdict(Secrets.made()) | kept)
        except (ValueError, TypeError) as error:
            raise HomeUnusableError(
                f"{self._secrets} is damaged. Delete it to have new secrets made "
                "(tokens made before stop working)."
            ) from error
        if asdict(found) != kept:
            write_private(self._secrets, json.dumps(asdict(found), indent=2))
        return found


def default_home() -> Home:
    """`SUARA_HOME`, or `.suara` in the current folder."""
    return Home(Path(os.environ.get("SUARA_HOME") or ".suara"))


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read, whole or not at all."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(text)
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise HomeUnusableError(f"Cannot write {path}: {error.strerror}.") from error


def shown(path: Path) -> Path:
    """The path as people like to read it: relative where it is below the current folder."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
