import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import uuid
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    # Together they did what follows. An installation that has them all goes on from here.
    replaces = [
        ('programmes', '0001_initial'),
        ('programmes', '0002_afterwards'),
    ]

    initial = True

    dependencies = [
        ('people', '0001_squashed_0007_groups'),
    ]

    operations = [
        migrations.CreateModel(
            name='Variant',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('course_key', models.CharField(max_length=40)),
                ('name', models.CharField(max_length=100)),
                ('why', models.CharField(max_length=500)),
                ('changes', models.JSONField()),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='course_variants', to='people.organisation')),
            ],
            options={
                'ordering': ['name'],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'name'), name='a_version_is_named_once')],
            },
        ),
        migrations.CreateModel(
            name='Cohort',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cohorts', to='people.organisation')),
                ('course_key', models.CharField(max_length=40)),
                ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cohorts_for_us', to='people.organisation')),
                ('places', models.PositiveSmallIntegerField()),
                ('taken', models.PositiveSmallIntegerField(default=0)),
                ('state', models.CharField(choices=[('open', 'open'), ('running', 'under way'), ('finished', 'finished'), ('cancelled', 'not going ahead')], default='open', max_length=10)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('variant', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cohorts', to='programmes.variant')),
            ],
            options={
                'ordering': ['-created_at'],
                'indexes': [models.Index(fields=['organisation', 'state'], name='programmes__organis_03ec14_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(('taken__lte', models.F('places'))), name='no_more_than_there_are_places')],
            },
        ),
        migrations.CreateModel(
            name='Enrolment',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('cohort', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='enrolments', to='programmes.cohort')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='course_places', to='people.person')),
                ('staff', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='training', to=settings.AUTH_USER_MODEL)),
                ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='training', to='people.organisation')),
                ('state', models.CharField(choices=[('waiting', 'waiting for a place'), ('placed', 'has a place'), ('left', 'left')], max_length=10)),
                ('joined_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('placed_at', models.DateTimeField(blank=True, null=True)),
                ('left_at', models.DateTimeField(blank=True, null=True)),
                ('left_why', models.CharField(blank=True, choices=[('working', 'Work'), ('caring', 'Looking after somebody'), ('ill', 'Not well enough'), ('travel', 'Hard to get there'), ('not_for_me', 'It is not for me'), ('else', 'Something else'), ('died', 'died'), ('cancelled', 'the course is not going ahead')], max_length=12)),
            ],
            options={
                'ordering': ['joined_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('person__isnull', False), ('staff__isnull', True), ('team__isnull', True)), models.Q(('person__isnull', True), ('staff__isnull', False), ('team__isnull', False)), _connector='OR'), name='a_place_is_a_persons_or_of_somebody_who_works_here'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'placed'), _negated=True), ('placed_at__isnull', False), _connector='OR'), name='a_place_was_given_at_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('left_at__isnull', False), ('state', 'left')), models.Q(models.Q(('state', 'left'), _negated=True), ('left_at__isnull', True)), _connector='OR'), name='who_left_left_at_a_time'), models.UniqueConstraint(condition=models.Q(('state', 'left'), _negated=True), fields=('cohort', 'person'), name='a_person_joins_a_cohort_once'), models.UniqueConstraint(condition=models.Q(('state', 'left'), _negated=True), fields=('cohort', 'staff'), name='somebody_of_the_staff_joins_a_cohort_once')],
            },
        ),
        migrations.CreateModel(
            name='Offer',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='course_offers', to='people.person')),
                ('course_key', models.CharField(max_length=40)),
                ('state', models.CharField(choices=[('offered', 'thinking about it'), ('accepted', 'would like to go'), ('declined', 'not now'), ('not_suitable', 'not suitable')], max_length=12)),
                ('barrier', models.CharField(blank=True, choices=[('working', 'I work at those times'), ('caring', 'I look after somebody'), ('language', 'It is not in my language'), ('ill', 'I am not well enough'), ('groups', 'I do not like groups'), ('travel', 'It is hard to get there'), ('no_need', 'I manage well'), ('else', 'Something else')], max_length=10)),
                ('ask_again_on', models.DateField(blank=True, null=True)),
                ('first_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'course_key'), name='one_offer_of_a_course_to_a_person'), models.CheckConstraint(condition=models.Q(('barrier', ''), ('state', 'declined'), _connector='OR'), name='only_a_no_has_a_barrier'), models.CheckConstraint(condition=models.Q(('ask_again_on__isnull', True), ('state', 'declined'), _connector='OR'), name='only_a_no_is_asked_again')],
            },
        ),
        migrations.CreateModel(
            name='OfferMove',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('offer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='moves', to='programmes.offer')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('by_whom', models.CharField(max_length=300)),
                ('state', models.CharField(choices=[('offered', 'thinking about it'), ('accepted', 'would like to go'), ('declined', 'not now'), ('not_suitable', 'not suitable')], max_length=12)),
                ('barrier', models.CharField(blank=True, choices=[('working', 'I work at those times'), ('caring', 'I look after somebody'), ('language', 'It is not in my language'), ('ill', 'I am not well enough'), ('groups', 'I do not like groups'), ('travel', 'It is hard to get there'), ('no_need', 'I manage well'), ('else', 'Something else')], max_length=10)),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Target',
            fields=[
                ('organisation', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='training_target', serialize=False, to='people.organisation')),
                ('percent', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100)])),
                ('set_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('set_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('percent__gte', 1), ('percent__lte', 100)), name='a_target_is_a_share')],
            },
        ),
        migrations.CreateModel(
            name='Training',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='trainings', to=settings.AUTH_USER_MODEL)),
                ('level', models.CharField(max_length=20)),
                ('on', models.DateField()),
                ('cohort', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='trained', to='programmes.cohort')),
                ('noted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['on'],
                'indexes': [models.Index(fields=['user', 'on'], name='programmes__user_id_791668_idx')],
                'constraints': [models.UniqueConstraint(fields=('user', 'cohort'), name='trained_once_in_a_group')],
            },
        ),
        migrations.CreateModel(
            name='Tutor',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='tutoring', to=settings.AUTH_USER_MODEL)),
                ('kind', models.CharField(choices=[('lay', 'lay tutor'), ('clinical', 'clinical tutor')], max_length=10)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tutors', to='people.organisation')),
                ('trained_on', models.DateField()),
                ('since', models.DateField(default=django.utils.timezone.localdate)),
                ('until', models.DateField(blank=True, null=True)),
                ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('most_a_week', models.PositiveSmallIntegerField(default=2)),
                ('pay', models.DecimalField(decimal_places=2, default=0, max_digits=7)),
                ('usual', models.JSONField(blank=True, default=list)),
            ],
            options={
                'ordering': ['user__name'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('user', 'kind', 'organisation'), name='approved_once_as_a_tutor'), models.CheckConstraint(condition=models.Q(('trained_on__lte', models.F('since'))), name='trained_before_approved'), models.CheckConstraint(condition=models.Q(('pay__gte', 0)), name='pay_is_not_less_than_nothing')],
            },
        ),
        migrations.CreateModel(
            name='Venue',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='venues', to='people.organisation')),
                ('name', models.CharField(max_length=200)),
                ('address', models.CharField(max_length=300)),
                ('postcode', models.CharField(max_length=8)),
                ('holds', models.PositiveSmallIntegerField()),
                ('step_free', models.BooleanField(default=False)),
                ('hearing_loop', models.BooleanField(default=False)),
                ('getting_there', models.CharField(blank=True, max_length=500)),
                ('price', models.DecimalField(decimal_places=2, default=0, max_digits=7)),
            ],
            options={
                'ordering': ['name'],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'name'), name='a_venue_is_named_once'), models.CheckConstraint(condition=models.Q(('price__gte', 0)), name='a_price_is_not_less_than_nothing')],
            },
        ),
        migrations.CreateModel(
            name='Session',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('cohort', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to='programmes.cohort')),
                ('kind', models.CharField(choices=[('ordinary', 'session'), ('reunion', 'reunion')], default='ordinary', max_length=10)),
                ('number', models.PositiveSmallIntegerField()),
                ('title', models.CharField(max_length=200)),
                ('starts_at', models.DateTimeField()),
                ('minutes', models.PositiveSmallIntegerField()),
                ('venue', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to='programmes.venue')),
                ('state', models.CharField(choices=[('planned', 'planned'), ('confirmed', 'confirmed'), ('held', 'held'), ('cancelled', 'not going ahead')], default='planned', max_length=10)),
                ('needs_lay', models.BooleanField()),
                ('needs_clinical', models.BooleanField()),
                ('lay_tutor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='as_lay', to='programmes.tutor')),
                ('clinical_tutor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='as_clinical', to='programmes.tutor')),
                ('exception', models.CharField(blank=True, max_length=300)),
                ('exception_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('exception_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['starts_at'],
                'indexes': [models.Index(fields=['venue', 'starts_at'], name='programmes__venue_i_688f64_idx'), models.Index(fields=['state', 'starts_at'], name='programmes__state_2f6667_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['planned', 'cancelled']), models.Q(('exception', ''), _negated=True), models.Q(models.Q(('needs_lay', False), ('lay_tutor__isnull', False), _connector='OR'), models.Q(('needs_clinical', False), ('clinical_tutor__isnull', False), _connector='OR')), _connector='OR'), name='confirmed_only_with_both_tutors'), models.CheckConstraint(condition=models.Q(('exception', ''), ('exception_at__isnull', False), _connector='XOR'), name='an_exception_has_a_time'), models.CheckConstraint(condition=models.Q(('lay_tutor__isnull', True), ('clinical_tutor__isnull', True), models.Q(('lay_tutor', models.F('clinical_tutor')), _negated=True), _connector='OR'), name='two_tutors_are_two_people'), models.UniqueConstraint(fields=('cohort', 'kind', 'number'), name='a_session_has_its_own_number'), models.UniqueConstraint(condition=models.Q(('state', 'cancelled'), _negated=True), fields=('venue', 'starts_at'), name='a_room_is_used_once_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='register', to='programmes.session')),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attendances', to='programmes.enrolment')),
                ('mark', models.CharField(choices=[('here', 'Here'), ('sent_word', 'Sent word'), ('absent', 'Not here')], max_length=10)),
                ('marked_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('marked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('session', 'enrolment'), name='one_mark_each_in_a_register')],
            },
        ),
        migrations.CreateModel(
            name='SessionMove',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='moves', to='programmes.session')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('what', models.CharField(choices=[('state', 'state'), ('time', 'time'), ('venue', 'place'), ('lay', 'lay tutor'), ('clinical', 'clinical tutor')], max_length=10)),
                ('before', models.CharField(blank=True, max_length=200)),
                ('after', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='CatchUp',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('how', models.CharField(choices=[('group', 'with another group'), ('person', 'with a tutor, face to face'), ('phone', 'with a tutor, by phone')], max_length=6)),
                ('on', models.DateField()),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='catch_ups', to='programmes.enrolment')),
                ('missed', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='made_up_for', to='programmes.session')),
                ('noted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('session', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='guests', to='programmes.session')),
            ],
            options={
                'ordering': ['on'],
                'constraints': [models.UniqueConstraint(fields=('enrolment', 'missed'), name='a_missed_session_is_made_up_for_once'), models.CheckConstraint(condition=models.Q(models.Q(('how', 'group'), ('session__isnull', False)), models.Q(models.Q(('how', 'group'), _negated=True), ('session__isnull', True)), _connector='OR'), name='another_group_is_a_session'), models.CheckConstraint(condition=models.Q(('done_at__isnull', True), models.Q(('how', 'group'), _negated=True), _connector='OR'), name='done_is_said_once')],
            },
        ),
        migrations.CreateModel(
            name='Cost',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('tutor', 'tutors'), ('expenses', 'expenses of tutors and volunteers'), ('room', 'rooms'), ('cover', 'locum or backfill cover'), ('materials', 'printing and materials'), ('food', 'food and drink'), ('else', 'something else')], max_length=10)),
                ('pounds', models.DecimalField(decimal_places=2, max_digits=9, validators=[django.core.validators.MinValueValidator(Decimal('0.01'))])),
                ('words', models.CharField(blank=True, max_length=200)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('cohort', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='costs', to='programmes.cohort')),
                ('session', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='costs', to='programmes.session')),
                ('tutor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='costs', to='programmes.tutor')),
            ],
            options={
                'ordering': ['at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('pounds__gt', 0)), name='a_cost_is_something'), models.UniqueConstraint(fields=('session', 'tutor'), name='a_tutor_is_paid_once_for_a_session'), models.UniqueConstraint(condition=models.Q(('kind', 'room')), fields=('session',), name='a_room_is_paid_once_for_a_session')],
            },
        ),
        migrations.CreateModel(
            name='ModuleProgress',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('module_key', models.CharField(max_length=40)),
                ('seen', models.JSONField(default=list)),
                ('started_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='modules', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('user', 'module_key'), name='a_module_is_gone_through_once')],
            },
        ),
        migrations.CreateModel(
            name='Rating',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('answer', models.CharField(choices=[('good', 'It was good for me'), ('fair', 'It was all right'), ('poor', 'It was not for me')], max_length=4)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ratings', to='programmes.enrolment')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ratings', to='programmes.session')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('session', 'enrolment'), name='a_session_is_rated_once_by_each')],
            },
        ),
        migrations.CreateModel(
            name='SessionNote',
            fields=[
                ('session', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='note', serialize=False, to='programmes.session')),
                ('asked', models.JSONField(default=list)),
                ('covered', models.JSONField(default=list)),
                ('words', models.CharField(blank=True, max_length=500)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Term',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('first', models.DateField()),
                ('last', models.DateField()),
                ('of_best', models.PositiveSmallIntegerField()),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='terms', to='people.organisation')),
            ],
            options={
                'ordering': ['-made_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('first__lte', models.F('last'))), name='a_term_ends_after_it_begins')],
            },
        ),
        migrations.CreateModel(
            name='TermLine',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('course_key', models.CharField(max_length=40)),
                ('starts_at', models.DateTimeField(null=True)),
                ('groups', models.PositiveSmallIntegerField(default=1)),
                ('why_not', models.CharField(blank=True, max_length=400)),
                ('clinical_tutor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='programmes.tutor')),
                ('cohort', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='proposed_in', to='programmes.cohort')),
                ('lay_tutor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='programmes.tutor')),
                ('team', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.organisation')),
                ('term', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='programmes.term')),
                ('venue', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='programmes.venue')),
                ('variant', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='programmes.variant')),
            ],
            options={
                'ordering': ['starts_at', 'course_key'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('groups', 1), ('starts_at__isnull', False), ('venue__isnull', False), ('why_not', '')), models.Q(('cohort__isnull', True), ('starts_at__isnull', True), ('venue__isnull', True), models.Q(('why_not', ''), _negated=True)), _connector='OR'), name='placed_or_why_not')],
            },
        ),
        migrations.CreateModel(
            name='TimeAway',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('first', models.DateField()),
                ('last', models.DateField()),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='times_away', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['first'],
                'constraints': [models.CheckConstraint(condition=models.Q(('first__lte', models.F('last'))), name='away_from_first_to_last')],
            },
        ),
    ]

