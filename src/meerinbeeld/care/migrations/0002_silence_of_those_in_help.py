# SPDX-License-Identifier: EUPL-1.2

import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("care", "0001_initial"),
        ("parties", "0001_initial"),
        ("signals", "0003_signal_to_act"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="case",
            name="case_silence",
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                models.F("owner"),
                django.db.models.functions.comparison.Coalesce("last_contact_at", "accepted_at"),
                condition=models.Q(("phase__in", ("intake", "helping"))),
                name="case_silence",
            ),
        ),
    ]
