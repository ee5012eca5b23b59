# SPDX-License-Identifier: EUPL-1.2
"""What an operator types, and what comes of it."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest
from pytest_django import Settings as DjangoSettings

from meerinbeeld import vault
from meerinbeeld.access.models import Membership
from meerinbeeld.journal import Entry
from tests.config.conftest import Typed
from tests.installing import Installation


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_setup_makes_files_that_only_their_owner_can_read(tmp_path: Path) -> None:
    new = Installation(tmp_path / "data")
    new.did("setup")
    assert mode(new.data) == 0o700
    assert mode(new.data / "secret.key") == 0o600
    secret_files = [*new.data.rglob("*.key")]
    assert len(secret_files) >= 5
    assert {mode(path) for path in secret_files} == {0o600}


@pytest.mark.skipif(bool(os.environ.get("MIB_TEST_DATABASE_URL")), reason="a server has no file")
def test_the_file_of_the_database_is_for_its_owner_alone(set_up: Installation) -> None:
    assert mode(set_up.data.parent / "own.sqlite3") == 0o600


def test_setup_again_changes_nothing(tmp_path: Path) -> None:
    new = Installation(tmp_path / "data")
    new.did("setup")
    before = {path: path.read_bytes() for path in new.data.rglob("*") if path.is_file()}
    new.did("setup")
    assert {path: path.read_bytes() for path in new.data.rglob("*") if path.is_file()} == before


def test_setup_of_the_public_face_makes_no_key_of_the_office(tmp_path: Path) -> None:
    front = Installation(tmp_path / "data", {"MIB_FACE": "public"})
    front.did("setup")
    assert [path.name for path in front.data.rglob("*") if path.is_file()] == ["secret.key"]


def test_without_setup_a_command_says_what_to_do(tmp_path: Path) -> None:
    done = Installation(tmp_path / "data").run("migrate")
    assert done.returncode == 2
    assert "meerinbeeld setup" in done.stderr
    assert "Traceback" not in done.stderr


def test_debug_shows_the_trace(tmp_path: Path) -> None:
    done = Installation(tmp_path / "data").run("--debug", "migrate")
    assert done.returncode == 2
    assert "Traceback" in done.stderr


def test_a_wrong_setting_is_named(installation: Installation) -> None:
    done = installation.run("migrate", MIB_FACE="front")
    assert done.returncode == 2
    assert "MIB_FACE" in done.stderr


def test_settings_come_from_a_file_and_the_environment_wins(
    installation: Installation, tmp_path: Path
) -> None:
    file = tmp_path / "office.env"
    file.write_text('# a remark\nMIB_REGION="Nergenshuizen"\nMIB_FACE = office\n')
    done = installation.run("--env-file", str(file), "region")
    assert "Nergenshuizen" in done.stderr
    assert "IJsselland" in installation.did(
        "--env-file", str(file), "region", MIB_REGION="IJsselland"
    )


def test_a_missing_settings_file_is_named(installation: Installation) -> None:
    done = installation.run("--env-file", "/nowhere/office.env", "check")
    assert done.returncode == 2
    assert "/nowhere/office.env" in done.stderr


def test_check_finds_keys_of_the_office_at_the_public_face(installation: Installation) -> None:
    done = installation.run("check", MIB_FACE="public")
    assert done.returncode == 1
    assert "private keys" in done.stdout


def test_the_public_face_has_no_worker(installation: Installation) -> None:
    done = installation.run("worker", MIB_FACE="public")
    assert done.returncode == 2
    assert "public face" in done.stderr


def test_one_round_of_the_worker_can_be_run_by_a_timer(installation: Installation) -> None:
    assert "Done" in installation.did("tick")


def test_translations_are_compiled_once(installation: Installation) -> None:
    installation.did("translations")
    assert installation.did("translations") == "0 catalogues compiled.\n"


# --- In this process ------------------------------------------------------------------------------


def test_the_region_can_be_made_twice(typed: Typed) -> None:
    assert typed.did("region") == typed.did("region")


def test_a_region_that_the_norms_do_not_know_is_refused(
    typed: Typed, settings: DjangoSettings
) -> None:
    settings.MIB_REGION = "Nergenshuizen"
    status, said = typed.run("region")
    assert status == 2
    assert "IJsselland" in said


def add_somebody(email: str = "first@example.org", role: str = "administrator") -> list[str]:
    return [
        *("person", "add", email, "--name", "First"),
        *("--organisation", "gemeente-zwolle", "--role", role),
    ]


def test_a_first_administrator_gets_an_invitation_that_is_shown_without_a_mail_server(
    typed: Typed,
) -> None:
    said = typed.did(*add_somebody())
    assert "First is administrator for Gemeente Zwolle" in said
    assert "http://127.0.0.1:8000/" in said
    assert typed.did("person", "end-sessions", "FIRST@example.org").startswith("0 sessions")
    assert "http://" in typed.did("person", "begin-again", "first@example.org")


def test_what_an_operator_does_with_people_stands_in_the_journal_without_a_person(
    typed: Typed,
) -> None:
    typed.did(*add_somebody())
    entries = Entry.objects.filter(thing="access.person")
    assert entries
    assert {(entry.role, entry.person_id) for entry in entries} == {("administrator", None)}


def test_somebody_known_gets_another_role_and_keeps_the_name(typed: Typed) -> None:
    typed.did(*add_somebody())
    typed.did(*add_somebody(role="privacy_officer"))
    assert Membership.objects.filter(person__email="first@example.org").count() == 2


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"--organisation": "nobody"}, "gemeente-zwolle"),
        ({"--role": "king"}, "privacy_officer"),
        ({"--name": ""}, "--name"),
    ],
)
def test_a_person_that_cannot_be_added_is_explained(
    typed: Typed, changed: dict[str, str], words: str
) -> None:
    options = {"--organisation": "gemeente-zwolle", "--role": "administrator", "--name": "Eve"}
    pairs = (options | changed).items()
    status, said = typed.run("person", "add", "eve@example.org", *(w for p in pairs for w in p))
    assert status == 2
    assert words in said
    assert not Membership.objects.exists()


def test_an_unknown_address_is_named(typed: Typed) -> None:
    status, said = typed.run("person", "end-sessions", "nobody@example.org")
    assert status == 2
    assert "nobody@example.org" in said


def test_made_up_people_stay_out_of_real_data(typed: Typed, settings: DjangoSettings) -> None:
    assert "MIB_DEMO" in typed.run("demo", "fill")[1]
    typed.did(*add_somebody())
    settings.MIB_DEMO = True
    status, said = typed.run("demo", "fill")
    assert status == 2
    assert "real people" in said


def test_the_journal_is_sealed_verified_and_handed_over(typed: Typed, tmp_path: Path) -> None:
    assert typed.run("journal", "checkpoint")[0] == 2
    typed.did(*add_somebody())
    typed.did("journal", "seal")
    kept = tmp_path / "checkpoint.txt"
    kept.write_text(typed.did("journal", "checkpoint"))
    assert "All is well" in typed.did("journal", "verify", "--known", str(kept))
    lines = typed.did("journal", "export", "--since", "2020-01-01").splitlines()
    assert lines
    assert {"trace_id", "attributes"} <= set(json.loads(lines[0]))


def test_an_export_that_ends_before_it_begins_is_refused(typed: Typed) -> None:
    days = ("--since", "2026-02-01", "--until", "2026-01-01")
    assert typed.run("journal", "export", *days)[0] == 2


def test_keys_can_be_rotated_and_old_ones_destroyed(typed: Typed) -> None:
    dossier = vault.create_dossier()
    typed.did("keys", "rotate")
    typed.did("keys", "rotate-signing")
    assert "kek-0001" in typed.did("keys", "destroy-old")
    with vault.unlocked(dossier) as box:
        assert box


def test_an_older_intake_key_stays_until_somebody_destroys_it(typed: Typed) -> None:
    before = typed.did("keys", "check").rsplit(" ", 1)[-1].strip()
    typed.did("keys", "rotate-intake")
    assert f"older: {before}" in typed.did("keys", "check")
    typed.did("keys", "destroy-intake", before)
    assert before not in typed.did("keys", "check")


def test_check_says_what_is_wrong_and_what_to_type(typed: Typed, settings: DjangoSettings) -> None:
    assert "WRONG" not in typed.did("check")
    settings.MIB_DATA.chmod(0o755)
    status, said = typed.run("check")
    assert status == 1
    assert f"chmod 700 {settings.MIB_DATA}" in said


def test_check_names_a_missing_key(typed: Typed, settings: DjangoSettings) -> None:
    settings.MIB_INTAKE_PUBLIC.unlink()
    status, said = typed.run("check")
    assert status == 1
    assert "meerinbeeld setup" in said
