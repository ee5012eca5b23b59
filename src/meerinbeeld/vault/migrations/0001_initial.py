# SPDX-License-Identifier: EUPL-1.2

import django.utils.timezone
import meerinbeeld.parties.ids
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Blob',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('dossier', models.UUIDField(db_index=True, null=True)),
                ('chunks', models.PositiveIntegerField()),
                ('created_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name='BlobChunk',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('blob_id', models.UUIDField()),
                ('number', models.PositiveIntegerField()),
                ('sealed', models.BinaryField()),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'indexes': [models.Index(fields=['created_at', 'blob_id'], name='vault_chunk_by_age')],
                'constraints': [models.UniqueConstraint(fields=('blob_id', 'number'), name='vault_chunk_once')],
            },
        ),
        migrations.CreateModel(
            name='DossierKey',
            fields=[
                ('id', models.UUIDField(default=meerinbeeld.parties.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('wrapped', models.BinaryField(null=True)),
                ('kek_id', models.CharField(blank=True, default='', max_length=100)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('shredded_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['kek_id', 'id'], name='vault_key_by_kek')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('shredded_at__isnull', True), ('wrapped__isnull', False)), models.Q(('kek_id', ''), ('shredded_at__isnull', False), ('wrapped__isnull', True)), _connector='OR'), name='vault_key_or_tombstone')],
            },
        ),
    ]
