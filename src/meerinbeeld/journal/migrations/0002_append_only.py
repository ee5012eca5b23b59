# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from meerinbeeld.journal import triggers


#: What there is to protect when this runs.
TABLES = ("journal_entry", "journal_leaf", "journal_checkpoint")


def install(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    triggers.install(schema_editor.connection, TABLES)


def remove(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    triggers.remove(schema_editor.connection, TABLES)


class Migration(migrations.Migration):
    """Refuse every change of what the journal holds, in the database itself."""

    dependencies = [("journal", "0001_initial")]

    operations = [migrations.RunPython(install, remove)]
