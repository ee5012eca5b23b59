# SPDX-License-Identifier: EUPL-1.2
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("signals", "0003_why_not_taken_in")]

    operations = [
        migrations.AddField(
            model_name="signal",
            name="destroyed_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
