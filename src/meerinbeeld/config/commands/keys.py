# SPDX-License-Identifier: EUPL-1.2
"""The keys: put new ones in use, destroy old ones, and see which there are."""

from __future__ import annotations

import argparse

from meerinbeeld.config.commands.shared import Commands, command, group, say, start_django


def register(commands: Commands) -> None:
    """Add `keys check`, three rotations and two destructions."""
    keys = group(commands, "keys", "The keys that seal content.")
    command(keys, "check", "Show which keys are in use, and how much each of them seals.", check)
    command(keys, "rotate", "Put a new key in use and rewrap every dossier key with it.", rotate)
    command(keys, "rotate-intake", "Put a new key for public reports in use.", rotate_intake)
    command(keys, "rotate-signing", "Put a new key that signs the journal in use.", rotate_signing)
    command(keys, "destroy-old", "Destroy the keys that no dossier needs any more.", destroy_old)
    intake = command(
        keys, "destroy-intake", "Destroy an older private key for public reports.", destroy_intake
    )
    intake.add_argument("key_id", help="its name, as 'meerinbeeld keys check' shows it")


def check(options: argparse.Namespace) -> None:
    start_django()
    from meerinbeeld.vault.actions import key_status

    status = key_status()
    print(f"In use for dossiers: {status.current_kek}")
    for name, number in status.keys_by_kek.items():
        print(f"  {name} wraps {number} dossier keys")
    if status.unused_keks:
        print(f"  not needed any more: {', '.join(status.unused_keks)}")
    print(f"Destroyed dossiers: {status.shredded}")
    print(f"In use for public reports: {status.intake_in_use}")
    if status.intake_older:
        print(f"  older: {', '.join(status.intake_older)}")


def rotate(options: argparse.Namespace) -> None:
    start_django()
    from meerinbeeld.vault.actions import rotate_keys

    done = rotate_keys(lambda number, total: say(options, f"  {number} of {total}"))
    if done.finished_earlier:
        say(options, "An earlier rotation had broken off; this run completed it.")
    say(options, f"{done.rewrapped} dossier keys are wrapped with {done.kek_id} now.")


def rotate_intake(options: argparse.Namespace) -> None:
    start_django()
    from django.conf import settings

    from meerinbeeld.vault.actions import rotate_intake as rotate_now

    key_id = rotate_now()
    say(options, f"Public reports are sealed to {key_id} from now on; older ones stay readable.")
    say(options, f"Copy {settings.MIB_INTAKE_PUBLIC} to a public face on its own machine.")


def rotate_signing(options: argparse.Namespace) -> None:
    start_django()
    from meerinbeeld.journal.actions import rotate_signing_key

    say(options, f"The journal is signed with {rotate_signing_key()} from now on.")


def destroy_old(options: argparse.Namespace) -> None:
    start_django()
    from meerinbeeld.vault.actions import destroy_old_keks

    destroyed = destroy_old_keks()
    say(options, f"Destroyed: {', '.join(destroyed) or 'nothing; every key is in use'}.")


def destroy_intake(options: argparse.Namespace) -> None:
    start_django()
    from meerinbeeld.vault.actions import destroy_intake as destroy_now

    destroy_now(options.key_id)
    say(options, f"Destroyed the private key {options.key_id}.")
