# SPDX-License-Identifier: EUPL-1.2
"""The database rights of the two faces, in PostgreSQL, as SQL made from the tables there are.

The public face takes in and cannot look back: it may add a report and may not read its envelope,
and it may not touch anything of the office. The office may do everything except change or remove
what was written to the journal. Neither of them owns a table: migrations run as the owner.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from django.apps import apps

from meerinbeeld.signals.public import grants
from meerinbeeld.signals.public.grants import ADD, CHANGE, READ, REMOVE

PUBLIC: Final = "mib_public"
OFFICE: Final = "mib_office"

ALL: Final = (READ, ADD, CHANGE, REMOVE)

#: Append-only for everybody, by right as well as by trigger.
JOURNAL: Final[Mapping[str, tuple[str, ...]]] = {
    "journal_entry": (READ, ADD),
    "journal_leaf": (READ, ADD),
    "journal_checkpoint": (READ, ADD),
    "journal_roll": (READ, ADD),
    "journal_pending": (READ, ADD, REMOVE),
}


def sql() -> str:
    """Statements for psql; safe to run again after each migration."""
    return "\n".join(statements())


def statements() -> Iterator[str]:
    """The statements in order: roles, a closed start, then what each may do."""
    yield "-- Run as the owner of the tables, after each 'meerinbeeld migrate'."
    yield f"-- Then set passwords with: \\password {PUBLIC}  and  \\password {OFFICE}"
    for role in (PUBLIC, OFFICE):
        yield _role(role)
    yield "REVOKE ALL ON SCHEMA public FROM PUBLIC;"
    for role in (PUBLIC, OFFICE):
        yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role};"
        yield f"GRANT USAGE ON SCHEMA public TO {role};"
    yield f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {OFFICE};"
    for table in tables():
        yield _grant(JOURNAL.get(table, ALL), table, OFFICE)
    for table, rights in grants.TABLES.items():
        yield _grant(rights, table, PUBLIC)
    yield from _columns_of_the_public_face()
    yield from _guards()


def tables() -> list[str]:
    """Every table of the applications, those between many and many, and the two of Django."""
    models = apps.get_models(include_auto_created=True)
    own = {model._meta.db_table for model in models if model._meta.managed}
    return sorted(own | {"config_cache", "django_migrations"})


def _role(role: str) -> str:
    return (
        f"DO $$ BEGIN CREATE ROLE {role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE; "
        "EXCEPTION WHEN duplicate_object THEN NULL; END $$;"
    )


def _grant(rights: tuple[str, ...], table: str, role: str) -> str:
    return f"GRANT {', '.join(rights)} ON {table} TO {role};"


def _columns_of_the_public_face() -> Iterator[str]:
    for table, closed in grants.UNREADABLE.items():
        open_columns = ", ".join(name for name in _columns(table) if name not in closed)
        yield f"GRANT SELECT ({open_columns}) ON {table} TO {PUBLIC};"
    for table, names in grants.CHANGEABLE.items():
        yield f"GRANT UPDATE ({', '.join(names)}) ON {table} TO {PUBLIC};"


def _columns(table: str) -> list[str]:
    model = next(model for model in apps.get_models() if model._meta.db_table == table)
    return [field.column for field in model._meta.concrete_fields if field.column]


def _guards() -> Iterator[str]:
    """What a right on a table cannot say: a face that was taken over undoes nothing of the office.

    A file that the office adopted stays, and a receipt that was confirmed stays the reporter's.
    """
    yield _guard(
        "mib_front_keeps_files",
        "vault_blob",
        "DELETE",
        "OLD.dossier IS NOT NULL",
    )
    yield _guard(
        "mib_front_keeps_pieces",
        "vault_blobchunk",
        "DELETE",
        "EXISTS (SELECT 1 FROM vault_blob WHERE id = OLD.blob_id AND dossier IS NOT NULL)",
    )
    yield _guard(
        "mib_front_keeps_receipts",
        "signals_publicreport",
        "UPDATE",
        "OLD.receipt_confirmed_at IS NOT NULL AND (NEW.lookup_id IS DISTINCT FROM OLD.lookup_id "
        "OR NEW.reporter_key IS DISTINCT FROM OLD.reporter_key)",
    )


def _guard(name: str, table: str, act: str, when: str) -> str:
    """A trigger that refuses an act of the public face; it reads with the owner's rights."""
    row = "OLD" if act == "DELETE" else "NEW"
    return f"""CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public AS $$ BEGIN
  IF '{PUBLIC}' IN (session_user, current_setting('role', true)) AND ({when}) THEN
    RAISE EXCEPTION 'permission denied: the public face may not touch this any more'
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN {row};
END $$;
DROP TRIGGER IF EXISTS {name} ON {table};
CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}();"""
