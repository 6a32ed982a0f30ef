import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import kipp.lib.codes
from kipp.lib.many_models import CreateModels


class Migration(migrations.Migration):
    replaces = [("judging", "0012_plenary_and_field")]

    dependencies = [
        ("agencies", "0001_tables"),
        ("judging", "0002_frozen"),
        ("proposals", "0001_tables"),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="FieldVisit",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "code",
                            models.CharField(
                                default=kipp.lib.codes.new_code, editable=False, max_length=16, unique=True
                            ),
                        ),
                        ("planned_at", models.DateTimeField(verbose_name="waktu kunjungan")),
                        ("place", models.CharField(max_length=200, verbose_name="tempat")),
                        (
                            "host_name",
                            models.CharField(blank=True, max_length=150, verbose_name="nama wakil instansi"),
                        ),
                        (
                            "host_post",
                            models.CharField(
                                blank=True, max_length=150, verbose_name="jabatan wakil instansi"
                            ),
                        ),
                        ("agreed_at", models.DateTimeField(blank=True, null=True)),
                        ("has_objection", models.BooleanField(default=False)),
                        (
                            "remark",
                            models.TextField(blank=True, max_length=2000, verbose_name="tanggapan instansi"),
                        ),
                        (
                            "unsigned_reason",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="alasan tanpa tanggapan instansi"
                            ),
                        ),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                        ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                        ("cancelled_reason", models.TextField(blank=True)),
                        ("revision", models.PositiveIntegerField(default=0)),
                        (
                            "agreed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "cancelled_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "closed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "entry",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="visits",
                                to="proposals.entry",
                            ),
                        ),
                        (
                            "minutes",
                            models.OneToOneField(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="visit",
                                to="judging.minutes",
                            ),
                        ),
                        (
                            "planned_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "verifikasi lapangan",
                        "ordering": ["planned_at", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("cancelled_at", None), ("closed_at", None)),
                                fields=("entry",),
                                name="visit_one_under_way",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("agreed_at__isnull", False), ("agreed_by__isnull", False)),
                                    models.Q(("agreed_at__isnull", True), ("agreed_by__isnull", True)),
                                    _connector="OR",
                                ),
                                name="visit_agreed_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closed_at__isnull", False), ("closed_by__isnull", False)),
                                    models.Q(("closed_at__isnull", True), ("closed_by__isnull", True)),
                                    _connector="OR",
                                ),
                                name="visit_closed_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closed_at__isnull", False), ("minutes__isnull", False)),
                                    models.Q(("closed_at__isnull", True), ("minutes__isnull", True)),
                                    _connector="OR",
                                ),
                                name="visit_closed_has_minutes",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("cancelled_at__isnull", False), ("cancelled_by__isnull", False)
                                    ),
                                    models.Q(("cancelled_at__isnull", True), ("cancelled_by__isnull", True)),
                                    _connector="OR",
                                ),
                                name="visit_cancelled_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("cancelled_at", None),
                                    models.Q(
                                        ("closed_at", None), models.Q(("cancelled_reason", ""), _negated=True)
                                    ),
                                    _connector="OR",
                                ),
                                name="visit_cancelled_with_a_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("has_objection", False),
                                    models.Q(("remark", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="visit_objection_is_said",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Claim",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "code",
                            models.CharField(
                                default=kipp.lib.codes.new_code, editable=False, max_length=16, unique=True
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField()),
                        (
                            "source",
                            models.CharField(blank=True, max_length=200, verbose_name="bagian proposal"),
                        ),
                        ("text", models.TextField(max_length=2000, verbose_name="klaim")),
                        (
                            "advice",
                            models.CharField(blank=True, max_length=300, verbose_name="yang perlu dilihat"),
                        ),
                        (
                            "visit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="claims",
                                to="judging.fieldvisit",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "klaim",
                        "ordering": ["position", "pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("visit", "position"), name="claim_position_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Plenary",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "code",
                            models.CharField(
                                default=kipp.lib.codes.new_code, editable=False, max_length=16, unique=True
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        ("held_at", models.DateTimeField(verbose_name="waktu sidang")),
                        ("place", models.CharField(max_length=200, verbose_name="tempat")),
                        ("snapshot", models.CharField(max_length=64)),
                        ("opened_at", models.DateTimeField()),
                        ("asked_at", models.DateTimeField(blank=True, null=True)),
                        ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                        ("dropped_at", models.DateTimeField(blank=True, null=True)),
                        ("dropped_reason", models.TextField(blank=True)),
                        ("revision", models.PositiveIntegerField(default=0)),
                        (
                            "asked_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "confirmed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "dropped_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "minutes",
                            models.OneToOneField(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="plenary",
                                to="judging.minutes",
                            ),
                        ),
                        (
                            "opened_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "stage",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="plenaries",
                                to="competitions.stage",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "sidang pleno",
                        "ordering": ["stage", "-number"],
                        "constraints": [
                            models.UniqueConstraint(fields=("stage", "number"), name="plenary_number_once"),
                            models.UniqueConstraint(
                                condition=models.Q(("confirmed_at", None), ("dropped_at", None)),
                                fields=("stage",),
                                name="plenary_one_under_way",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("asked_at__isnull", False), ("asked_by__isnull", False)),
                                    models.Q(("asked_at__isnull", True), ("asked_by__isnull", True)),
                                    _connector="OR",
                                ),
                                name="plenary_asked_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("confirmed_at__isnull", False), ("confirmed_by__isnull", False)
                                    ),
                                    models.Q(("confirmed_at__isnull", True), ("confirmed_by__isnull", True)),
                                    _connector="OR",
                                ),
                                name="plenary_confirmed_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("confirmed_at__isnull", False), ("minutes__isnull", False)),
                                    models.Q(("confirmed_at__isnull", True), ("minutes__isnull", True)),
                                    _connector="OR",
                                ),
                                name="plenary_confirmed_has_minutes",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("dropped_at__isnull", False), ("dropped_by__isnull", False)),
                                    models.Q(("dropped_at__isnull", True), ("dropped_by__isnull", True)),
                                    _connector="OR",
                                ),
                                name="plenary_dropped_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("confirmed_by", None),
                                    models.Q(
                                        ("asked_by__isnull", False),
                                        models.Q(("confirmed_by", models.F("asked_by")), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="plenary_takes_two_people",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("dropped_at", None),
                                    models.Q(
                                        ("confirmed_at", None),
                                        models.Q(("dropped_reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="plenary_dropped_with_a_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Attendee",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        ("name", models.CharField(max_length=150, verbose_name="nama")),
                        ("post", models.CharField(blank=True, max_length=150, verbose_name="jabatan")),
                        (
                            "part",
                            models.CharField(
                                choices=[
                                    ("chair", "Pimpinan sidang"),
                                    ("secretary", "Sekretaris"),
                                    ("member", "Anggota"),
                                    ("guest", "Undangan"),
                                ],
                                default="member",
                                max_length=9,
                                verbose_name="peran",
                            ),
                        ),
                        ("is_present", models.BooleanField(default=False, verbose_name="hadir")),
                        (
                            "user",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="plenary_seats",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "plenary",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="attendees",
                                to="judging.plenary",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "peserta sidang",
                        "ordering": ["position", "pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("plenary", "user"), name="attendee_once"),
                            models.UniqueConstraint(
                                condition=models.Q(("part", "chair")),
                                fields=("plenary",),
                                name="attendee_one_chair",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlenaryDecision",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "ruling",
                            models.CharField(
                                choices=[
                                    ("kept", "Sesuai urutan nilai"),
                                    ("moved", "Pindah peringkat"),
                                    ("excluded", "Tidak diikutkan"),
                                ],
                                default="kept",
                                max_length=8,
                                verbose_name="keputusan",
                            ),
                        ),
                        (
                            "place",
                            models.PositiveIntegerField(blank=True, null=True, verbose_name="peringkat"),
                        ),
                        ("reason", models.TextField(max_length=2000, verbose_name="alasan atau catatan")),
                        (
                            "entry",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="proposals.entry",
                            ),
                        ),
                        (
                            "plenary",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="decisions",
                                to="judging.plenary",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "keputusan pleno",
                        "ordering": ["plenary", "pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("plenary", "entry"), name="decision_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("place__gte", 1), ("ruling", "moved")),
                                    models.Q(models.Q(("ruling", "moved"), _negated=True), ("place", None)),
                                    _connector="OR",
                                ),
                                name="decision_moved_has_a_place",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True),
                                name="decision_has_a_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Visitor",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("finished_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="visits",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "visit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="visitors",
                                to="judging.fieldvisit",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "petugas verifikasi",
                        "ordering": ["user__name", "pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("visit", "user"), name="visitor_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Photo",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "code",
                            models.CharField(
                                default=kipp.lib.codes.new_code, editable=False, max_length=16, unique=True
                            ),
                        ),
                        ("key", models.CharField(max_length=40)),
                        ("file", models.CharField(max_length=200)),
                        ("sha256", models.CharField(max_length=64)),
                        ("size", models.PositiveIntegerField()),
                        ("width", models.PositiveIntegerField()),
                        ("height", models.PositiveIntegerField()),
                        (
                            "caption",
                            models.CharField(blank=True, max_length=200, verbose_name="keterangan foto"),
                        ),
                        ("taken_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "latitude",
                            models.DecimalField(
                                blank=True,
                                decimal_places=6,
                                max_digits=9,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(-90),
                                    django.core.validators.MaxValueValidator(90),
                                ],
                            ),
                        ),
                        (
                            "longitude",
                            models.DecimalField(
                                blank=True,
                                decimal_places=6,
                                max_digits=9,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(-180),
                                    django.core.validators.MaxValueValidator(180),
                                ],
                            ),
                        ),
                        ("received_at", models.DateTimeField()),
                        (
                            "claim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="photos",
                                to="judging.claim",
                            ),
                        ),
                        (
                            "visitor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="photos",
                                to="judging.visitor",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "foto temuan",
                        "ordering": ["claim", "pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("visitor", "key"), name="photo_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("latitude__isnull", False), ("longitude__isnull", False)),
                                    models.Q(("latitude__isnull", True), ("longitude__isnull", True)),
                                    _connector="OR",
                                ),
                                name="photo_place_is_whole",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Observation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "verdict",
                            models.CharField(
                                choices=[
                                    ("confirmed", "Sesuai"),
                                    ("partly", "Sebagian sesuai"),
                                    ("refuted", "Tidak sesuai"),
                                    ("unseen", "Tidak dapat diperiksa"),
                                ],
                                max_length=9,
                                verbose_name="temuan",
                            ),
                        ),
                        ("note", models.TextField(blank=True, max_length=2000, verbose_name="catatan")),
                        ("noted_at", models.DateTimeField()),
                        ("saved_at", models.DateTimeField()),
                        ("revision", models.PositiveIntegerField(default=1)),
                        (
                            "claim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="observations",
                                to="judging.claim",
                            ),
                        ),
                        (
                            "visitor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="observations",
                                to="judging.visitor",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "temuan lapangan",
                        "ordering": ["visitor", "pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("claim", "visitor"), name="observation_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("verdict", "confirmed"),
                                    models.Q(("note", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="observation_against_has_a_note",
                            ),
                        ],
                    },
                ),
            ]
        )
    ]
