import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    # Together they did what follows. An installation that has them all goes on from here.
    replaces = [
        ('directory', '0001_initial'),
        ('directory', '0002_record'),
        ('directory', '0003_heard_and_unmet'),
        ('directory', '0004_when_services_changed'),
        ('directory', '0005_whole_points'),
        ('directory', '0006_who_keeps_it'),
    ]

    dependencies = [
        ('people', '0001_squashed_0007_groups'),
    ]

    operations = [
        migrations.CreateModel(
            name='Postcode',
            fields=[
                ('code', models.CharField(max_length=7, primary_key=True, serialize=False)),
                ('latitude', models.FloatField()),
                ('longitude', models.FloatField()),
                ('decile', models.PositiveSmallIntegerField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Source',
            fields=[
                ('key', models.SlugField(primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=200)),
                ('licence', models.CharField(max_length=200)),
                ('licence_url', models.URLField(blank=True)),
                ('attribution', models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name='ImportRun',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='runs', to='directory.source')),
                ('origin', models.CharField(max_length=500)),
                ('began_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('next_page', models.PositiveIntegerField(default=1)),
                ('listed_at', models.DateTimeField(blank=True, null=True)),
                ('whole', models.BooleanField(default=False)),
                ('report', models.JSONField(default=dict)),
            ],
            options={
                'ordering': ['-began_at'],
            },
        ),
        migrations.CreateModel(
            name='Location',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='directory.source')),
                ('source_key', models.CharField(max_length=200)),
                ('location_type', models.CharField(choices=[('physical', 'a place to go to'), ('postal', 'a place to write to'), ('virtual', 'online or by telephone')], default='physical', max_length=8)),
                ('name', models.CharField(blank=True, max_length=300)),
                ('address', models.CharField(blank=True, max_length=500)),
                ('postcode', models.CharField(blank=True, max_length=8)),
                ('latitude', models.FloatField(blank=True, null=True)),
                ('longitude', models.FloatField(blank=True, null=True)),
                ('transportation', models.TextField(blank=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('source', 'source_key'), name='location_once_from_a_source'), models.CheckConstraint(condition=models.Q(models.Q(('latitude', None), ('longitude', None)), models.Q(('latitude__isnull', False), ('latitude__range', (-90, 90)), ('longitude__isnull', False), ('longitude__range', (-180, 180))), _connector='OR'), name='a_location_lies_on_earth')],
            },
        ),
        migrations.CreateModel(
            name='Accessibility',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('location', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='accessibility', to='directory.location')),
                ('description', models.TextField()),
                ('details', models.TextField(blank=True)),
                ('url', models.URLField(blank=True, max_length=500)),
            ],
            options={
                'ordering': ['description'],
            },
        ),
        migrations.CreateModel(
            name='Provider',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='directory.source')),
                ('source_key', models.CharField(max_length=200)),
                ('name', models.CharField(max_length=300)),
                ('description', models.TextField(blank=True)),
                ('website', models.URLField(blank=True, max_length=500)),
                ('email', models.CharField(blank=True, max_length=254)),
                ('phone', models.CharField(blank=True, max_length=50)),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('source', 'source_key'), name='provider_once_from_a_source')],
            },
        ),
        migrations.CreateModel(
            name='TaxonomyTerm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('taxonomy', models.CharField(max_length=100)),
                ('code', models.CharField(max_length=100)),
                ('name', models.CharField(max_length=200)),
                ('term_uri', models.URLField(blank=True, max_length=500)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('taxonomy', 'code'), name='a_term_once_in_its_taxonomy')],
            },
        ),
        migrations.CreateModel(
            name='Service',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='directory.source')),
                ('source_key', models.CharField(max_length=200)),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='services', to='directory.provider')),
                ('name', models.CharField(max_length=300)),
                ('description', models.TextField(blank=True)),
                ('url', models.URLField(blank=True, max_length=500)),
                ('email', models.CharField(blank=True, max_length=254)),
                ('phone', models.CharField(blank=True, max_length=50)),
                ('status', models.CharField(choices=[('active', 'active'), ('inactive', 'inactive'), ('defunct', 'defunct'), ('temporarily closed', 'temporarily closed')], default='active', max_length=20)),
                ('application_process', models.TextField(blank=True)),
                ('fees_description', models.TextField(blank=True)),
                ('eligibility_description', models.TextField(blank=True)),
                ('minimum_age', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('maximum_age', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('alert', models.TextField(blank=True)),
                ('retired_at', models.DateTimeField(blank=True, null=True)),
                ('duplicate_of', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='duplicates', to='directory.service')),
                ('assured_on', models.DateField(blank=True, null=True)),
                ('heard_from', models.PositiveIntegerField(default=0)),
                ('helped', models.PositiveIntegerField(default=0)),
                ('updated_at', models.DateTimeField(auto_now=True)),
            ],
            options={
                'ordering': ['name'],
                'indexes': [models.Index(fields=['updated_at'], name='service_updated_at')],
                'constraints': [models.UniqueConstraint(fields=('source', 'source_key'), name='service_once_from_a_source'), models.CheckConstraint(condition=models.Q(('minimum_age', None), ('maximum_age', None), ('minimum_age__lte', models.F('maximum_age')), _connector='OR'), name='the_youngest_is_no_older_than_the_oldest'), models.CheckConstraint(condition=models.Q(('helped__lte', models.F('heard_from'))), name='helped_are_among_the_heard')],
            },
        ),
        migrations.CreateModel(
            name='Phone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='phones', to='directory.service')),
                ('number', models.CharField(max_length=50)),
                ('extension', models.CharField(blank=True, max_length=20)),
                ('type', models.CharField(blank=True, max_length=20)),
                ('language', models.CharField(blank=True, max_length=100)),
                ('description', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='Language',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='languages', to='directory.service')),
                ('name', models.CharField(max_length=100)),
                ('code', models.CharField(blank=True, max_length=10)),
                ('note', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='CostOption',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cost_options', to='directory.service')),
                ('option', models.CharField(blank=True, max_length=300)),
                ('amount', models.DecimalField(blank=True, decimal_places=2, max_digits=9, null=True)),
                ('currency', models.CharField(default='GBP', max_length=3)),
                ('amount_description', models.CharField(blank=True, max_length=500)),
                ('valid_from', models.DateField(blank=True, null=True)),
                ('valid_to', models.DateField(blank=True, null=True)),
            ],
            options={
                'ordering': ['amount', 'option'],
            },
        ),
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contacts', to='directory.service')),
                ('name', models.CharField(blank=True, max_length=300)),
                ('title', models.CharField(blank=True, max_length=300)),
                ('department', models.CharField(blank=True, max_length=300)),
                ('email', models.CharField(blank=True, max_length=254)),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Attribute',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attributes', to='directory.service')),
                ('taxonomy_term', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attributes', to='directory.taxonomyterm')),
                ('link_type', models.CharField(choices=[('service_type', 'what it is'), ('circumstance', 'who it is for'), ('access_requirement', 'what it offers to those who need it'), ('other', 'something else')], default='service_type', max_length=20)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('service', 'taxonomy_term'), name='a_term_once_of_a_service')],
            },
        ),
        migrations.CreateModel(
            name='Assurance',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='assurances', to='directory.service')),
                ('how', models.CharField(choices=[('phone', 'rang them'), ('visit', 'went there'), ('website', 'read their website'), ('provider', 'the provider said so'), ('link', 'the provider said so by a link'), ('source', 'its source says so')], max_length=10)),
                ('on', models.DateField(default=django.utils.timezone.localdate)),
                ('note', models.CharField(blank=True, max_length=500)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('checked_by', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'ordering': ['-on', '-at'],
            },
        ),
        migrations.CreateModel(
            name='ServiceArea',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='areas', to='directory.service')),
                ('name', models.CharField(max_length=300)),
                ('kind', models.CharField(blank=True, choices=[('country', 'country'), ('region', 'region'), ('county', 'county'), ('borough', 'borough'), ('ward', 'ward'), ('', 'not known')], max_length=10)),
                ('extent', models.TextField(blank=True)),
                ('extent_type', models.CharField(blank=True, max_length=20)),
                ('uri', models.URLField(blank=True, max_length=500)),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='ServiceAtLocation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='at_locations', to='directory.service')),
                ('location', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='services', to='directory.location')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('service', 'location'), name='a_service_once_at_a_location')],
            },
        ),
        migrations.CreateModel(
            name='Schedule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('service', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='schedules', to='directory.service')),
                ('service_at_location', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='schedules', to='directory.serviceatlocation')),
                ('freq', models.CharField(choices=[('WEEKLY', 'every week'), ('MONTHLY', 'every month')], default='WEEKLY', max_length=7)),
                ('interval', models.PositiveSmallIntegerField(default=1)),
                ('byday', models.CharField(blank=True, max_length=4)),
                ('bymonthday', models.CharField(blank=True, max_length=100)),
                ('dtstart', models.DateField(blank=True, null=True)),
                ('valid_from', models.DateField(blank=True, null=True)),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('timezone', models.FloatField(blank=True, null=True)),
                ('opens_at', models.TimeField(blank=True, null=True)),
                ('closes_at', models.TimeField(blank=True, null=True)),
                ('notes', models.TextField(blank=True)),
            ],
            options={
                'ordering': ['byday', 'opens_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('service__isnull', False), ('service_at_location', None)), models.Q(('service', None), ('service_at_location__isnull', False)), _connector='OR'), name='a_schedule_is_of_a_service_or_of_one_at_a_location'), models.CheckConstraint(condition=models.Q(('interval__gte', 1)), name='a_schedule_comes_round')],
            },
        ),
        migrations.CreateModel(
            name='ServiceEdit',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='edits', to='directory.service')),
                ('field', models.CharField(max_length=40)),
                ('before', models.JSONField(blank=True, null=True)),
                ('after', models.JSONField(blank=True, null=True)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('changed_by', models.CharField(blank=True, max_length=300)),
                ('run', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='edits', to='directory.importrun')),
                ('ours', models.BooleanField()),
            ],
            options={
                'ordering': ['-at'],
                'indexes': [models.Index(fields=['service', 'field', 'at'], name='directory_s_service_0eb7a7_idx')],
            },
        ),
        migrations.CreateModel(
            name='UnmetNeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(default=django.utils.timezone.localdate)),
                ('words', models.CharField(max_length=200)),
                ('needs', models.CharField(blank=True, max_length=200)),
                ('near', models.CharField(blank=True, max_length=60)),
                ('times', models.PositiveIntegerField(default=1)),
                ('told', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ['-on', 'words'],
                'constraints': [models.UniqueConstraint(fields=('on', 'words', 'near', 'told'), name='one_row_a_day_for_the_same_words'), models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='an_unmet_need_has_words')],
            },
        ),
        migrations.CreateModel(
            name='FeedRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='records', to='directory.importrun')),
                ('source_key', models.CharField(max_length=200)),
                ('row', models.JSONField(blank=True, null=True)),
                ('problem', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('run', 'source_key'), name='a_service_once_in_a_run')],
            },
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reports', to='directory.service')),
                ('kind', models.CharField(choices=[('closed', 'it has closed'), ('number', 'the number is wrong'), ('other', 'something else is wrong')], max_length=10)),
                ('words', models.CharField(blank=True, max_length=1000)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('settled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('outcome', models.CharField(blank=True, choices=[('closed', 'taken off the list'), ('mended', 'put right'), ('nothing', 'it was right')], max_length=10)),
            ],
            options={
                'ordering': ['at'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('outcome', ''), ('settled_at', None)), models.Q(('settled_at__isnull', False), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='a_settled_report_has_an_outcome')],
            },
        ),
        migrations.CreateModel(
            name='Duplicate',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('one', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.service')),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.service')),
                ('why', models.JSONField(default=list)),
                ('found_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('settled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('same', models.BooleanField(blank=True, null=True)),
            ],
            options={
                'ordering': ['found_at'],
                'constraints': [models.UniqueConstraint(fields=('one', 'other'), name='a_pair_is_asked_about_once'), models.CheckConstraint(condition=models.Q(('one__lt', models.F('other'))), name='a_pair_is_in_order'), models.CheckConstraint(condition=models.Q(models.Q(('same', None), ('settled_at', None)), models.Q(('same__isnull', False), ('settled_at__isnull', False)), _connector='OR'), name='a_settled_pair_has_an_outcome')],
            },
        ),
        migrations.CreateModel(
            name='Conflict',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='conflicts', to='directory.service')),
                ('field', models.CharField(max_length=40)),
                ('theirs', models.JSONField(blank=True, null=True)),
                ('ours', models.JSONField(blank=True, null=True)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('settled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('took_theirs', models.BooleanField(blank=True, null=True)),
            ],
            options={
                'ordering': ['at'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('settled_at', None)), fields=('service', 'field'), name='one_open_conflict_per_field'), models.CheckConstraint(condition=models.Q(models.Q(('settled_at', None), ('took_theirs', None)), models.Q(('settled_at__isnull', False), ('took_theirs__isnull', False)), _connector='OR'), name='a_settled_conflict_has_an_outcome')],
            },
        ),
        migrations.AddField(
            model_name='Service',
            name='terms',
            field=models.ManyToManyField(related_name='services', through='directory.Attribute', to='directory.taxonomyterm'),
        ),
    ]
