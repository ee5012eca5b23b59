# SPDX-License-Identifier: EUPL-1.2
from django.db import migrations, models


class Migration(migrations.Migration):
    """An import that was confirmed goes on where it stopped."""

    dependencies = [("signals", "0005_find_an_answer")]

    operations = [
        migrations.AddField(
            "signalbook", "confirmed_at", models.DateTimeField(null=True, blank=True)
        ),
        migrations.AddField(
            "signalbook",
            "handled_count",
            models.PositiveIntegerField(default=0, help_text="Where a restart goes on."),
        ),
    ]
