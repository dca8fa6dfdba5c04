import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    # Together they did what follows. An installation that has them all goes on from here.
    replaces = [
        ('peers', '0001_initial'),
    ]

    initial = True

    dependencies = [
        ('people', '0001_squashed_0007_groups'),
    ]

    operations = [
        migrations.CreateModel(
            name='Buddy',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('since', models.DateField(default=django.utils.timezone.localdate)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('conditions', models.JSONField(blank=True, default=list)),
                ('topics', models.JSONField(blank=True, default=list)),
                ('interests', models.JSONField(blank=True, default=list)),
                ('languages', models.JSONField(default=list)),
                ('free_at', models.JSONField(blank=True, default=list)),
                ('sex', models.CharField(choices=[('female', 'female'), ('male', 'male'), ('other', 'other'), ('unknown', 'not known')], default='unknown', max_length=10)),
                ('would_rather', models.CharField(blank=True, choices=[('female', 'a woman'), ('male', 'a man')], max_length=10)),
                ('about', models.CharField(blank=True, max_length=300)),
                ('phone', models.CharField(blank=True, max_length=30)),
                ('wished', models.PositiveSmallIntegerField(default=2)),
                ('most', models.PositiveSmallIntegerField(default=2)),
                ('taken', models.PositiveSmallIntegerField(default=0)),
                ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='buddies', to='people.organisation')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='buddying', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['user__name'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('user',), name='a_buddy_is_approved_once'), models.CheckConstraint(condition=models.Q(('taken__lte', models.F('most'))), name='no_more_than_a_buddy_is_willing')],
            },
        ),
        migrations.CreateModel(
            name='BuddyRequest',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by_whom', models.CharField(max_length=300)),
                ('topics', models.JSONField(blank=True, default=list)),
                ('interests', models.JSONField(blank=True, default=list)),
                ('free_at', models.JSONField(blank=True, default=list)),
                ('would_rather', models.CharField(blank=True, choices=[('female', 'a woman'), ('male', 'a man')], max_length=10)),
                ('state', models.CharField(choices=[('waiting', 'waiting for a buddy'), ('matched', 'has a buddy, or is asked about one'), ('over', 'over')], default='waiting', max_length=10)),
                ('over_at', models.DateTimeField(blank=True, null=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='buddy_requests', to='people.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='buddy_requests', to='people.person')),
            ],
            options={
                'ordering': ['asked_at'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'over'), _negated=True), fields=('person',), name='one_wish_for_a_buddy_at_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('over_at__isnull', False), ('state', 'over')), models.Q(models.Q(('state', 'over'), _negated=True), ('over_at__isnull', True)), _connector='OR'), name='what_is_over_ended_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='Check',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('training', 'training'), ('reference', 'reference'), ('dbs', 'DBS check')], max_length=10)),
                ('on', models.DateField()),
                ('expires_on', models.DateField(blank=True, null=True)),
                ('buddy', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='checks', to='peers.buddy')),
                ('noted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-on'],
                'constraints': [models.UniqueConstraint(fields=('buddy', 'kind', 'on'), name='a_check_is_noted_once'), models.CheckConstraint(condition=models.Q(('expires_on__isnull', True), ('expires_on__gte', models.F('on')), _connector='OR'), name='runs_out_after_it_was_made')],
            },
        ),
        migrations.CreateModel(
            name='Match',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(choices=[('proposed', 'proposed'), ('running', 'under way'), ('paused', 'paused'), ('ended', 'ended'), ('declined', 'not taken up')], default='proposed', max_length=10)),
                ('reasons', models.JSONField(default=list)),
                ('both_live_with', models.CharField(blank=True, max_length=300)),
                ('proposed_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('buddy_yes_at', models.DateTimeField(blank=True, null=True)),
                ('person_yes_at', models.DateTimeField(blank=True, null=True)),
                ('buddy_shares_number', models.BooleanField(default=False)),
                ('person_shares_number', models.BooleanField(default=False)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('why', models.CharField(blank=True, choices=[('done', 'all the calls were made'), ('person', 'they would rather stop'), ('buddy', 'the buddy cannot go on'), ('coordinator', 'the coordinator ended it'), ('died', 'died')], max_length=12)),
                ('buddy', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='matches', to='peers.buddy')),
                ('proposed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='matches', to='peers.buddyrequest')),
            ],
            options={
                'ordering': ['-proposed_at'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['proposed', 'running', 'paused'])), fields=('request',), name='one_buddy_at_a_time'), models.CheckConstraint(condition=models.Q(('state__in', ['proposed', 'declined']), models.Q(('buddy_yes_at__isnull', False), ('person_yes_at__isnull', False)), _connector='OR'), name='nobody_is_rung_before_both_said_yes'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('state__in', ['ended', 'declined'])), models.Q(('ended_at__isnull', True), ('state__in', ['proposed', 'running', 'paused']), ('why', '')), _connector='OR'), name='a_match_ends_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='Call',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveSmallIntegerField()),
                ('due', models.DateField()),
                ('outcome', models.CharField(blank=True, choices=[('held', 'We talked'), ('no_answer', 'Nobody answered'), ('put_off', 'They asked for another day')], max_length=10)),
                ('minutes', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('went', models.CharField(blank=True, choices=[('well', 'Well'), ('all_right', 'All right'), ('hard', 'It was a hard one')], max_length=10)),
                ('noted_at', models.DateTimeField(blank=True, null=True)),
                ('match', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='calls', to='peers.match')),
            ],
            options={
                'ordering': ['due', 'number'],
                'constraints': [models.UniqueConstraint(fields=('match', 'number'), name='a_call_has_its_own_number'), models.CheckConstraint(condition=models.Q(models.Q(('noted_at__isnull', True), ('outcome', '')), models.Q(models.Q(('outcome', ''), _negated=True), ('noted_at__isnull', False)), _connector='OR'), name='what_was_said_of_a_call_has_a_time')],
            },
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('meeting', 'monthly meeting'), ('debrief', 'de-brief')], max_length=10)),
                ('on', models.DateField()),
                ('noted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='buddy_meetings', to='people.organisation')),
                ('there', models.ManyToManyField(related_name='meetings', to='peers.buddy')),
            ],
            options={
                'ordering': ['-on'],
            },
        ),
        migrations.CreateModel(
            name='Worry',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('words', models.CharField(max_length=1000)),
                ('raised_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('outcome', models.CharField(blank=True, max_length=500)),
                ('call', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='peers.call')),
                ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('match', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='worries', to='peers.match')),
                ('raised_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['raised_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('outcome', '')), models.Q(('closed_at__isnull', False), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='a_worry_is_closed_with_what_became_of_it')],
            },
        ),
        migrations.CreateModel(
            name='WorryStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('words', models.CharField(max_length=500)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('worry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='peers.worry')),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
    ]

