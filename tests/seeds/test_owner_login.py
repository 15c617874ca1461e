"""The demo owner's login is kept for the data folder's owner, and there is none in production."""

from pathlib import Path

from zahra.opening import OwnerLogin, owner_login
from zahra.settings import Settings

LOGIN = OwnerLogin("owner@zahra.example", "a password", "A SECRET")


def at(folder: Path, env: str = "development") -> Settings:
    return Settings.model_validate({"data_dir": folder, "env": env})


def test_only_the_folders_owner_can_read_it(tmp_path: Path):
    LOGIN.keep(at(tmp_path))
    (kept,) = tmp_path.iterdir()
    assert kept.stat().st_mode & 0o777 == 0o600
    assert owner_login(at(tmp_path)) == LOGIN


def test_a_new_demo_shop_has_a_new_login(tmp_path: Path):
    LOGIN.keep(at(tmp_path))
    other = OwnerLogin("owner@zahra.example", "another", "ANOTHER")
    other.keep(at(tmp_path))
    assert owner_login(at(tmp_path)) == other


def test_there_is_none_in_production_and_without_a_demo_shop(tmp_path: Path):
    assert owner_login(at(tmp_path)) is None
    LOGIN.keep(at(tmp_path))
    assert owner_login(at(tmp_path, "production")) is None


def test_it_is_not_told_by_accident():
    assert repr(LOGIN) == "OwnerLogin(email='owner@zahra.example')"
