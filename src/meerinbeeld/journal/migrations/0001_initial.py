# SPDX-License-Identifier: EUPL-1.2

import uuid

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Pending",
            fields=[
                ("entry", models.UUIDField(primary_key=True, serialize=False)),
            ],
        ),
        migrations.CreateModel(
            name="Checkpoint",
            fields=[
                ("tree_size", models.BigIntegerField(primary_key=True, serialize=False)),
                ("root", models.BinaryField()),
                ("signature", models.BinaryField()),
                ("key_id", models.CharField(max_length=16)),
                ("at", models.DateTimeField()),
                ("frontier", models.BinaryField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("tree_size__gt", 0)), name="journal_checkpoint_size"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("person_id", models.UUIDField(null=True)),
                ("organisation_id", models.UUIDField(null=True)),
                ("role", models.CharField(blank=True, max_length=40)),
                ("purpose", models.CharField(max_length=40)),
                ("verb", models.CharField(max_length=40)),
                ("thing", models.CharField(max_length=80)),
                ("thing_id", models.CharField(blank=True, max_length=80)),
                ("dossier", models.UUIDField(null=True)),
                ("ground", models.CharField(blank=True, max_length=100)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("done", "Done"),
                            ("refused", "Refused"),
                            ("break_glass", "Break Glass"),
                            ("failed", "Failed"),
                        ],
                        max_length=20,
                    ),
                ),
                ("norm", models.CharField(blank=True, max_length=100)),
                ("reason_code", models.CharField(blank=True, max_length=100)),
                ("trace", models.CharField(blank=True, max_length=32)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["at", "id"], name="journal_by_time"),
                    models.Index(fields=["dossier", "at"], name="journal_by_dossier"),
                    models.Index(fields=["person_id", "at"], name="journal_by_person"),
                    models.Index(fields=["thing", "thing_id", "at"], name="journal_by_thing"),
                    models.Index(
                        condition=models.Q(("outcome", "done"), _negated=True),
                        fields=["at"],
                        name="journal_unusual",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome__in", ["done", "refused", "break_glass", "failed"])
                        ),
                        name="journal_known_outcome",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Leaf",
            fields=[
                ("index", models.BigIntegerField(primary_key=True, serialize=False)),
                ("entry", models.UUIDField(unique=True)),
                ("hash", models.BinaryField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("index__gte", 0)), name="journal_leaf_index"
                    )
                ],
            },
        ),
    ]
