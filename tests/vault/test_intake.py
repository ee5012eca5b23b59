# SPDX-License-Identifier: EUPL-1.2
"""Reports sealed at the front, opened at the office; and the keys for that."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from meerinbeeld.vault import actions, hpke, intake
from meerinbeeld.vault.checks import front_has_no_private_keys
from meerinbeeld.vault.errors import KeeperError, NoIntakeKey, Unreadable, VaultError
from meerinbeeld.vault.setup import make_keys

REPORT = b"Een huis in de straat"


@pytest.fixture
def front(keys: Path, tmp_path: Path, settings: Settings) -> Path:
    """The settings of a public front on its own machine: the public half and nothing else."""
    public = tmp_path / "front" / "intake.pub"
    public.parent.mkdir()
    public.write_bytes((keys / "intake.pub").read_bytes())
    settings.MIB_FACE = "public"
    settings.MIB_KEYS_DIR = tmp_path / "front" / "nothing"
    settings.MIB_INTAKE_PUBLIC = public
    return keys


def test_the_office_opens_what_the_front_sealed(front: Path, settings: Settings) -> None:
    key_id, sealed = intake.seal_report(REPORT)
    settings.MIB_FACE, settings.MIB_KEYS_DIR = "office", front
    assert intake.open_report(key_id, sealed) == REPORT


def test_the_front_cannot_open_what_it_sealed(front: Path) -> None:
    key_id, sealed = intake.seal_report(REPORT)
    with pytest.raises(NoIntakeKey):
        intake.open_report(key_id, sealed)


def test_a_front_that_calls_itself_an_office_still_has_no_key(
    front: Path, settings: Settings
) -> None:
    key_id, sealed = intake.seal_report(REPORT)
    settings.MIB_FACE = "office"
    with pytest.raises(NoIntakeKey):
        intake.open_report(key_id, sealed)


def test_the_front_refuses_even_when_the_keys_lie_beside_it(keys: Path, settings: Settings) -> None:
    key_id, sealed = intake.seal_report(REPORT)
    settings.MIB_FACE = "public"
    with pytest.raises(NoIntakeKey):
        intake.open_report(key_id, sealed)


def test_a_front_that_can_reach_private_keys_fails_the_check(
    keys: Path, settings: Settings
) -> None:
    assert front_has_no_private_keys(None) == []
    settings.MIB_FACE = "public"
    assert [error.id for error in front_has_no_private_keys(None)] == ["vault.E001"]


def test_a_front_without_keys_passes_the_check(front: Path) -> None:
    assert front_has_no_private_keys(None) == []


def test_the_length_of_a_report_hardly_shows(keys: Path) -> None:
    lengths = {len(intake.seal_report(b"x" * size)[1]) for size in (0, 10, 500, 1023)}
    assert len(lengths) == 1


def test_after_a_rotation_new_reports_use_the_new_key_and_old_ones_still_open(keys: Path) -> None:
    old_id, old = intake.seal_report(REPORT)
    new_id = actions.rotate_intake()
    sealed_id, sealed = intake.seal_report(REPORT)
    assert sealed_id == new_id != old_id
    assert intake.open_report(old_id, old) == intake.open_report(new_id, sealed) == REPORT
    assert intake.public_half().key_id == new_id
    assert set(intake.key_ids(keys)) == {old_id, new_id}


def test_a_destroyed_older_key_opens_nothing_any_more(keys: Path) -> None:
    old_id, old = intake.seal_report(REPORT)
    actions.rotate_intake()
    actions.destroy_intake(old_id)
    with pytest.raises(NoIntakeKey):
        intake.open_report(old_id, old)
    with pytest.raises(KeeperError):
        actions.destroy_intake(old_id)


def test_the_key_in_use_cannot_be_destroyed(keys: Path) -> None:
    with pytest.raises(KeeperError):
        actions.destroy_intake(intake.public_half().key_id)


def test_a_report_under_another_key_id_is_unreadable(keys: Path) -> None:
    old_id, _ = intake.seal_report(REPORT)
    actions.rotate_intake()
    _, sealed = intake.seal_report(REPORT)
    with pytest.raises(Unreadable):
        intake.open_report(old_id, sealed)


@pytest.mark.parametrize("forged", ["", "../kek/kek-0001", "x" * 16, "0123456789ABCDEF"])
def test_a_forged_key_id_reaches_no_file(keys: Path, forged: str) -> None:
    with pytest.raises(Unreadable):
        intake.open_report(forged, b"\x02")


@pytest.mark.parametrize("content", ["", "a b", "a b c d", "meerinbeeld-intake-1 00 !!", "\u00e9"])
def test_a_damaged_public_file_is_refused(keys: Path, content: str) -> None:
    (keys / "intake.pub").write_text(content, "utf-8")
    with pytest.raises(KeeperError):
        intake.seal_report(REPORT)


def test_a_public_file_with_another_key_under_its_name_is_refused(
    keys: Path, tmp_path: Path
) -> None:
    half = intake.public_half()
    other = hpke.KeyPair.generate().public_bytes()
    (keys / "intake.pub").write_text(intake.PublicHalf(half.key_id, other).as_text(), "ascii")
    with pytest.raises(KeeperError):
        intake.seal_report(REPORT)


def test_without_a_public_half_nothing_is_taken_in(keys: Path, settings: Settings) -> None:
    (keys / "intake.pub").unlink()
    with pytest.raises(KeeperError):
        intake.seal_report(REPORT)
    settings.MIB_INTAKE_PUBLIC = None
    with pytest.raises(KeeperError):
        intake.seal_report(REPORT)


@hypothesis_settings(deadline=None, max_examples=30)
@given(st.binary(max_size=3000), st.binary(max_size=30))
def test_a_message_to_a_public_key_comes_back(plain: bytes, info: bytes) -> None:
    pair = hpke.KeyPair.generate()
    assert pair.open(hpke.seal_to(pair.public_bytes(), plain, info), info) == plain


def test_a_message_opens_for_nobody_else_and_for_no_other_purpose() -> None:
    pair = hpke.KeyPair.generate()
    sealed = hpke.seal_to(pair.public_bytes(), REPORT, b"letter")
    for other, info in ((hpke.KeyPair.generate(), b"letter"), (pair, b"report")):
        with pytest.raises(Unreadable):
            other.open(sealed, info)


@pytest.mark.parametrize("raw", [b"", b"\x02", b"\x01abc", b"\x02" + bytes(1200)])
def test_bytes_that_are_no_message_are_unreadable(raw: bytes) -> None:
    with pytest.raises(Unreadable):
        hpke.KeyPair.generate().open(raw, b"")


def test_malformed_keys_are_refused() -> None:
    with pytest.raises(VaultError):
        hpke.KeyPair.from_seed(b"short")
    with pytest.raises(VaultError):
        hpke.seal_to(b"short", REPORT, b"")
    with pytest.raises(VaultError):
        hpke.seal_to(b"\xff" * 1216, REPORT, b"")


def test_two_messages_of_the_same_text_differ() -> None:
    public = hpke.KeyPair.generate().public_bytes()
    assert hpke.seal_to(public, REPORT, b"") != hpke.seal_to(public, REPORT, b"")


def test_a_key_pair_tells_nothing_when_printed() -> None:
    assert repr(hpke.KeyPair.generate()) == "<KeyPair>"


def test_the_public_half_may_stand_elsewhere(tmp_path: Path, settings: Settings) -> None:
    public = tmp_path / "share" / "intake.pub"
    made = make_keys(tmp_path / "keys", public)
    assert made.intake
    settings.MIB_KEYS_DIR, settings.MIB_INTAKE_PUBLIC = tmp_path / "keys", public
    assert intake.open_report(*intake.seal_report(REPORT)) == REPORT
