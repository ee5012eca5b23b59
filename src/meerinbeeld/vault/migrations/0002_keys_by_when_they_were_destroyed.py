# SPDX-License-Identifier: EUPL-1.2

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('vault', '0001_initial'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='dossierkey',
            index=models.Index(condition=models.Q(('shredded_at__isnull', False)), fields=['shredded_at'], name='vault_key_by_end'),
        ),
    ]
