"""The folder of a stack."""

import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from suara_local.errors import HomeUnusableError
from suara_local.home import Home, default_home


def test_secrets_are_made_once_and_for_the_owner_only(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    home.prepare()
    made = home.secrets()
    assert Home(tmp_path / "home").secrets() == made
    assert len(made.jwt_secret) >= 32
    files = [path for path in home.root.iterdir() if made.jwt_secret in _text(path)]
    assert [file.stat().st_mode & 0o777 for file in files] == [0o600]


def test_two_homes_share_no_secret(tmp_path: Path) -> None:
    homes = Home(tmp_path / "a"), Home(tmp_path / "b")
    for home in homes:
        home.prepare()
    assert homes[0].secrets() != homes[1].secrets()


def test_a_secret_that_an_older_home_lacks_is_added(tmp_path: Path) -> None:
    (tmp_path / "secrets.json").write_text('{"jwt_secret": "kept"}')
    found = Home(tmp_path).secrets()
    assert found.jwt_secret == "kept"
    assert found.encryption_key
    assert Home(tmp_path).secrets() == found


@pytest.mark.parametrize("damaged", ["{", "[1]", '{"jwt_secret": "kept", "unknown": "x"}'])
def test_damaged_secrets_are_named(tmp_path: Path, damaged: str) -> None:
    (tmp_path / "secrets.json").write_text(damaged)
    with pytest.raises(HomeUnusableError, match=r"secrets\.json is damaged"):
        Home(tmp_path).secrets()


def test_a_home_below_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(HomeUnusableError, match="Set SUARA_HOME"):
        Home(tmp_path / "file" / "home").prepare()


def test_a_full_disk_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=5 * 2**20))
    with pytest.raises(HomeUnusableError, match="Only 5 MB are free"):
        Home(tmp_path).prepare()


def test_the_home_is_where_the_user_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUARA_HOME", str(tmp_path))
    assert default_home().root == tmp_path
    monkeypatch.delenv("SUARA_HOME")
    monkeypatch.chdir(tmp_path)
    assert default_home().root == tmp_path / ".suara"


def _text(path: Path) -> str:
    return path.read_text() if path.is_file() else ""
