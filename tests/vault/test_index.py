# SPDX-License-Identifier: EUPL-1.2
"""Normal forms and the blind index."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meerinbeeld.vault import blind_index, drafts
from meerinbeeld.vault.errors import KeeperError, Unreadable, VaultError
from meerinbeeld.vault.normalise import KINDS, normalise

SAME = {
    "name": [
        ["Jan de Vries", "Vries, Jan de", "  JAN   DE VRIES ", "dhr. Jan de Vries", "jan-de-vries"],
        ["Şahin Çelik", "sahin celik", "Celik Sahin"],
        ["D'Angelo", "dangelo", "D\u2019Angelo"],
        ["Bjørn", "bjorn"],
        ["Łukasz", "lukasz"],
        ["Zoë", "Zoe\u0308", "zoe"],
        ["Олена Коваль", "коваль олена"],
    ],
    "birth_date": [["2004-04-07", "7-4-2004", "07/04/2004", "7.4.2004", "2004/4/7", "07 04 2004"]],
    "phone": [
        ["06-12345678", "06 12 34 56 78", "+31612345678", "0031 6 12345678", "+31 (0)6-12345678"],
        ["+40 721 234 567", "0040721234567"],
        ["038-1234567", "+31 38 123 45 67"],
    ],
    "plate": [["X-123-YZ", "x123yz", "X 123 YZ", "x.123.yz"]],
    "email": [["A@Voorbeeld.NL", " a@voorbeeld.nl "]],
    "place": [
        ["Dorpsstraat 1, 8000 AA Zwolle", "8000aa 1", "8000 AA, nr. 1"],
        ["8000 AA 12b", "Dorpsstraat 12 b 8000AA"],
        ["Café  De Brug, Zwolle", "cafe de brug zwolle"],
    ],
}
NOTHING = {
    "name": ["", "  ", "-", "dhr."],
    "birth_date": ["", "31-2-2004", "2004", "zomer", "99-99-9999", "7-4-04", "1-1-0000"],
    "phone": ["", "112", "geen", "+"],
    "plate": ["", "--"],
    "email": ["", "a", "a@b", "@voorbeeld.nl", "a b@voorbeeld.nl"],
    "place": ["", "?"],
}


@pytest.mark.parametrize(
    ("kind", "spellings"), [(kind, group) for kind, groups in SAME.items() for group in groups]
)
def test_spellings_of_one_thing_have_one_normal_form(kind: str, spellings: list[str]) -> None:
    assert len({normalise(kind, spelling) for spelling in spellings}) == 1
    assert normalise(kind, spellings[0])


@pytest.mark.parametrize(
    ("kind", "value"), [(kind, value) for kind, values in NOTHING.items() for value in values]
)
def test_what_cannot_be_matched_has_no_mark(keys: Path, kind: str, value: str) -> None:
    assert blind_index(kind, value) is None


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("name", "Jan de Vries", "Jan Vries"),
        ("phone", "0612345678", "0612345679"),
        ("birth_date", "2004-04-07", "2004-07-04"),
        ("place", "8000 AA 1", "8000 AA 11"),
        ("plate", "X123YZ", "X124YZ"),
    ],
)
def test_two_things_have_two_marks(keys: Path, kind: str, one: str, other: str) -> None:
    assert blind_index(kind, one) != blind_index(kind, other)


@pytest.mark.parametrize("kind", sorted(KINDS))
@given(st.text(max_size=60))
def test_normalising_never_fails_and_is_done_after_once(kind: str, value: str) -> None:
    normal = normalise(kind, value)
    assert normalise(kind, normal) == normal


def test_marks_of_two_purposes_or_kinds_cannot_be_compared(keys: Path) -> None:
    marks = {
        blind_index("name", "abc123"),
        blind_index("place", "abc123"),
        blind_index("plate", "abc123"),
        blind_index("name", "abc123", "registry"),
    }
    assert len(marks) == 4


def test_a_mark_is_sixteen_bytes_and_stays_the_same(keys: Path) -> None:
    first = blind_index("name", "Jan")
    assert first is not None
    assert len(first) == 16
    assert blind_index("name", "JAN") == first


def test_another_installation_gives_other_marks(keys: Path) -> None:
    before = blind_index("name", "Jan")
    (keys / "index.key").unlink()
    with pytest.raises(KeeperError):
        blind_index("name", "Jan")
    from meerinbeeld.vault.setup import make_keys

    make_keys(keys)
    assert blind_index("name", "Jan") != before


def test_an_unknown_kind_is_refused_without_repeating_the_value() -> None:
    with pytest.raises(ValueError, match="no normal form") as refusal:
        normalise("bsn", "123456782")
    assert "123456782" not in str(refusal.value)


@given(st.binary(min_size=16, max_size=64), st.binary(max_size=200), st.binary(max_size=20))
def test_a_draft_comes_back(secret: bytes, plain: bytes, aad: bytes) -> None:
    assert drafts.open_with(secret, drafts.seal_with(secret, plain, aad), aad) == plain


def test_a_draft_opens_for_no_other_secret_and_no_other_draft() -> None:
    sealed = drafts.seal_with(b"s" * 32, b"concept", b"draft-1")
    for secret, aad in ((b"t" * 32, b"draft-1"), (b"s" * 32, b"draft-2")):
        with pytest.raises(Unreadable):
            drafts.open_with(secret, sealed, aad)


def test_a_short_secret_is_refused() -> None:
    with pytest.raises(VaultError):
        drafts.seal_with(b"short", b"", b"")
