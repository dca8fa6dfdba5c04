import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import uuid
from django.conf import settings
from django.core.management import call_command
from django.db import migrations, models

from alongside.people.audit.guard import guard_audit_tables, note_new_events_as_unsealed


def make_cache_table(apps, schema_editor):
    """The table in which every server process counts wrong passwords, so that the lock-out holds for all of them."""
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):

    # Together they did what follows. An installation that has them all goes on from here.
    replaces = [
        ('people', '0001_initial'),
        ('people', '0002_who_sends_messages'),
        ('people', '0003_sessions_end_together'),
        ('people', '0004_unsealed_events'),
        ('people', '0005_carer_invitations'),
        ('people', '0006_link_workers'),
        ('people', '0001_squashed_0006_link_workers'),
        ('people', '0007_groups'),
    ]

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='AuditEvent',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('at', models.DateTimeField(db_index=True)),
                ('verb', models.CharField(max_length=60)),
                ('user_id', models.UUIDField(null=True)),
                ('actor', models.CharField(max_length=300)),
                ('organisation_id', models.UUIDField(null=True)),
                ('person_id', models.UUIDField(null=True)),
                ('target', models.CharField(blank=True, max_length=100)),
                ('detail', models.JSONField(default=dict)),
                ('mac', models.CharField(editable=False, max_length=64)),
            ],
            options={
                'indexes': [models.Index(fields=['person_id', '-at'], name='people_audi_person__0ffc50_idx')],
            },
        ),
        migrations.CreateModel(
            name='AuditSeal',
            fields=[
                ('number', models.BigIntegerField(primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('count', models.PositiveIntegerField()),
                ('previous', models.CharField(max_length=64)),
                ('digest', models.CharField(max_length=64, unique=True)),
            ],
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('given_name', models.CharField(max_length=100)),
                ('family_name', models.CharField(max_length=100)),
                ('known_as', models.CharField(blank=True, max_length=100)),
                ('date_of_birth', models.DateField()),
                ('sex', models.CharField(choices=[('female', 'female'), ('male', 'male'), ('other', 'other'), ('unknown', 'not known')], default='unknown', max_length=10)),
                ('nhs_number', models.CharField(blank=True, max_length=10, null=True, unique=True, verbose_name='NHS number')),
                ('address', models.CharField(blank=True, max_length=300)),
                ('postcode', models.CharField(blank=True, max_length=8)),
                ('phone', models.CharField(blank=True, max_length=30)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('died_on', models.DateField(blank=True, null=True)),
                ('restricted_at', models.DateTimeField(blank=True, null=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('ethnicity', models.CharField(blank=True, choices=[('asian', 'Asian or Asian British'), ('black', 'Black, Black British, Caribbean or African'), ('mixed', 'Mixed or multiple ethnic groups'), ('white', 'White'), ('other', 'Another ethnic group')], max_length=10)),
                ('working', models.CharField(blank=True, choices=[('days', 'works in the daytime'), ('shifts', 'works shifts, or at night'), ('not', 'does not work')], max_length=10)),
            ],
            options={
                'ordering': ['family_name', 'given_name'],
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('email', models.EmailField(max_length=254, unique=True)),
                ('name', models.CharField(max_length=200)),
                ('person', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='account', to='people.person')),
                ('is_active', models.BooleanField(default=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('session_round', models.PositiveIntegerField(default=0)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='CarerAgreement',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='carer_agreements', to='people.person')),
                ('carer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cares_for', to=settings.AUTH_USER_MODEL)),
                ('relationship', models.CharField(blank=True, max_length=60)),
                ('since', models.DateField(default=django.utils.timezone.localdate)),
                ('until', models.DateField(blank=True, null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('person', 'carer'), name='one_open_carer_agreement')],
            },
        ),
        migrations.CreateModel(
            name='CarerInvitation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='carer_invitations', to='people.person')),
                ('email', models.EmailField(max_length=254)),
                ('relationship', models.CharField(blank=True, max_length=60)),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('outcome', models.CharField(blank=True, choices=[('accepted', 'said yes'), ('declined', 'said no'), ('taken_back', 'you took it back')], max_length=10)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('person'), django.db.models.functions.text.Lower('email'), condition=models.Q(('outcome', '')), name='asked_once_until_there_is_an_answer'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('outcome', '')), models.Q(models.Q(('outcome', ''), _negated=True), ('ended_at__isnull', False)), _connector='OR'), name='carer_invitation_ended_when_it_has_an_outcome')],
            },
        ),
        migrations.CreateModel(
            name='Condition',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='conditions', to='people.person')),
                ('kind', models.CharField(blank=True, max_length=30)),
                ('code', models.CharField(blank=True, max_length=40)),
                ('system', models.CharField(blank=True, max_length=200)),
                ('display', models.CharField(max_length=300)),
                ('onset', models.DateField(blank=True, null=True)),
                ('abated', models.DateField(blank=True, null=True)),
                ('source', models.CharField(blank=True, max_length=300, null=True, unique=True)),
            ],
            options={
                'ordering': ['onset'],
                'indexes': [models.Index(fields=['person', 'kind'], name='people_cond_person__cfb34f_idx')],
            },
        ),
        migrations.CreateModel(
            name='ErasureRequest',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='erasure_requests', to='people.person')),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('outcome', models.CharField(blank=True, choices=[('kept', 'the care record is kept, the rest was deleted'), ('taken_back', 'they changed their mind')], max_length=10)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('decided_at__isnull', True)), fields=('person',), name='one_open_erasure_request'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('outcome', '')), models.Q(('decided_at__isnull', False), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='a_decided_erasure_has_an_outcome')],
            },
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('health_economy', 'health economy'), ('practice', 'practice'), ('team', 'service or team'), ('community', 'community organisation')], max_length=20)),
                ('name', models.CharField(max_length=200)),
                ('ods_code', models.CharField(blank=True, max_length=12, null=True, unique=True, verbose_name='ODS code')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='people.organisation')),
                ('address', models.CharField(blank=True, max_length=300)),
                ('postcode', models.CharField(blank=True, max_length=8)),
                ('phone', models.CharField(blank=True, max_length=30)),
                ('source', models.CharField(blank=True, max_length=300, null=True, unique=True)),
                ('fictional', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ['name'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'practice'), _negated=True), ('ods_code__isnull', False), ('source__isnull', False), _connector='OR'), name='practice_has_ods_code_or_source', violation_error_message='A practice needs its ODS code.')],
            },
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consents', to='people.person')),
                ('purpose', models.CharField(choices=[('care_team', 'my care team sends me messages and follow-ups'), ('other_service', 'another service sees my plan'), ('peer_supporter', 'a buddy or peer supporter is told about me'), ('evaluation', 'my information is used to see whether the support works')], max_length=20)),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='shared_with_us', to='people.organisation')),
                ('given_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('given_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('until', models.DateField(blank=True, null=True)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('organisation__isnull', False), ('purpose', 'other_service'), ('until__isnull', False)), models.Q(models.Q(('purpose', 'other_service'), _negated=True), ('organisation__isnull', True)), _connector='OR'), name='sharing_names_a_team_and_a_day'), models.UniqueConstraint(condition=models.Q(('organisation__isnull', True), ('withdrawn_at__isnull', True)), fields=('person', 'purpose'), name='one_consent_in_force_per_purpose'), models.UniqueConstraint(condition=models.Q(('organisation__isnull', False), ('withdrawn_at__isnull', True)), fields=('person', 'organisation'), name='one_sharing_in_force_per_team')],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='people.organisation')),
                ('role', models.CharField(choices=[('patient', 'patient'), ('carer', 'carer'), ('clinician', 'clinician'), ('receptionist', 'receptionist'), ('practice_manager', 'practice manager'), ('coordinator', 'coordinator'), ('link_worker', 'link worker'), ('lay_tutor', 'lay tutor'), ('clinical_tutor', 'clinical tutor'), ('buddy', 'buddy'), ('editor', 'editor'), ('directory_steward', 'directory steward'), ('improvement_lead', 'improvement lead'), ('commissioner', 'commissioner'), ('evaluator', 'evaluator'), ('administrator', 'administrator')], max_length=20)),
                ('title', models.CharField(blank=True, max_length=60)),
                ('since', models.DateField(default=django.utils.timezone.localdate)),
                ('until', models.DateField(blank=True, null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('user', 'organisation', 'role'), name='one_open_membership_per_role'), models.CheckConstraint(condition=models.Q(('role__in', ['patient', 'carer']), _negated=True), name='patients_and_carers_are_not_members')],
            },
        ),
        migrations.CreateModel(
            name='PersonIdentifier',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='identifiers', to='people.person')),
                ('system', models.CharField(max_length=200)),
                ('value', models.CharField(max_length=200)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('system', 'value'), name='identifier_names_one_person')],
            },
        ),
        migrations.CreateModel(
            name='Registration',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='registrations', to='people.person')),
                ('practice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='registrations', to='people.organisation')),
                ('since', models.DateField(default=django.utils.timezone.localdate)),
                ('until', models.DateField(blank=True, null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('person',), name='registered_at_one_practice')],
            },
        ),
        migrations.CreateModel(
            name='Responsibility',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='responsibilities', to='people.organisation')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='responsibilities', to=settings.AUTH_USER_MODEL)),
                ('duty', models.CharField(choices=[('owner', 'owner of self-management support'), ('champion', 'champion for self-management support')], max_length=10)),
                ('since', models.DateField(default=django.utils.timezone.localdate)),
                ('until', models.DateField(blank=True, null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('organisation', 'duty'), name='one_holder_of_each_duty')],
            },
        ),
        migrations.CreateModel(
            name='SealedEvent',
            fields=[
                ('event', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, primary_key=True, related_name='sealed', serialize=False, to='people.auditevent')),
                ('seal', models.ForeignKey(on_delete=django.db.models.deletion.DO_NOTHING, related_name='entries', to='people.auditseal')),
            ],
            options={
                'indexes': [models.Index(fields=['seal', 'event'], name='people_seal_seal_id_ea759f_idx')],
            },
        ),
        migrations.CreateModel(
            name='UnsealedEvent',
            fields=[
                ('event', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, primary_key=True, related_name='unsealed', serialize=False, to='people.auditevent')),
            ],
        ),
        migrations.CreateModel(
            name='ContactPreference',
            fields=[
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='contact_preference', serialize=False, to='people.person')),
                ('channel', models.CharField(choices=[('text', 'text message'), ('email', 'e-mail'), ('letter', 'letter'), ('none', 'do not send me anything')], default='text', max_length=10)),
                ('language', models.CharField(default='en', max_length=35)),
                ('large_print', models.BooleanField(default=False)),
                ('needs_interpreter', models.BooleanField(default=False)),
            ],
        ),
        migrations.RunPython(guard_audit_tables, migrations.RunPython.noop),
        migrations.RunPython(note_new_events_as_unsealed),
        migrations.RunPython(make_cache_table, migrations.RunPython.noop),
    ]
