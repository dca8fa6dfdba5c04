import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    # Together they did what follows. An installation that has them all goes on from here.
    replaces = [
        ('plans', '0001_initial'),
        ('plans', '0002_follow_up_created_at'),
        ('plans', '0003_signposting'),
    ]

    dependencies = [
        ('directory', '0001_squashed_0006_who_keeps_it'),
        ('people', '0001_squashed_0007_groups'),
    ]

    operations = [
        migrations.CreateModel(
            name='Plan',
            fields=[
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='plan', serialize=False, to='people.person')),
                ('what_matters', models.TextField(blank=True)),
                ('review_on', models.DateField(blank=True, null=True)),
                ('updated_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name='Goal',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='goals', to='plans.plan')),
                ('words', models.CharField(max_length=300)),
                ('why', models.TextField(blank=True)),
                ('barrier', models.CharField(blank=True, max_length=300, verbose_name='what might get in the way')),
                ('then_i_will', models.CharField(blank=True, max_length=300)),
                ('helper', models.CharField(blank=True, max_length=200, verbose_name='who could help')),
                ('would_raise', models.CharField(blank=True, max_length=300)),
                ('state', models.CharField(choices=[('active', 'active'), ('achieved', 'achieved'), ('changed', 'changed'), ('set_aside', 'set aside for now')], default='active', max_length=10)),
                ('instead_of', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='changed_to', to='plans.goal')),
                ('agreed_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('agreed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('agreed_with', models.CharField(blank=True, max_length=300)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['agreed_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('state', 'active')), models.Q(models.Q(('state', 'active'), _negated=True), ('ended_at__isnull', False)), _connector='OR'), name='an_ended_goal_has_a_time'), models.UniqueConstraint(condition=models.Q(('state', 'active')), fields=('plan', 'words'), name='one_active_goal_in_the_same_words')],
            },
        ),
        migrations.CreateModel(
            name='FollowUp',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('goal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='follow_ups', to='plans.goal')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('due', models.DateField()),
                ('every_days', models.PositiveSmallIntegerField(default=14)),
                ('state', models.CharField(choices=[('planned', 'planned'), ('asked', 'asked'), ('answered', 'answered'), ('silent', 'no answer'), ('cancelled', 'cancelled')], default='planned', max_length=10)),
                ('asked_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['due'],
                'indexes': [models.Index(fields=['state', 'due'], name='plans_follo_state_fc0483_idx')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['planned', 'asked'])), fields=('goal',), name='one_follow_up_under_way_per_goal'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['asked', 'answered', 'silent']), _negated=True), ('asked_at__isnull', False), _connector='OR'), name='asked_follow_ups_have_a_time')],
            },
        ),
        migrations.CreateModel(
            name='Confidence',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('goal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='confidences', to='plans.goal')),
                ('kind', models.CharField(choices=[('confidence', 'how sure'), ('importance', 'how important')], default='confidence', max_length=10)),
                ('value', models.PositiveSmallIntegerField()),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['at'],
                'indexes': [models.Index(fields=['goal', 'kind', 'at'], name='plans_confi_goal_id_a9582f_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(('value__range', (0, 10))), name='from_0_to_10')],
            },
        ),
        migrations.CreateModel(
            name='Action',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('goal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='actions', to='plans.goal')),
                ('what', models.CharField(max_length=200)),
                ('where', models.CharField(blank=True, max_length=100)),
                ('how_much', models.CharField(blank=True, max_length=100)),
                ('when', models.CharField(blank=True, max_length=100)),
                ('days_a_week', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('since', models.DateField(default=django.utils.timezone.localdate)),
                ('until', models.DateField(blank=True, null=True)),
            ],
            options={
                'ordering': ['since'],
                'constraints': [models.CheckConstraint(condition=models.Q(('days_a_week__isnull', True), ('days_a_week__range', (1, 7)), _connector='OR'), name='one_to_seven_days_a_week')],
            },
        ),
        migrations.CreateModel(
            name='Handover',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='handovers', to='plans.plan')),
                ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.organisation')),
                ('state', models.CharField(choices=[('choosing', 'being chosen'), ('given', 'given'), ('asked', 'asked'), ('answered', 'answered'), ('silent', 'no answer'), ('cancelled', 'cancelled')], default='choosing', max_length=10)),
                ('given_at', models.DateTimeField(blank=True, null=True)),
                ('given_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ask_on', models.DateField(blank=True, null=True)),
                ('asked_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['state', 'ask_on'], name='plans_hando_state_8810be_idx')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'choosing')), fields=('plan', 'organisation'), name='one_handover_being_chosen_at_a_place'), models.CheckConstraint(condition=models.Q(('state', 'choosing'), ('given_at__isnull', False), _connector='OR'), name='a_given_handover_has_a_time')],
            },
        ),
        migrations.CreateModel(
            name='PlanContact',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contacts', to='plans.plan')),
                ('name', models.CharField(max_length=100)),
                ('how', models.CharField(blank=True, max_length=200, verbose_name='how they help')),
                ('phone', models.CharField(blank=True, max_length=30)),
            ],
            options={
                'ordering': ['name'],
                'constraints': [models.UniqueConstraint(fields=('plan', 'name'), name='each_contact_once')],
            },
        ),
        migrations.CreateModel(
            name='Signposting',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='signpostings', to='plans.plan')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.service')),
                ('handover', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='signpostings', to='plans.handover')),
                ('chosen_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('chosen_with', models.CharField(blank=True, max_length=300)),
                ('state', models.CharField(choices=[('saved', 'saved for later'), ('offered', 'offered'), ('wanted', 'would like to go'), ('in_touch', 'got in touch'), ('went', 'went'), ('stopped', 'stopped')], max_length=10)),
                ('helped', models.CharField(blank=True, choices=[('yes', 'It helped'), ('a_little', 'It helped a little'), ('no', 'It did not help')], max_length=10)),
                ('stopped_why', models.CharField(blank=True, choices=[('full', 'It is full, or there is a long wait'), ('too_far', 'It is too far, or hard to get to'), ('cost', 'It costs too much'), ('not_for_me', 'It is not for me'), ('no_answer', 'Nobody answered'), ('else', 'Something else')], max_length=12)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('told_at', models.DateTimeField(blank=True, null=True)),
                ('service_says', models.CharField(blank=True, choices=[('expects', 'they expect you'), ('full', 'they are full'), ('not_right', 'they are not right for this')], max_length=10)),
            ],
            options={
                'ordering': ['chosen_at'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'stopped'), _negated=True), fields=('plan', 'service'), name='one_open_signposting_to_a_service'), models.CheckConstraint(condition=models.Q(('state', 'stopped'), ('stopped_why', ''), _connector='XOR'), name='what_stopped_says_why'), models.CheckConstraint(condition=models.Q(('service_says', ''), ('told_at__isnull', False), _connector='OR'), name='only_a_service_that_was_told_answers'), models.CheckConstraint(condition=models.Q(('helped', ''), ('state', 'went'), _connector='OR'), name='only_who_went_was_helped')],
            },
        ),
        migrations.CreateModel(
            name='SignpostingMove',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('signposting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='moves', to='plans.signposting')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('by_whom', models.CharField(max_length=300)),
                ('before', models.CharField(blank=True, choices=[('saved', 'saved for later'), ('offered', 'offered'), ('wanted', 'would like to go'), ('in_touch', 'got in touch'), ('went', 'went'), ('stopped', 'stopped')], max_length=10)),
                ('after', models.CharField(choices=[('saved', 'saved for later'), ('offered', 'offered'), ('wanted', 'would like to go'), ('in_touch', 'got in touch'), ('went', 'went'), ('stopped', 'stopped')], max_length=10)),
                ('helped', models.CharField(blank=True, choices=[('yes', 'It helped'), ('a_little', 'It helped a little'), ('no', 'It did not help')], max_length=10)),
                ('why', models.CharField(blank=True, choices=[('full', 'It is full, or there is a long wait'), ('too_far', 'It is too far, or hard to get to'), ('cost', 'It costs too much'), ('not_for_me', 'It is not for me'), ('no_answer', 'Nobody answered'), ('else', 'Something else')], max_length=12)),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='WarningSign',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='warning_signs', to='plans.plan')),
                ('sign', models.CharField(max_length=300)),
                ('what_to_do', models.CharField(max_length=300)),
                ('agreed_on', models.DateField(default=django.utils.timezone.localdate)),
            ],
            options={
                'ordering': ['agreed_on', 'sign'],
                'constraints': [models.UniqueConstraint(fields=('plan', 'sign'), name='each_sign_once')],
            },
        ),
        migrations.CreateModel(
            name='CheckIn',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('follow_up', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='check_in', to='plans.followup')),
                ('going', models.CharField(choices=[('well', 'going well'), ('up_and_down', 'up and down'), ('not_going', 'not going')], max_length=15)),
                ('days_done', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('words', models.TextField(blank=True)),
                ('please_call', models.BooleanField(default=False)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['-at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('days_done__isnull', True), ('days_done__range', (0, 7)), _connector='OR'), name='at_most_seven_days_done')],
            },
        ),
        migrations.CreateModel(
            name='GoalScale',
            fields=[
                ('goal', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='scale', serialize=False, to='plans.goal')),
                ('much_less', models.CharField(max_length=200)),
                ('less', models.CharField(max_length=200)),
                ('expected', models.CharField(max_length=200)),
                ('better', models.CharField(max_length=200)),
                ('much_better', models.CharField(max_length=200)),
                ('weight', models.PositiveSmallIntegerField(default=1)),
                ('level', models.SmallIntegerField(blank=True, null=True)),
                ('rated_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('level__isnull', True), ('rated_at__isnull', True)), models.Q(('level__range', (-2, 2)), ('rated_at__isnull', False)), _connector='OR'), name='a_reached_level_has_a_time'), models.CheckConstraint(condition=models.Q(('weight__range', (1, 3))), name='weight_from_1_to_3')],
            },
        ),
    ]
