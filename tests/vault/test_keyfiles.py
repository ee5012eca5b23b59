# SPDX-License-Identifier: EUPL-1.2
"""Key files: made once, for their owner only."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from meerinbeeld.vault import keyfiles
from meerinbeeld.vault.errors import KeeperError, Unreadable
from meerinbeeld.vault.keeper import FileKeyKeeper, key_keeper, keys_dir
from meerinbeeld.vault.setup import make_keys

KEY = bytes(range(32))


def modes(directory: Path) -> dict[str, int]:
    files = [path for path in directory.rglob("*") if path.is_file()]
    return {str(path.relative_to(directory)): stat.S_IMODE(path.stat().st_mode) for path in files}


def test_every_secret_is_for_its_owner_only(keys: Path) -> None:
    found = modes(keys)
    assert found.pop("intake.pub") == 0o644
    assert set(found.values()) == {0o600}
    assert {"kek/kek-0001.key", "index.key", "journal.key"} < set(found)
    assert stat.S_IMODE(keys.stat().st_mode) == 0o700
    assert stat.S_IMODE((keys / "kek").stat().st_mode) == 0o700


def test_a_second_time_changes_nothing(keys: Path) -> None:
    before = {path: path.read_bytes() for path in keys.rglob("*") if path.is_file()}
    assert make_keys(keys).any is False
    assert {path: path.read_bytes() for path in keys.rglob("*") if path.is_file()} == before


def test_only_what_is_missing_is_made(keys: Path) -> None:
    (keys / "index.key").unlink()
    made = make_keys(keys)
    assert (made.kek, made.index, made.intake, made.journal) == (False, True, False, False)


def test_two_that_set_up_side_by_side_end_with_one_key(tmp_path: Path) -> None:
    keys = [bytes([number]) * 32 for number in range(8)]
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda key: keyfiles.write_new(tmp_path / "one.key", key), keys))
    assert made.count(True) == 1
    assert keyfiles.read_secret(tmp_path / "one.key", 32) == keys[made.index(True)]
    assert [path.name for path in tmp_path.iterdir()] == ["one.key"]


@pytest.mark.parametrize("mode", [0o604, 0o620, 0o644, 0o606, 0o601])
def test_a_key_file_that_others_can_reach_is_refused_with_the_remedy(
    tmp_path: Path, mode: int
) -> None:
    path = tmp_path / "one.key"
    keyfiles.write_new(path, KEY)
    path.chmod(mode)
    with pytest.raises(KeeperError, match="chmod 600"):
        keyfiles.read_secret(path, 32)


@pytest.mark.parametrize("mode", [0o400, 0o600, 0o440, 0o640])
def test_a_mounted_secret_may_be_readable_for_the_group(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "one.key"
    keyfiles.write_new(path, KEY)
    path.chmod(mode)
    assert keyfiles.read_secret(path, 32) == KEY


@pytest.mark.parametrize("content", [b"", b"AAAA", b"!!!!", KEY])
def test_a_damaged_key_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "one.key"
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(KeeperError, match="damaged"):
        keyfiles.read_secret(path, 32)


def test_a_missing_key_file_is_named_without_its_folder(tmp_path: Path) -> None:
    with pytest.raises(KeeperError, match="one.key") as refusal:
        keyfiles.read_secret(tmp_path / "one.key", 32)
    assert str(tmp_path) not in str(refusal.value)


def test_a_destroyed_key_is_gone(tmp_path: Path) -> None:
    path = tmp_path / "one.key"
    keyfiles.write_new(path, KEY)
    keyfiles.destroy(path)
    assert not path.exists()


def test_a_wrapped_key_opens_only_for_its_context(keys: Path) -> None:
    keeper = FileKeyKeeper(keys)
    wrapped = keeper.wrap(KEY, b"mine")
    assert keeper.unwrap(wrapped, b"mine") == KEY
    with pytest.raises(Unreadable):
        keeper.unwrap(wrapped, b"yours")


@pytest.mark.parametrize("context", [b"", b"x", bytes(16), bytes(300)])
def test_a_context_may_be_of_any_length(keys: Path, context: bytes) -> None:
    keeper = FileKeyKeeper(keys)
    assert keeper.unwrap(keeper.wrap(KEY, context), context) == KEY


def test_another_installation_does_not_open_it(keys: Path, tmp_path: Path) -> None:
    make_keys(tmp_path / "other")
    with pytest.raises(Unreadable):
        FileKeyKeeper(tmp_path / "other").unwrap(FileKeyKeeper(keys).wrap(KEY, b""), b"")


@pytest.mark.parametrize("raw", [b"", b"\x11", b"\x11\x04\xff\xff\xff\xff", b"\x12vault:v1:x"])
def test_a_damaged_wrapped_key_is_unreadable(keys: Path, raw: bytes) -> None:
    with pytest.raises((Unreadable, KeeperError)):
        FileKeyKeeper(keys).unwrap(raw, b"")


def test_a_wrapped_key_cannot_name_a_file_elsewhere(keys: Path) -> None:
    name = b"../index"
    raw = bytes([0x11, len(name)]) + name + bytes(60)
    with pytest.raises(KeeperError, match="impossible"):
        FileKeyKeeper(keys).unwrap(raw, b"")


def test_the_key_in_use_and_unknown_ones_cannot_be_destroyed(keys: Path) -> None:
    keeper = FileKeyKeeper(keys)
    for kek_id in ("kek-0001", "kek-0009"):
        with pytest.raises(KeeperError):
            keeper.destroy(kek_id)


def test_without_a_key_directory_the_process_says_so(settings: Settings) -> None:
    settings.MIB_KEYS_DIR = None
    with pytest.raises(KeeperError, match="MIB_KEYS_DIR"):
        keys_dir()


def test_an_empty_key_directory_has_no_key_in_use(tmp_path: Path) -> None:
    with pytest.raises(KeeperError):
        FileKeyKeeper(tmp_path).current_id()


def test_an_unknown_keeper_is_refused(settings: Settings) -> None:
    settings.MIB_KEY_KEEPER = "cloud"
    with pytest.raises(KeeperError):
        key_keeper()
