"""One simulator a folder, secrets that stay, and nothing deleted that isn't ours."""

import os
from pathlib import Path

import pytest

from launcher.data_folder import DataFolder
from launcher.refusal import Refusal


def test_a_folder_is_taken_once(tmp_path: Path) -> None:
    first, second = DataFolder(tmp_path / "data"), DataFolder(tmp_path / "data")
    first.lock()
    assert second.in_use()
    with pytest.raises(Refusal, match=f"in use by process {os.getpid()}"):
        second.lock()
    first.unlock()
    assert not second.in_use()
    second.lock()
    second.unlock()


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Refusal, match="cannot use the data folder"):
        DataFolder(tmp_path / "file" / "data").lock()


def test_secrets_differ_and_stay(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    made = folder.secret("context_secret")
    assert len(made) >= 32
    assert folder.secret("admin_token") != made
    assert DataFolder(tmp_path).secret("context_secret") == made
    assert (tmp_path / "secrets.json").stat().st_mode & 0o777 == 0o600


def test_a_ready_file_without_a_holder_is_no_simulator(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    folder.ready_file.write_text('{"base_url": "http://127.0.0.1:1"}')
    assert folder.ready() is None
    folder.lock()
    assert DataFolder(tmp_path).ready() == {"base_url": "http://127.0.0.1:1"}
    folder.unlock()


def test_only_our_own_folder_is_wiped(tmp_path: Path) -> None:
    (tmp_path / "holiday.txt").write_text("")
    with pytest.raises(Refusal, match="nothing was deleted"):
        DataFolder(tmp_path).wipe()
    assert (tmp_path / "holiday.txt").exists()
    DataFolder(tmp_path / "none").wipe()
