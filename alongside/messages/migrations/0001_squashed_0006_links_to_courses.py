import django.db.models.deletion
import django.utils.timezone
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    # Together they did what follows. An installation that has them all goes on from here.
    replaces = [
        ('outbox', '0001_initial'),
        ('outbox', '0002_days_and_times_in_any_language'),
        ('outbox', '0003_who_writes'),
        ('outbox', '0004_who_wrote'),
        ('outbox', '0005_links_to_services'),
        ('outbox', '0001_squashed_0005_links_to_services'),
        ('outbox', '0006_links_to_courses'),
    ]

    initial = True

    dependencies = [
        ('people', '0001_squashed_0007_groups'),
    ]

    operations = [
        migrations.CreateModel(
            name='SignedLink',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='people.person')),
                ('purpose', models.CharField(choices=[('prepare', 'say what matters before an appointment'), ('check_in', 'say how a goal is going'), ('services', 'see services that were chosen, and say what became of them'), ('course', 'see where and when a course is, and give the place back')], max_length=20)),
                ('subject_id', models.UUIDField(db_index=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('expires_at', models.DateTimeField()),
                ('wrong_tries', models.PositiveSmallIntegerField(default=0)),
                ('opened_at', models.DateTimeField(blank=True, null=True)),
                ('locked_at', models.DateTimeField(blank=True, null=True)),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('wrong_tries__lte', 5)), name='at_most_five_wrong_tries'), models.UniqueConstraint(condition=models.Q(('revoked_at__isnull', True)), fields=('purpose', 'subject_id'), name='one_link_in_use_per_thing')],
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='people.person')),
                ('template', models.CharField(max_length=60)),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='messages', to='people.organisation')),
                ('facts', models.JSONField(default=dict)),
                ('link', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='messages', to='outbox.signedlink')),
                ('window', models.CharField(max_length=100)),
                ('subject_id', models.UUIDField(blank=True, db_index=True, null=True)),
                ('not_before', models.DateTimeField(default=django.utils.timezone.now)),
                ('not_after', models.DateTimeField(blank=True, null=True)),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('sending', 'being sent'), ('sent', 'sent'), ('failed', 'could not be sent'), ('cancelled', 'cancelled')], default='waiting', max_length=10)),
                ('reason', models.CharField(blank=True, max_length=100)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('claimed_at', models.DateTimeField(blank=True, null=True)),
                ('claimed_by', models.CharField(blank=True, max_length=60)),
                ('channel', models.CharField(blank=True, max_length=10)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['state', 'not_before'], name='outbox_mess_state_9d6e2e_idx')],
                'constraints': [models.UniqueConstraint(fields=('person', 'template', 'window'), name='once_per_person_purpose_and_window'), models.CheckConstraint(condition=models.Q(models.Q(('sent_at__isnull', False), ('state', 'sent')), models.Q(models.Q(('state', 'sent'), _negated=True), ('sent_at__isnull', True)), _connector='OR'), name='sent_messages_have_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('claimed_at__isnull', False), ('state', 'sending')), models.Q(('state', 'sending'), _negated=True), _connector='OR'), name='being_sent_means_claimed')],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='outbox.message')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('channel', models.CharField(max_length=10)),
                ('accepted', models.BooleanField()),
                ('provider_reference', models.CharField(blank=True, max_length=200)),
                ('problem', models.CharField(blank=True, max_length=300)),
            ],
        ),
    ]

