import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    # Together they did what follows. An installation that has them all goes on from here.
    replaces = [
        ('agenda', '0001_initial'),
        ('agenda', '0002_carried_with'),
    ]

    dependencies = [
        ('people', '0001_squashed_0007_groups'),
        ('worklist', '0001_squashed_0003_got_stuck'),
    ]

    operations = [
        migrations.CreateModel(
            name='Appointment',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='appointments', to='people.person')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='people.organisation')),
                ('clinician', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='appointments', to=settings.AUTH_USER_MODEL)),
                ('starts_at', models.DateTimeField()),
                ('minutes', models.PositiveSmallIntegerField(default=10)),
                ('state', models.CharField(choices=[('booked', 'booked'), ('attended', 'attended'), ('missed', 'not attended'), ('cancelled', 'cancelled')], default='booked', max_length=10)),
                ('source', models.CharField(blank=True, max_length=300, null=True, unique=True)),
            ],
            options={
                'ordering': ['starts_at'],
                'indexes': [models.Index(fields=['organisation', 'starts_at'], name='agenda_appo_organis_4d91b3_idx'), models.Index(fields=['person', 'starts_at'], name='agenda_appo_person__ecdfe9_idx')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('source__isnull', True), ('state', 'booked')), fields=('person', 'starts_at', 'organisation'), name='not_booked_twice_for_the_same_time')],
            },
        ),
        migrations.CreateModel(
            name='Preparation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('appointment', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='preparation', to='agenda.appointment')),
                ('most_important', models.TextField(blank=True)),
                ('given_by', models.CharField(choices=[('person', 'the person'), ('carer', 'somebody who acts for them'), ('staff', 'typed in by staff')], default='person', max_length=10)),
                ('typed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('started_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('saved_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Concern',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('preparation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='concerns', to='agenda.preparation')),
                ('area', models.CharField(max_length=30)),
                ('words', models.TextField(blank=True)),
                ('bother', models.PositiveSmallIntegerField(blank=True, choices=[(1, 'a little'), (2, 'quite a bit'), (3, 'a lot')], null=True)),
                ('wish', models.CharField(blank=True, choices=[('talk', 'talk it over'), ('information', 'information'), ('someone', 'someone to help'), ('just_say', 'just so you know')], max_length=15)),
                ('rank', models.PositiveSmallIntegerField(blank=True, null=True)),
            ],
            options={
                'ordering': ['rank', '-bother', 'area'],
                'constraints': [models.UniqueConstraint(fields=('preparation', 'area'), name='an_area_is_named_once'), models.UniqueConstraint(condition=models.Q(('rank__isnull', False)), fields=('preparation', 'rank'), name='one_concern_at_each_rank'), models.CheckConstraint(condition=models.Q(('rank__isnull', True), ('rank__range', (1, 3)), _connector='OR'), name='three_ranks'), models.CheckConstraint(condition=models.Q(('bother__isnull', True), ('bother__range', (1, 3)), _connector='OR'), name='three_sizes')],
            },
        ),
        migrations.CreateModel(
            name='Result',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='results', to='people.person')),
                ('code', models.CharField(max_length=40)),
                ('system', models.CharField(blank=True, max_length=200)),
                ('display', models.CharField(max_length=300)),
                ('value', models.FloatField(blank=True, null=True)),
                ('text', models.CharField(blank=True, max_length=300)),
                ('unit', models.CharField(blank=True, max_length=60)),
                ('taken_at', models.DateTimeField()),
                ('released_at', models.DateTimeField(blank=True, null=True)),
                ('source', models.CharField(blank=True, max_length=300, null=True, unique=True)),
            ],
            options={
                'ordering': ['-taken_at'],
                'indexes': [models.Index(fields=['person', 'code', '-taken_at'], name='agenda_resu_person__f09a05_idx')],
            },
        ),
        migrations.CreateModel(
            name='Visit',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='visits', to='people.person')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='people.organisation')),
                ('appointment', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='visit', to='agenda.appointment')),
                ('clinician', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='visits', to=settings.AUTH_USER_MODEL)),
                ('seen_by', models.CharField(blank=True, max_length=100)),
                ('started_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('source', models.CharField(blank=True, max_length=300, null=True, unique=True)),
            ],
            options={
                'ordering': ['-started_at'],
                'indexes': [models.Index(fields=['person', '-started_at'], name='agenda_visi_person__d45c53_idx')],
            },
        ),
        migrations.CreateModel(
            name='AgendaItem',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('visit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='agenda.visit')),
                ('kind', models.CharField(choices=[('concern', 'what the person wants to talk about'), ('review', 'review task')], max_length=10)),
                ('concern', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='items', to='agenda.concern')),
                ('review', models.CharField(blank=True, max_length=60)),
                ('carried_from', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='carried_to', to='agenda.agendaitem')),
                ('carried_with', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='agenda.agendaitem')),
                ('position', models.PositiveSmallIntegerField()),
                ('disposition', models.CharField(blank=True, choices=[('done', 'talked about'), ('carried', 'carried to the next visit'), ('handed', 'handed to somebody'), ('not_now', 'not now')], max_length=10)),
                ('handed_to', models.CharField(blank=True, max_length=30)),
                ('task', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='worklist.task')),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['position'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('concern__isnull', False), ('kind', 'concern'), ('review', '')), models.Q(('concern__isnull', True), ('kind', 'review'), models.Q(('review', ''), _negated=True)), _connector='OR'), name='an_item_is_a_concern_or_a_review_task'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('disposition', '')), models.Q(models.Q(('disposition', ''), _negated=True), ('decided_at__isnull', False)), _connector='OR'), name='a_disposition_has_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('disposition', 'handed'), models.Q(('handed_to', ''), _negated=True)), models.Q(models.Q(('disposition', 'handed'), _negated=True), ('handed_to', '')), _connector='OR'), name='handed_on_says_to_whom'), models.UniqueConstraint(fields=('visit', 'concern'), name='a_concern_is_once_on_a_visit'), models.UniqueConstraint(condition=models.Q(('review', ''), _negated=True), fields=('visit', 'review'), name='a_review_task_is_once_on_a_visit')],
            },
        ),
    ]
