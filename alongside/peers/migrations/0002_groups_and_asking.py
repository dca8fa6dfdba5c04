import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0001_squashed_0006_who_keeps_it'),
        ('peers', '0001_buddies'),
        ('people', '0001_squashed_0007_groups'),
        ('programmes', '0001_squashed_0002_afterwards'),
    ]

    operations = [
        migrations.CreateModel(
            name='Questionnaire',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=120)),
                ('why', models.CharField(max_length=500)),
                ('promise', models.CharField(max_length=500)),
                ('closes_on', models.DateField()),
                ('report_by', models.DateField()),
                ('state', models.CharField(choices=[('draft', 'being written'), ('open', 'people are asked'), ('closed', 'closed, people wait to hear what happened'), ('reported', 'people were told what happened')], default='draft', max_length=10)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('opened_at', models.DateTimeField(blank=True, null=True)),
                ('happened', models.CharField(blank=True, max_length=1500)),
                ('reported_at', models.DateTimeField(blank=True, null=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='questionnaires', to='people.organisation')),
                ('reported_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-created_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('report_by__gte', models.F('closes_on'))), name='reported_after_it_closed'), models.CheckConstraint(condition=models.Q(models.Q(('reported_at__isnull', False), ('state', 'reported'), models.Q(('happened', ''), _negated=True)), models.Q(models.Q(('state', 'reported'), _negated=True), ('happened', ''), ('reported_at__isnull', True)), _connector='OR'), name='reported_with_what_happened'), models.CheckConstraint(condition=models.Q(models.Q(('opened_at__isnull', True), ('state', 'draft')), models.Q(models.Q(('state', 'draft'), _negated=True), ('opened_at__isnull', False)), _connector='OR'), name='people_are_asked_from_a_time')],
            },
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveSmallIntegerField()),
                ('words', models.CharField(max_length=300)),
                ('kind', models.CharField(choices=[('one', 'choose one'), ('some', 'choose any that fit'), ('words', 'in their own words')], max_length=5)),
                ('options', models.JSONField(blank=True, default=list)),
                ('questionnaire', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='peers.questionnaire')),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('questionnaire', 'number'), name='a_question_has_its_own_number')],
            },
        ),
        migrations.CreateModel(
            name='Activity',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=120)),
                ('of', models.CharField(blank=True, max_length=60)),
                ('level', models.CharField(blank=True, choices=[('paid', 'paid'), ('trained', 'trained'), ('groups', 'in groups'), ('informal', 'informal')], max_length=10)),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='activities', to='people.organisation')),
            ],
            options={
                'ordering': ['name'],
                'constraints': [models.UniqueConstraint(condition=models.Q(models.Q(('of', ''), _negated=True), ('ended_on__isnull', True)), fields=('organisation', 'of'), name='what_is_known_of_the_work_is_on_the_map_once')],
            },
        ),
        migrations.CreateModel(
            name='Group',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=20)),
                ('state', models.CharField(choices=[('draft', 'being written'), ('sent', 'waits to be read'), ('listed', 'listed'), ('quiet', 'not heard of, so not listed'), ('ended', 'has stopped meeting')], default='draft', max_length=10)),
                ('started_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('read_at', models.DateTimeField(blank=True, null=True)),
                ('to_change', models.CharField(blank=True, max_length=500)),
                ('heard_on', models.DateField(blank=True, null=True)),
                ('asked_on', models.DateField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('cohort', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='groups', to='programmes.cohort')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='groups', to='people.organisation')),
                ('service', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='group', to='directory.service')),
            ],
            options={
                'ordering': ['service__name'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('state', 'ended')), models.Q(models.Q(('state', 'ended'), _negated=True), ('ended_at__isnull', True)), _connector='OR'), name='a_group_ends_at_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'listed'), _negated=True), models.Q(('heard_on__isnull', False), ('read_at__isnull', False)), _connector='OR'), name='listed_once_somebody_has_read_it')],
            },
        ),
        migrations.CreateModel(
            name='GroupDay',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('on', models.DateField()),
                ('state', models.CharField(choices=[('planned', 'planned'), ('off', 'called off'), ('met', 'met')], default='planned', max_length=10)),
                ('came', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('noted_at', models.DateTimeField(blank=True, null=True)),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='days', to='peers.group')),
            ],
            options={
                'ordering': ['on'],
                'constraints': [models.UniqueConstraint(fields=('group', 'on'), name='a_group_meets_once_a_day'), models.CheckConstraint(condition=models.Q(('came__isnull', True), ('state', 'met'), _connector='OR'), name='only_where_they_met_somebody_came')],
            },
        ),
        migrations.CreateModel(
            name='Member',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('called', models.CharField(max_length=40)),
                ('runs_it', models.BooleanField(default=False)),
                ('asked_to_run', models.BooleanField(default=False)),
                ('told', models.BooleanField(default=True)),
                ('joined_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('left_at', models.DateTimeField(blank=True, null=True)),
                ('taken_out', models.BooleanField(default=False)),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='peers.group')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='groups', to='people.person')),
            ],
            options={
                'ordering': ['joined_at'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('left_at__isnull', True)), fields=('group', 'person'), name='somebody_is_in_a_group_once')],
            },
        ),
        migrations.CreateModel(
            name='Coming',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('yes', models.BooleanField()),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('day', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='peers.groupday')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='peers.member')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('day', 'member'), name='one_answer_each_for_a_day')],
            },
        ),
        migrations.CreateModel(
            name='Placing',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('on', models.DateField(default=django.utils.timezone.localdate)),
                ('planning', models.CharField(choices=[('professionals', 'professionals'), ('both', 'both together'), ('people', 'people themselves')], max_length=15)),
                ('delivery', models.CharField(choices=[('professionals', 'professionals'), ('both', 'both together'), ('people', 'people themselves')], max_length=15)),
                ('why', models.CharField(blank=True, max_length=300)),
                ('together', models.BooleanField(default=False)),
                ('noted_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='placings', to='peers.activity')),
                ('noted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['on'],
                'constraints': [models.UniqueConstraint(fields=('activity', 'on'), name='an_activity_stands_in_one_cell_a_day')],
            },
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('response', models.UUIDField()),
                ('chosen', models.JSONField(blank=True, default=list)),
                ('words', models.CharField(blank=True, max_length=1000)),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='peers.question')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('question', 'response'), name='one_answer_of_each_response')],
            },
        ),
        migrations.CreateModel(
            name='ReferenceMember',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('at_most', models.PositiveSmallIntegerField(choices=[(4, 'up to four times a year'), (12, 'up to once a month')], default=4)),
                ('by_whom', models.CharField(max_length=300)),
                ('agreed_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('left_at', models.DateTimeField(blank=True, null=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reference_group', to='people.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reference_groups', to='people.person')),
            ],
            options={
                'ordering': ['agreed_at'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('left_at__isnull', True)), fields=('organisation', 'person'), name='in_a_reference_group_once')],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('answered', models.BooleanField(default=False)),
                ('put_in', models.BooleanField(default=False)),
                ('questionnaire', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='peers.questionnaire')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='peers.referencemember')),
            ],
            options={
                'ordering': ['-asked_at'],
                'constraints': [models.UniqueConstraint(fields=('questionnaire', 'member'), name='somebody_is_asked_a_thing_once')],
            },
        ),
        migrations.CreateModel(
            name='SupportRequest',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('words', models.CharField(max_length=1000)),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('answer', models.CharField(blank=True, max_length=500)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='support', to='peers.member')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='support', to='peers.group')),
            ],
            options={
                'ordering': ['asked_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at__isnull', True)), models.Q(('answered_at__isnull', False), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='support_is_given_with_an_answer')],
            },
        ),
        migrations.CreateModel(
            name='Thanks',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('words', models.CharField(max_length=500)),
                ('from_whom', models.CharField(max_length=300)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='thanks_given', to='people.organisation')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='thanks', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name_plural': 'thanks',
                'ordering': ['-at'],
            },
        ),
        migrations.CreateModel(
            name='Thought',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('week', models.DateField()),
                ('by_member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='thoughts', to='peers.member')),
                ('of_member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='thought_of', to='peers.member')),
            ],
            options={
                'ordering': ['-week'],
                'constraints': [models.UniqueConstraint(fields=('by_member', 'of_member', 'week'), name='one_thought_a_week'), models.CheckConstraint(condition=models.Q(('by_member', models.F('of_member')), _negated=True), name='one_thinks_of_others')],
            },
        ),
        migrations.CreateModel(
            name='VolunteerStep',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('helped', 'helped out'), ('trained', 'was trained'), ('employed', 'found work'), ('resting', 'takes a rest')], max_length=10)),
                ('on', models.DateField(default=django.utils.timezone.localdate)),
                ('words', models.CharField(blank=True, max_length=200)),
                ('noted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='volunteer_steps', to='people.organisation')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='volunteer_steps', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['on'],
            },
        ),
    ]

