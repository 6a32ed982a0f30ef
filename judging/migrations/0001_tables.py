import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import kipp.lib.codes
from kipp.lib.many_models import CreateModels


class Migration(migrations.Migration):
    replaces = [
        ("judging", "0001_initial"),
        ("judging", "0003_assignment_plan"),
        ("judging", "0004_sheet_reopened"),
        ("judging", "0005_recognise_earlier_awards"),
        ("judging", "0006_judging_by_data"),
        ("judging", "0007_ended_as"),
        ("judging", "0008_ended_as_frozen"),
        ("judging", "0009_plan_asked"),
        ("judging", "0010_timetable_as_announced"),
        ("judging", "0011_seed_as_announced"),
    ]

    initial = True

    dependencies = [
        ("agencies", "0001_tables"),
        ("competitions", "0001_tables"),
        ("proposals", "0001_tables"),
    ]

    operations = [
        CreateModels(
            models=[
                migrations.CreateModel(
                    name="PanelMember",
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
                        (
                            "stage",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="panel",
                                to="competitions.stage",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="panel_seats",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "load_cap",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="batas jumlah bacaan"
                            ),
                        ),
                        ("added_at", models.DateTimeField()),
                        (
                            "added_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("left_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "left_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("left_reason", models.TextField(blank=True, verbose_name="alasan keluar")),
                    ],
                    options={
                        "verbose_name": "juri",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("stage", "user"), name="panel_member_once_a_stage"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("left_at__isnull", False), ("left_by__isnull", False)),
                                    models.Q(("left_at__isnull", True), ("left_by__isnull", True)),
                                    _connector="OR",
                                ),
                                name="panel_member_left_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("left_at", None),
                                    models.Q(("left_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="panel_member_left_with_a_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Conflict",
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
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="conflicts",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "proposal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="conflicts",
                                to="proposals.proposal",
                            ),
                        ),
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("declared", "Dinyatakan juri"),
                                    ("organiser", "Ditetapkan panitia"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("reason", models.TextField(verbose_name="alasan")),
                        ("stated_at", models.DateTimeField()),
                        (
                            "stated_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("lifted_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "lifted_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("lifted_reason", models.TextField(blank=True)),
                    ],
                    options={
                        "verbose_name": "benturan kepentingan",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("lifted_at__isnull", False), ("lifted_by__isnull", False)),
                                    models.Q(("lifted_at__isnull", True), ("lifted_by__isnull", True)),
                                    _connector="OR",
                                ),
                                name="conflict_lifted_by_somebody",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("lifted_at", None)),
                                fields=("user", "proposal"),
                                name="conflict_stands_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Expertise",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="expertise",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "category",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="experts",
                                to="competitions.category",
                            ),
                        ),
                        (
                            "level",
                            models.PositiveSmallIntegerField(
                                choices=[(1, "Umum"), (2, "Terkait"), (3, "Ahli")], verbose_name="keahlian"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "keahlian juri",
                        "constraints": [
                            models.UniqueConstraint(fields=("user", "category"), name="expertise_once"),
                            models.CheckConstraint(
                                condition=models.Q(("level__in", [1, 2, 3])), name="expertise_is_a_level"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Apart",
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
                        (
                            "first",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="judging.panelmember",
                            ),
                        ),
                        (
                            "second",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="judging.panelmember",
                            ),
                        ),
                        ("reason", models.CharField(max_length=300, verbose_name="alasan")),
                        ("stated_at", models.DateTimeField()),
                        (
                            "stated_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "pasangan juri yang dipisahkan",
                        "constraints": [
                            models.UniqueConstraint(fields=("first", "second"), name="apart_once"),
                            models.CheckConstraint(
                                condition=models.Q(("first__lt", models.F("second"))),
                                name="apart_in_one_order",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="IntegrityStatement",
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
                        (
                            "competition",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="integrity_statements",
                                to="competitions.competition",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="integrity_statements",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("text", models.TextField()),
                        ("sha256", models.CharField(max_length=64)),
                        ("signed_as", models.CharField(max_length=150)),
                        ("signed_at", models.DateTimeField()),
                    ],
                    options={
                        "verbose_name": "pernyataan integritas",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("competition", "user"), name="integrity_signed_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Substitution",
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
                        (
                            "stage",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="substitutions",
                                to="competitions.stage",
                            ),
                        ),
                        (
                            "leaving",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="judging.panelmember",
                            ),
                        ),
                        (
                            "coming",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="judging.panelmember",
                            ),
                        ),
                        ("reason", models.TextField(verbose_name="alasan")),
                        (
                            "letter_number",
                            models.CharField(blank=True, max_length=100, verbose_name="nomor surat"),
                        ),
                        ("made_at", models.DateTimeField()),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "pergantian juri",
                    },
                ),
                migrations.CreateModel(
                    name="Calibration",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "stage",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="calibration",
                                to="competitions.stage",
                            ),
                        ),
                        ("opened_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "opened_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("revealed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "revealed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "putaran kalibrasi",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("opened_at__isnull", False), ("opened_by__isnull", False)),
                                    models.Q(("opened_at__isnull", True), ("opened_by__isnull", True)),
                                    _connector="OR",
                                ),
                                name="calibration_opened_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("revealed_at__isnull", False), ("revealed_by__isnull", False)),
                                    models.Q(("revealed_at__isnull", True), ("revealed_by__isnull", True)),
                                    _connector="OR",
                                ),
                                name="calibration_revealed_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("revealed_at", None), ("opened_at__isnull", False), _connector="OR"
                                ),
                                name="calibration_revealed_was_open",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Anchor",
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
                        (
                            "calibration",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="anchors",
                                to="judging.calibration",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(verbose_name="urutan")),
                        ("title", models.CharField(max_length=300, verbose_name="judul")),
                        ("payload", models.TextField()),
                        ("reference", models.JSONField(default=dict)),
                        ("verdict", models.TextField(blank=True, verbose_name="pertimbangan")),
                    ],
                    options={
                        "verbose_name": "proposal kalibrasi",
                        "ordering": ["position", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="AnchorSheet",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "anchor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sheets",
                                to="judging.anchor",
                            ),
                        ),
                        (
                            "member",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="anchor_sheets",
                                to="judging.panelmember",
                            ),
                        ),
                        ("points", models.JSONField(default=dict)),
                        ("comment", models.TextField(blank=True, verbose_name="catatan")),
                        ("revision", models.PositiveIntegerField(default=0)),
                        ("saved_at", models.DateTimeField()),
                        ("finalised_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "verbose_name": "lembar kalibrasi",
                        "constraints": [
                            models.UniqueConstraint(fields=("anchor", "member"), name="anchor_sheet_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Minutes",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "stage",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="minutes",
                                to="competitions.stage",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("shortlist", "Penetapan yang maju"),
                                    ("present", "Presentasi dan wawancara"),
                                    ("field", "Verifikasi lapangan"),
                                    ("plenary", "Sidang pleno"),
                                ],
                                max_length=9,
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        ("payload", models.TextField()),
                        ("sha256", models.CharField(max_length=64)),
                        ("made_at", models.DateTimeField()),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "berita acara",
                        "ordering": ["stage", "kind", "-number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("stage", "kind", "number"), name="minutes_number_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MinutesPaper",
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
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("queued", "Menunggu"),
                                    ("running", "Sedang dibuat"),
                                    ("ready", "Siap"),
                                    ("failed", "Gagal"),
                                ],
                                db_index=True,
                                default="queued",
                                max_length=8,
                            ),
                        ),
                        ("attempts", models.PositiveSmallIntegerField(default=0)),
                        ("leased_until", models.DateTimeField(blank=True, null=True)),
                        ("error", models.CharField(blank=True, max_length=500)),
                        ("queued_at", models.DateTimeField()),
                        ("ready_at", models.DateTimeField(blank=True, null=True)),
                        ("file", models.FileField(blank=True, max_length=200, upload_to="documents/")),
                        ("sha256", models.CharField(blank=True, max_length=64)),
                        (
                            "minutes",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="paper",
                                to="judging.minutes",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "dokumen berita acara",
                    },
                ),
                migrations.CreateModel(
                    name="Timetable",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "stage",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="timetable",
                                to="competitions.stage",
                            ),
                        ),
                        ("starts_at", models.DateTimeField(verbose_name="mulai")),
                        (
                            "minutes_present",
                            models.PositiveSmallIntegerField(
                                default=10,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(240),
                                ],
                                verbose_name="menit paparan",
                            ),
                        ),
                        (
                            "minutes_ask",
                            models.PositiveSmallIntegerField(
                                default=10,
                                validators=[django.core.validators.MaxValueValidator(240)],
                                verbose_name="menit tanya jawab",
                            ),
                        ),
                        (
                            "minutes_between",
                            models.PositiveSmallIntegerField(
                                default=5,
                                validators=[django.core.validators.MaxValueValidator(240)],
                                verbose_name="menit jeda",
                            ),
                        ),
                        ("rooms", models.JSONField(default=list)),
                        ("seed", models.CharField(blank=True, max_length=64, verbose_name="angka pengacak")),
                        ("revision", models.PositiveIntegerField(default=0)),
                        ("announced_rooms", models.JSONField(default=list)),
                        ("announced_seed", models.CharField(blank=True, max_length=64)),
                        ("published_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "published_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "jadwal presentasi",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("published_at__isnull", False), ("published_by__isnull", False)
                                    ),
                                    models.Q(("published_at__isnull", True), ("published_by__isnull", True)),
                                    _connector="OR",
                                ),
                                name="timetable_published_by_somebody",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Slot",
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
                        (
                            "timetable",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="slots",
                                to="judging.timetable",
                            ),
                        ),
                        ("room", models.PositiveSmallIntegerField(default=0)),
                        ("position", models.PositiveSmallIntegerField(verbose_name="urutan")),
                        (
                            "entry",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="slot",
                                to="proposals.entry",
                            ),
                        ),
                        ("label", models.CharField(blank=True, max_length=120, verbose_name="acara")),
                        ("starts_at", models.DateTimeField()),
                        ("ends_at", models.DateTimeField()),
                        (
                            "resumes_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="dilanjutkan"),
                        ),
                        ("announced_room", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("announced_start", models.DateTimeField(blank=True, null=True)),
                        ("announced_end", models.DateTimeField(blank=True, null=True)),
                        (
                            "head_came",
                            models.BooleanField(blank=True, null=True, verbose_name="pimpinan hadir"),
                        ),
                        (
                            "companions",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="jumlah pendamping"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "giliran presentasi",
                        "ordering": ["room", "position", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("entry__isnull", False),
                                    models.Q(("label", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="slot_is_an_entry_or_a_break",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("starts_at__lt", models.F("ends_at"))),
                                name="slot_begins_before_it_ends",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("resumes_at", None), ("entry", None), _connector="OR"),
                                name="slot_resumes_after_a_break",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("announced_end__isnull", False), ("announced_start__isnull", False)
                                    ),
                                    models.Q(
                                        ("announced_end__isnull", True), ("announced_start__isnull", True)
                                    ),
                                    _connector="OR",
                                ),
                                name="slot_is_announced_whole",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Turn",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "timetable",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="turns",
                                to="judging.timetable",
                            ),
                        ),
                        ("room", models.PositiveSmallIntegerField(default=0)),
                        (
                            "slot",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="judging.slot",
                            ),
                        ),
                        (
                            "phase",
                            models.CharField(
                                choices=[
                                    ("waiting", "Menunggu"),
                                    ("presenting", "Paparan"),
                                    ("asking", "Tanya jawab"),
                                    ("ended", "Selesai"),
                                ],
                                default="waiting",
                                max_length=10,
                            ),
                        ),
                        ("since", models.DateTimeField()),
                        ("revision", models.PositiveIntegerField(default=0)),
                    ],
                    options={
                        "verbose_name": "giliran sekarang",
                        "constraints": [
                            models.UniqueConstraint(fields=("timetable", "room"), name="turn_once_a_room")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Assignment",
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
                        (
                            "entry",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="assignments",
                                to="proposals.entry",
                            ),
                        ),
                        (
                            "member",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="assignments",
                                to="judging.panelmember",
                            ),
                        ),
                        ("position", models.PositiveIntegerField(default=0)),
                        ("assigned_at", models.DateTimeField()),
                        (
                            "assigned_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=300)),
                        ("recused_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "ended_as",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("conflict", "Benturan kepentingan"),
                                    ("abstained", "Abstain"),
                                    ("left", "Juri meninggalkan panel"),
                                ],
                                max_length=9,
                            ),
                        ),
                        ("ended_reason", models.TextField(blank=True)),
                        ("is_flagged", models.BooleanField(default=False)),
                        ("skipped_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "verbose_name": "penugasan",
                        "constraints": [
                            models.UniqueConstraint(fields=("entry", "member"), name="assignment_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_as", ""), ("recused_at", None)),
                                    models.Q(
                                        ("recused_at__isnull", False),
                                        models.Q(("ended_as", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="assignment_ended_as_something",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AssignmentPlan",
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
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("queued", "Menunggu"),
                                    ("running", "Sedang dibuat"),
                                    ("ready", "Siap"),
                                    ("failed", "Gagal"),
                                ],
                                db_index=True,
                                default="queued",
                                max_length=8,
                            ),
                        ),
                        ("attempts", models.PositiveSmallIntegerField(default=0)),
                        ("leased_until", models.DateTimeField(blank=True, null=True)),
                        ("error", models.CharField(blank=True, max_length=500)),
                        ("queued_at", models.DateTimeField()),
                        ("ready_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "stage",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="plans",
                                to="competitions.stage",
                            ),
                        ),
                        ("seed", models.PositiveIntegerField(verbose_name="angka pengacak")),
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("dealt", "Dibagikan portal"),
                                    ("sheet", "Dari lembar kerja"),
                                    ("orphans", "Pengganti juri yang keluar"),
                                ],
                                default="dealt",
                                max_length=7,
                            ),
                        ),
                        (
                            "leaving",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="judging.panelmember",
                            ),
                        ),
                        ("asked", models.JSONField(blank=True, default=dict)),
                        (
                            "requested_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("fingerprint", models.CharField(blank=True, max_length=64)),
                        ("result", models.JSONField(blank=True, null=True)),
                        ("applied_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "applied_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("undone_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "undone_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "rencana penugasan",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("applied_at__isnull", False), ("applied_by__isnull", False)),
                                    models.Q(("applied_at__isnull", True), ("applied_by__isnull", True)),
                                    _connector="OR",
                                ),
                                name="plan_applied_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("undone_at__isnull", False), ("undone_by__isnull", False)),
                                    models.Q(("undone_at__isnull", True), ("undone_by__isnull", True)),
                                    _connector="OR",
                                ),
                                name="plan_undone_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("undone_at", None), ("applied_at__isnull", False), _connector="OR"
                                ),
                                name="plan_undone_was_applied",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Waiver",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "assignment",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="waiver",
                                to="judging.assignment",
                            ),
                        ),
                        ("reason", models.TextField(verbose_name="alasan")),
                        ("waived_at", models.DateTimeField()),
                        (
                            "waived_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ResultRelease",
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
                        (
                            "stage",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="releases",
                                to="competitions.stage",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        ("payload", models.TextField()),
                        ("sha256", models.CharField(max_length=64, unique=True)),
                        ("annex", models.TextField()),
                        ("ledger_seq", models.PositiveIntegerField()),
                        ("ledger_hash", models.CharField(max_length=64)),
                        ("letter_number", models.CharField(max_length=100, verbose_name="nomor surat")),
                        ("letter_on", models.DateField(verbose_name="tanggal surat")),
                        ("signer", models.CharField(max_length=150, verbose_name="penanda tangan")),
                        (
                            "signer_post",
                            models.CharField(max_length=150, verbose_name="jabatan penanda tangan"),
                        ),
                        ("published_at", models.DateTimeField()),
                        (
                            "published_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "supersedes",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="superseded_by",
                                to="judging.resultrelease",
                            ),
                        ),
                        ("reason", models.TextField(blank=True, verbose_name="alasan koreksi")),
                    ],
                    options={
                        "verbose_name": "rilis hasil",
                        "ordering": ["-published_at"],
                        "constraints": [
                            models.UniqueConstraint(fields=("stage", "number"), name="release_number_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("number", 1), ("supersedes", None)),
                                    models.Q(
                                        ("supersedes__isnull", False), models.Q(("reason", ""), _negated=True)
                                    ),
                                    _connector="OR",
                                ),
                                name="release_correction_has_a_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ProposalResult",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "release",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="results",
                                to="judging.resultrelease",
                            ),
                        ),
                        (
                            "proposal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="results",
                                to="proposals.proposal",
                            ),
                        ),
                        ("list_name", models.CharField(blank=True, max_length=120)),
                        ("place", models.PositiveIntegerField()),
                        ("total", models.DecimalField(decimal_places=4, max_digits=7)),
                        ("is_advanced", models.BooleanField(default=False)),
                        ("award", models.CharField(blank=True, max_length=120)),
                    ],
                    options={
                        "verbose_name": "hasil proposal",
                        "ordering": ["list_name", "place", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("release", "proposal"), name="result_once_a_release"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Document",
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
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("queued", "Menunggu"),
                                    ("running", "Sedang dibuat"),
                                    ("ready", "Siap"),
                                    ("failed", "Gagal"),
                                ],
                                db_index=True,
                                default="queued",
                                max_length=8,
                            ),
                        ),
                        ("attempts", models.PositiveSmallIntegerField(default=0)),
                        ("leased_until", models.DateTimeField(blank=True, null=True)),
                        ("error", models.CharField(blank=True, max_length=500)),
                        ("queued_at", models.DateTimeField()),
                        ("ready_at", models.DateTimeField(blank=True, null=True)),
                        ("file", models.FileField(blank=True, max_length=200, upload_to="documents/")),
                        ("sha256", models.CharField(blank=True, max_length=64)),
                        (
                            "release",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="documents",
                                to="judging.resultrelease",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("report", "Laporan nilai proposal"),
                                    ("ranking", "Berita acara dan peringkat"),
                                ],
                                max_length=8,
                            ),
                        ),
                        (
                            "proposal",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="documents",
                                to="proposals.proposal",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "dokumen",
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("kind", "report")),
                                fields=("release", "proposal"),
                                name="document_report_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("kind", "ranking")),
                                fields=("release",),
                                name="document_ranking_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "ranking"), ("proposal", None)),
                                    models.Q(("kind", "report"), ("proposal__isnull", False)),
                                    _connector="OR",
                                ),
                                name="document_report_has_a_proposal",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ScoreSheet",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "assignment",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sheet",
                                to="judging.assignment",
                            ),
                        ),
                        (
                            "rubric",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sheets",
                                to="competitions.rubric",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[("draft", "Sedang dinilai"), ("final", "Final")],
                                db_index=True,
                                default="draft",
                                max_length=6,
                            ),
                        ),
                        ("comment", models.TextField(blank=True, verbose_name="catatan umum")),
                        ("revision", models.PositiveIntegerField(default=0)),
                        ("opened_at", models.DateTimeField()),
                        ("saved_at", models.DateTimeField()),
                        ("finalised_at", models.DateTimeField(blank=True, null=True)),
                        ("reopened_at", models.DateTimeField(blank=True, null=True)),
                        ("reopened_reason", models.TextField(blank=True)),
                    ],
                    options={
                        "verbose_name": "lembar nilai",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("reopened_at", None), ("reopened_reason", "")),
                                    models.Q(
                                        ("reopened_at__isnull", False),
                                        models.Q(("reopened_reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="sheet_reopened_has_a_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("finalised_at", None), ("status", "draft")),
                                    models.Q(("finalised_at__isnull", False), ("status", "final")),
                                    _connector="OR",
                                ),
                                name="sheet_final_has_its_instant",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Score",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "sheet",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="scores",
                                to="judging.scoresheet",
                            ),
                        ),
                        (
                            "criterion",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="scores",
                                to="competitions.criterion",
                            ),
                        ),
                        ("points", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("comment", models.TextField(blank=True)),
                        ("revision", models.PositiveIntegerField(default=0)),
                    ],
                    options={
                        "verbose_name": "nilai",
                        "constraints": [
                            models.UniqueConstraint(fields=("sheet", "criterion"), name="score_once")
                        ],
                    },
                ),
            ],
        ),
    ]
