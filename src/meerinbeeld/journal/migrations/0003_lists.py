# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from meerinbeeld.journal import triggers

#: What there is to protect when this runs: the new table, and those that have another trigger now.
TABLES = ("journal_entry", "journal_leaf", "journal_checkpoint", "journal_roll")


def install(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    triggers.install(schema_editor.connection, TABLES)


def remove(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    triggers.remove(schema_editor.connection, ["journal_roll"])


class Migration(migrations.Migration):
    """An entry on a list of dossiers, and the rolls of that list, as protected as entries are."""

    dependencies = [("journal", "0002_append_only")]

    operations = [
        migrations.CreateModel(
            name="Roll",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "entry",
                        "bucket",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("entry", models.UUIDField()),
                ("bucket", models.PositiveSmallIntegerField()),
                ("dossiers", models.BinaryField()),
            ],
            options={
                "indexes": [models.Index(fields=["bucket"], name="journal_by_bucket")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("bucket__lte", 255)), name="journal_roll_bucket"
                    )
                ],
            },
        ),
        migrations.RunPython(install, remove),
    ]
