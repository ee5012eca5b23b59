# SPDX-License-Identifier: EUPL-1.2
import django.db.models.deletion
import django.utils.timezone
import meerinbeeld.vault.fields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('access', '__first__'),
        ('parties', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('sealed', meerinbeeld.vault.fields.SealedField()),
                ('expires_at', models.DateTimeField(db_index=True)),
                ('version', models.PositiveIntegerField(default=0, help_text='One more with every change.')),
            ],
        ),
        migrations.CreateModel(
            name='ReferenceCounter',
            fields=[
                ('year', models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ('last', models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='DraftFile',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('blob', models.UUIDField(unique=True)),
                ('draft', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='signals.draft')),
            ],
        ),
        migrations.CreateModel(
            name='Item',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=40)),
                ('value', meerinbeeld.vault.fields.SealedField()),
                ('source', models.CharField(choices=[('reporter', 'reporter'), ('team', 'team'), ('chain', 'chain partner'), ('import', 'import')], max_length=10)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('removed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['at'],
            },
        ),
        migrations.CreateModel(
            name='PublicReport',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('draft', models.UUIDField(help_text='A form sent twice makes one report.', unique=True)),
                ('received_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('subject_kind', models.CharField(max_length=40)),
                ('danger', models.BooleanField(default=False)),
                ('language', models.CharField(max_length=5)),
                ('key_id', models.CharField(max_length=64)),
                ('envelope', meerinbeeld.vault.fields.SealedField(null=True)),
                ('lookup_id', models.BinaryField(max_length=32, unique=True)),
                ('reporter_key', models.BinaryField()),
                ('receipt_confirmed_at', models.DateTimeField(null=True)),
                ('stage', models.CharField(default='received', max_length=40)),
                ('stage_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('feedback_due_at', models.DateTimeField()),
                ('taken_in_at', models.DateTimeField(null=True)),
                ('trouble', models.CharField(blank=True, default='', help_text='Why it was not taken in.', max_length=40)),
                ('tried_at', models.DateTimeField(null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('municipality', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.municipality')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('taken_in_at', None)), fields=['received_at'], name='report_waiting'), models.Index(condition=models.Q(('taken_in_at', None)), fields=['owner'], name='report_waiting_owner')],
                'constraints': [models.CheckConstraint(condition=models.Q(('taken_in_at__isnull', False), ('envelope__isnull', False), _connector='OR'), name='report_is_kept_until_taken_in')],
            },
        ),
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('once', models.UUIDField(default=uuid.uuid4, help_text='Sent twice is kept once.', unique=True)),
                ('direction', models.CharField(choices=[('to_team', 'To Team'), ('to_reporter', 'To Reporter')], max_length=12)),
                ('is_question', models.BooleanField(default=False)),
                ('key_id', models.CharField(blank=True, max_length=64)),
                ('sealed', meerinbeeld.vault.fields.SealedField()),
                ('sent_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('read_at', models.DateTimeField(null=True)),
                ('taken_in_at', models.DateTimeField(null=True)),
                ('trouble', models.CharField(blank=True, default='', help_text='Why it was not taken in.', max_length=40)),
                ('tried_at', models.DateTimeField(null=True)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='letters', to='signals.publicreport')),
            ],
            options={
                'ordering': ['sent_at'],
                'indexes': [models.Index(condition=models.Q(('direction', 'to_team'), ('taken_in_at', None)), fields=['sent_at'], name='letter_waiting')],
            },
        ),
        migrations.CreateModel(
            name='Signal',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('reference', models.CharField(max_length=20, unique=True)),
                ('dossier', models.UUIDField(help_text='Names the data key in the vault.', unique=True)),
                ('origin', models.CharField(choices=[('public', 'public form'), ('professional', 'professional'), ('on_behalf', 'on behalf of somebody'), ('import', 'imported signal book')], max_length=20)),
                ('import_key', models.BinaryField(max_length=32, null=True)),
                ('sent_once', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('subject_kind', models.CharField(max_length=40)),
                ('reporter_kind', models.CharField(max_length=40)),
                ('minor', models.CharField(choices=[('yes', 'yes'), ('no', 'no'), ('unknown', 'unknown')], default='unknown', max_length=8)),
                ('identifiable', models.CharField(choices=[('yes', 'yes'), ('no', 'no'), ('unknown', 'unknown')], default='unknown', max_length=8)),
                ('danger', models.BooleanField(default=False)),
                ('urgency', models.CharField(max_length=40)),
                ('attachments_count', models.PositiveSmallIntegerField(default=0)),
                ('phase', models.CharField(choices=[('received', 'received'), ('assessing', 'being assessed'), ('routed', 'with another organisation'), ('following_up', 'being followed up'), ('closed', 'closed')], default='received', max_length=16)),
                ('received_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('first_opened_at', models.DateTimeField(blank=True, null=True)),
                ('next_step', models.CharField(default='first_look', max_length=40)),
                ('due_at', models.DateTimeField(blank=True, null=True)),
                ('due_norm', models.CharField(blank=True, max_length=80)),
                ('feedback_due_at', models.DateTimeField(blank=True, null=True)),
                ('feedback_given_at', models.DateTimeField(blank=True, null=True)),
                ('feedback_waived', models.CharField(blank=True, max_length=40)),
                ('answer_waiting', models.BooleanField(default=False)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('stop_reason', models.CharField(blank=True, max_length=40)),
                ('retention_until', models.DateField()),
                ('retention_norm', models.CharField(max_length=80)),
                ('destroyed_at', models.DateTimeField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('act_at', models.GeneratedField(db_persist=True, expression=models.Case(models.When(phase='closed', then=None), models.When(models.Q(models.Q(('feedback_waived', ''), _negated=True), ('feedback_given_at__isnull', False), _connector='OR'), then=models.F('due_at')), models.When(feedback_due_at__lt=models.F('due_at'), then=models.F('feedback_due_at')), default=models.F('due_at')), output_field=models.DateTimeField(null=True))),
                ('assignee', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('merged_into', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='signals.signal')),
                ('municipality', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='parties.municipality')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
                ('report', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='signal', to='signals.publicreport')),
                ('split_from', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='signals.signal')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('phase', 'closed'), _negated=True), fields=['owner', 'act_at'], name='signal_inbox'), models.Index(condition=models.Q(('first_opened_at', None), models.Q(('phase', 'closed'), _negated=True)), fields=['owner', 'act_at'], name='signal_new'), models.Index(condition=models.Q(('feedback_given_at', None), ('feedback_waived', ''), models.Q(('phase', 'closed'), _negated=True)), fields=['owner', 'feedback_due_at'], name='signal_owner_feedback'), models.Index(fields=['owner', 'phase', '-received_at'], name='signal_owner_phase_received'), models.Index(condition=models.Q(('feedback_given_at', None), ('feedback_waived', '')), fields=['feedback_due_at'], name='signal_feedback_open'), models.Index(condition=models.Q(('answer_waiting', True)), fields=['owner', 'changed_at'], name='signal_answer'), models.Index(fields=['made_by', '-received_at'], name='signal_made_by'), models.Index(fields=['municipality', '-received_at'], name='signal_municipality'), models.Index(condition=models.Q(('split_from__isnull', False)), fields=['split_from'], name='signal_parts'), models.Index(condition=models.Q(('merged_into__isnull', False)), fields=['merged_into'], name='signal_merged'), models.Index(condition=models.Q(('destroyed_at', None)), fields=['retention_until', 'reference'], name='signal_retention')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('due_at__isnull', True), ('phase', 'closed'), models.Q(('stop_reason', ''), _negated=True)), models.Q(models.Q(('phase', 'closed'), _negated=True), ('closed_at__isnull', True), ('due_at__isnull', False), ('stop_reason', '')), _connector='OR'), name='signal_closed_has_reason_and_open_has_clock'), models.CheckConstraint(condition=models.Q(models.Q(('phase', 'closed'), _negated=True), ('feedback_given_at__isnull', False), models.Q(('feedback_waived', ''), _negated=True), _connector='OR'), name='signal_closes_after_feedback'), models.CheckConstraint(condition=models.Q(('merged_into__isnull', True), models.Q(('merged_into', models.F('id')), _negated=True), _connector='OR'), name='signal_is_not_merged_into_itself'), models.UniqueConstraint(condition=models.Q(('import_key__isnull', False)), fields=('owner', 'import_key'), name='signal_imported_once')],
            },
        ),
        migrations.CreateModel(
            name='SeenIndicator',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('indicator', models.CharField(max_length=60)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('signal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='indicators', to='signals.signal')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('signal', 'indicator'), name='indicator_ticked_once')],
            },
        ),
        migrations.CreateModel(
            name='Route',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('target', models.CharField(max_length=40)),
                ('reason', models.CharField(max_length=40)),
                ('note', meerinbeeld.vault.fields.SealedField(blank=True)),
                ('ground', models.CharField(max_length=40)),
                ('norm', models.CharField(max_length=80)),
                ('advised', models.BooleanField(default=False)),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('status', models.CharField(choices=[('asked', 'asked'), ('accepted', 'accepted'), ('declined', 'declined'), ('done', 'done'), ('revoked', 'revoked')], default='asked', max_length=10)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('outcome', models.CharField(blank=True, max_length=40)),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
                ('signal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='routes', to='signals.signal')),
            ],
            options={
                'ordering': ['asked_at'],
                'indexes': [models.Index(fields=['organisation', 'status', 'signal'], name='route_at')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('status__in', ['asked', 'accepted'])), fields=('signal', 'organisation'), name='routed_once_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='Resemblance',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('verdict', models.CharField(choices=[('same', 'the same person or place'), ('different', 'not the same')], max_length=10)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='signals.signal')),
                ('signal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='signals.signal')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('signal', 'other'), name='resemblance_judged_once'), models.CheckConstraint(condition=models.Q(('signal__lt', models.F('other'))), name='resemblance_is_stored_one_way')],
            },
        ),
        migrations.CreateModel(
            name='Remark',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('audience', models.CharField(choices=[('team', 'the team'), ('reporter', 'the reporter'), ('chain', 'the chain')], max_length=10)),
                ('text', meerinbeeld.vault.fields.SealedField()),
                ('source', models.CharField(choices=[('reporter', 'reporter'), ('team', 'team'), ('chain', 'chain partner'), ('import', 'import')], max_length=10)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('is_question', models.BooleanField(default=False)),
                ('is_feedback', models.BooleanField(default=False)),
                ('sent_once', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('answers', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='answered_by', to='signals.remark')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('letter', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='remark', to='signals.letter')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
                ('signal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='remarks', to='signals.signal')),
            ],
            options={
                'ordering': ['at'],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=40)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('read_at', models.DateTimeField(blank=True, null=True)),
                ('mailed_at', models.DateTimeField(blank=True, null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to=settings.AUTH_USER_MODEL)),
                ('signal', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='signals.signal')),
            ],
            options={
                'ordering': ['-at'],
                'indexes': [models.Index(condition=models.Q(('read_at', None)), fields=['person', '-at'], name='notice_unread'), models.Index(condition=models.Q(('mailed_at', None)), fields=['at'], name='notice_to_mail')],
            },
        ),
        migrations.CreateModel(
            name='Mark',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=12)),
                ('digest', models.BinaryField(max_length=16)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='marks', to='signals.item')),
                ('signal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='marks', to='signals.signal')),
            ],
            options={
                'indexes': [models.Index(fields=['digest', 'kind'], name='mark_look_up')],
            },
        ),
        migrations.AddField(
            model_name='item',
            name='signal',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='signals.signal'),
        ),
        migrations.CreateModel(
            name='Involvement',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('ground', models.CharField(max_length=40)),
                ('since', models.DateTimeField(default=django.utils.timezone.now)),
                ('until', models.DateTimeField(blank=True, null=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
                ('signal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='involvements', to='signals.signal')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('until__isnull', True)), fields=['organisation', 'since'], name='involved_since')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('organisation', 'signal'), name='involved_once_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('blob', models.UUIDField(unique=True)),
                ('size', models.PositiveIntegerField()),
                ('sealed', meerinbeeld.vault.fields.SealedField(help_text='JSON: name, type, key')),
                ('source', models.CharField(choices=[('reporter', 'reporter'), ('team', 'team'), ('chain', 'chain partner'), ('import', 'import')], max_length=10)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('audience', models.CharField(choices=[('team', 'the team'), ('reporter', 'the reporter'), ('chain', 'the chain')], default='team', max_length=10)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('signal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='signals.signal')),
            ],
            options={
                'ordering': ['at'],
            },
        ),
        migrations.CreateModel(
            name='AccessQuestion',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('reason', meerinbeeld.vault.fields.SealedField(blank=True)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('status', models.CharField(choices=[('asked', 'asked'), ('granted', 'granted'), ('refused', 'refused')], default='asked', max_length=10)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
                ('because_of', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='signals.signal')),
                ('signal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='access_questions', to='signals.signal')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('status', 'asked')), fields=('signal', 'organisation'), name='access_asked_once_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='SignalBook',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('dossier', models.UUIDField(unique=True)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('rows', meerinbeeld.vault.fields.SealedField()),
                ('row_count', models.PositiveIntegerField(default=0)),
                ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                ('handled_count', models.PositiveIntegerField(default=0, help_text='Where a restart goes on.')),
                ('imported_at', models.DateTimeField(blank=True, null=True)),
                ('imported_count', models.PositiveIntegerField(default=0)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='Step',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('kind', models.CharField(max_length=40)),
                ('phase', models.CharField(choices=[('received', 'received'), ('assessing', 'being assessed'), ('routed', 'with another organisation'), ('following_up', 'being followed up'), ('closed', 'closed')], max_length=16)),
                ('reason', models.CharField(blank=True, max_length=40)),
                ('explanation', meerinbeeld.vault.fields.SealedField(blank=True)),
                ('norm', models.CharField(blank=True, max_length=80)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
                ('signal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='signals.signal')),
                ('to_organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
            ],
            options={
                'ordering': ['at'],
            },
        ),
        migrations.CreateModel(
            name='SuspectedForm',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('form', models.CharField(max_length=40)),
                ('norm', models.CharField(max_length=80)),
                ('since', models.DateTimeField(default=django.utils.timezone.now)),
                ('until', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('signal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='forms', to='signals.signal')),
            ],
            options={
                'ordering': ['since'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('form', 'signal'), name='form_suspected_once_at_a_time')],
            },
        ),
    ]
