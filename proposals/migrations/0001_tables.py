import django.core.serializers.json
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import kipp.lib.codes
from kipp.lib.many_models import CreateModels


class Migration(migrations.Migration):
    replaces = [
        ("proposals", "0001_initial"),
        ("proposals", "0003_head_note"),
        ("proposals", "0004_entrant_depth"),
        ("proposals", "0005_screening_by_two"),
        ("proposals", "0006_answer_versions"),
        ("proposals", "0007_recognition_reasons"),
        ("proposals", "0008_corrections"),
    ]

    initial = True

    dependencies = [
        ("agencies", "0001_tables"),
        ("competitions", "0001_tables"),
    ]

    operations = [
        CreateModels(
            models=[
                migrations.CreateModel(
                    name="Innovation",
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
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="innovations",
                                to="agencies.agency",
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="judul inovasi")),
                        ("registered_at", models.DateTimeField()),
                    ],
                    options={
                        "verbose_name": "inovasi",
                    },
                ),
                migrations.CreateModel(
                    name="InnovationProfile",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "innovation",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="profile",
                                to="proposals.innovation",
                            ),
                        ),
                        (
                            "phase",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("initiative", "Inisiatif"),
                                    ("trial", "Uji coba"),
                                    ("applied", "Penerapan"),
                                ],
                                max_length=10,
                                verbose_name="tahapan",
                            ),
                        ),
                        (
                            "initiator",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("region_head", "Kepala daerah"),
                                    ("council", "Anggota DPRD"),
                                    ("agency", "Perangkat daerah"),
                                    ("civil_servant", "ASN"),
                                    ("citizens", "Masyarakat"),
                                ],
                                max_length=13,
                                verbose_name="inisiator",
                            ),
                        ),
                        ("is_digital", models.BooleanField(blank=True, null=True, verbose_name="digital")),
                        (
                            "form",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("governance", "Inovasi tata kelola pemerintahan daerah"),
                                    ("service", "Inovasi pelayanan publik"),
                                    ("other", "Inovasi daerah lainnya"),
                                ],
                                max_length=10,
                                verbose_name="bentuk",
                            ),
                        ),
                        (
                            "affair",
                            models.CharField(blank=True, max_length=150, verbose_name="urusan pemerintahan"),
                        ),
                        (
                            "trial_on",
                            models.DateField(blank=True, null=True, verbose_name="tanggal uji coba"),
                        ),
                        (
                            "applied_on",
                            models.DateField(blank=True, null=True, verbose_name="tanggal penerapan"),
                        ),
                        (
                            "developed_on",
                            models.DateField(blank=True, null=True, verbose_name="perkembangan terakhir"),
                        ),
                        ("design", models.TextField(blank=True, verbose_name="rancang bangun")),
                        ("aims", models.TextField(blank=True, verbose_name="tujuan")),
                        ("benefits", models.TextField(blank=True, verbose_name="manfaat")),
                        ("results", models.TextField(blank=True, verbose_name="hasil")),
                        ("revision", models.PositiveIntegerField(default=0)),
                        ("saved_at", models.DateTimeField()),
                        (
                            "saved_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="IndicatorClaim",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "profile",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="claims",
                                to="proposals.innovationprofile",
                            ),
                        ),
                        ("code", models.CharField(max_length=20)),
                        ("level", models.PositiveSmallIntegerField()),
                        ("evidence", models.CharField(blank=True, max_length=300, verbose_name="bukti")),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("profile", "code"), name="indicator_claimed_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("level__gte", 1), ("level__lte", 3)),
                                name="indicator_has_three_levels",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="InnovationExport",
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
                            "innovation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="exports",
                                to="proposals.innovation",
                            ),
                        ),
                        (
                            "layout",
                            models.CharField(
                                choices=[
                                    ("next_level", "Proposal untuk jenjang berikutnya"),
                                    ("index", "Profil Indeks Inovasi Daerah"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "format",
                            models.CharField(
                                choices=[("docx", "DOCX"), ("pdf", "PDF"), ("json", "JSON")], max_length=4
                            ),
                        ),
                        ("payload", models.TextField()),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-queued_at", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Proposal",
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
                                related_name="proposals",
                                to="competitions.competition",
                            ),
                        ),
                        (
                            "innovation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="proposals",
                                to="proposals.innovation",
                            ),
                        ),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="proposals",
                                to="agencies.agency",
                                verbose_name="instansi",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("draft", "Draf"),
                                    ("awaiting", "Menunggu persetujuan pimpinan"),
                                    ("submitted", "Terkirim"),
                                    ("returned", "Dikembalikan untuk diperbaiki"),
                                    ("mended", "Perbaikan menunggu persetujuan pimpinan"),
                                    ("passed", "Lolos seleksi administrasi"),
                                    ("rejected", "Tidak lolos seleksi administrasi"),
                                    ("awarded", "Memperoleh penghargaan"),
                                    ("not_awarded", "Selesai dinilai"),
                                    ("withdrawn", "Ditarik"),
                                    ("disqualified", "Didiskualifikasi"),
                                ],
                                db_index=True,
                                default="draft",
                                max_length=12,
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="judul inovasi")),
                        ("title_key", models.CharField(db_index=True, editable=False, max_length=200)),
                        (
                            "track",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="competitions.track",
                                verbose_name="jalur",
                            ),
                        ),
                        (
                            "category",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="proposals",
                                to="competitions.category",
                                verbose_name="kategori",
                            ),
                        ),
                        (
                            "group",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="proposals",
                                to="competitions.group",
                                verbose_name="kelompok peserta",
                            ),
                        ),
                        (
                            "started_on",
                            models.DateField(blank=True, null=True, verbose_name="mulai diterapkan"),
                        ),
                        (
                            "team_kind",
                            models.CharField(
                                choices=[("team", "Tim"), ("individual", "Perorangan")],
                                default="team",
                                max_length=10,
                                verbose_name="pengusul",
                            ),
                        ),
                        (
                            "video_url",
                            models.URLField(blank=True, max_length=300, verbose_name="tautan video"),
                        ),
                        (
                            "is_truthful",
                            models.BooleanField(default=False, verbose_name="data yang diisikan benar"),
                        ),
                        ("head_note", models.TextField(blank=True, verbose_name="catatan pimpinan")),
                        ("revision", models.PositiveIntegerField(default=0)),
                        ("created_at", models.DateTimeField()),
                        (
                            "created_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("saved_at", models.DateTimeField()),
                        ("submitted_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "submitted_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("correction_due_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "mended",
                            models.JSONField(
                                blank=True,
                                default=dict,
                                editable=False,
                                encoder=django.core.serializers.json.DjangoJSONEncoder,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "proposal",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("submitted_at__isnull", False), ("submitted_by__isnull", False)
                                    ),
                                    models.Q(("submitted_at__isnull", True), ("submitted_by__isnull", True)),
                                    _connector="OR",
                                ),
                                name="proposal_submitted_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("status__in", ["draft", "awaiting", "withdrawn"]),
                                    ("submitted_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="proposal_beyond_draft_was_submitted",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ["returned", "mended"]), _negated=True),
                                    ("correction_due_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="proposal_is_returned_with_a_date",
                            ),
                        ],
                        "indexes": [
                            models.Index(
                                fields=["competition", "status"], name="proposals_p_competi_2d5e6f_idx"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Recognition",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "innovation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="recognitions",
                                to="proposals.innovation",
                            ),
                        ),
                        (
                            "proposal",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="recognitions",
                                to="proposals.proposal",
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField(verbose_name="tahun")),
                        (
                            "level",
                            models.CharField(
                                choices=[
                                    ("region", "Kota/kabupaten"),
                                    ("province", "Provinsi"),
                                    ("nation", "Nasional"),
                                    ("world", "Internasional"),
                                ],
                                max_length=8,
                                verbose_name="tingkat",
                            ),
                        ),
                        ("name", models.CharField(max_length=200, verbose_name="nama penghargaan")),
                        (
                            "title",
                            models.CharField(blank=True, max_length=200, verbose_name="judul saat itu"),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("revoked_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "revoked_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("revoked_reason", models.TextField(blank=True, verbose_name="alasan dicabut")),
                    ],
                    options={
                        "verbose_name": "penghargaan",
                        "ordering": ["-year", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("revoked_at__isnull", False), ("revoked_by__isnull", False)),
                                    models.Q(("revoked_at__isnull", True), ("revoked_by__isnull", True)),
                                    _connector="OR",
                                ),
                                name="recognition_revoked_by_somebody",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("proposal__isnull", False), ("revoked_at", None)),
                                fields=("proposal",),
                                name="recognition_stands_once_a_proposal",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("revoked_at", None), ("revoked_reason", "")),
                                    models.Q(
                                        ("revoked_at__isnull", False),
                                        models.Q(("revoked_reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="recognition_revoked_for_a_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Answer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "proposal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="answers",
                                to="proposals.proposal",
                            ),
                        ),
                        (
                            "question",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="answers",
                                to="competitions.question",
                            ),
                        ),
                        ("text", models.TextField(blank=True)),
                        ("words", models.PositiveIntegerField(default=0)),
                        ("revision", models.PositiveIntegerField(default=1)),
                        ("saved_at", models.DateTimeField()),
                        (
                            "saved_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("proposal", "question"), name="answer_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AnswerVersion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "answer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="versions",
                                to="proposals.answer",
                            ),
                        ),
                        ("text", models.TextField()),
                        ("words", models.PositiveIntegerField()),
                        ("saved_at", models.DateTimeField()),
                        (
                            "saved_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("kept_at", models.DateTimeField()),
                        ("is_aside", models.BooleanField(default=False)),
                    ],
                    options={
                        "ordering": ["-kept_at", "-pk"],
                        "indexes": [
                            models.Index(fields=["answer", "kept_at"], name="answer_version_by_time")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TeamMember",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "proposal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="team",
                                to="proposals.proposal",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0, verbose_name="urutan")),
                        ("name", models.CharField(max_length=150, verbose_name="nama")),
                        ("nip", models.CharField(blank=True, max_length=18, verbose_name="NIP")),
                        (
                            "duty",
                            models.CharField(blank=True, max_length=100, verbose_name="peran dalam tim"),
                        ),
                        (
                            "email",
                            models.EmailField(blank=True, max_length=254, verbose_name="alamat e-mail"),
                        ),
                    ],
                    options={
                        "verbose_name": "anggota tim",
                        "ordering": ["position", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Collaborator",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "proposal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="collaborators",
                                to="proposals.proposal",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="collaborations",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[("writer", "Ikut menulis"), ("reader", "Hanya membaca")],
                                max_length=8,
                                verbose_name="peran",
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
                    ],
                    options={
                        "verbose_name": "kolaborator",
                        "constraints": [
                            models.UniqueConstraint(fields=("proposal", "user"), name="collaborator_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Presence",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "proposal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="presences",
                                to="proposals.proposal",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("place", models.CharField(blank=True, max_length=40)),
                        ("seen_at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("proposal", "user"), name="presence_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Attachment",
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
                            "proposal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attachments",
                                to="proposals.proposal",
                            ),
                        ),
                        (
                            "slot",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attachments",
                                to="competitions.attachmentslot",
                            ),
                        ),
                        ("file", models.FileField(max_length=200, upload_to="attachments/")),
                        ("name", models.CharField(max_length=200)),
                        ("size", models.PositiveBigIntegerField()),
                        ("sha256", models.CharField(db_index=True, max_length=64)),
                        ("content_type", models.CharField(max_length=100)),
                        ("pages", models.PositiveIntegerField()),
                        (
                            "shown_file",
                            models.FileField(blank=True, max_length=200, upload_to="attachments/"),
                        ),
                        (
                            "replaces",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="proposals.attachment",
                            ),
                        ),
                        ("uploaded_at", models.DateTimeField()),
                        (
                            "uploaded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("removed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "removed_by",
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
                        "verbose_name": "lampiran",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("removed_at__isnull", False), ("removed_by__isnull", False)),
                                    models.Q(("removed_at__isnull", True), ("removed_by__isnull", True)),
                                    _connector="OR",
                                ),
                                name="attachment_removed_by_somebody",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("removed_at", None)),
                                fields=("proposal", "slot", "sha256"),
                                name="attachment_once_a_slot",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Upload",
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
                            "proposal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="uploads",
                                to="proposals.proposal",
                            ),
                        ),
                        (
                            "slot",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="competitions.attachmentslot",
                            ),
                        ),
                        (
                            "replaces",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="proposals.attachment",
                            ),
                        ),
                        ("name", models.CharField(max_length=200)),
                        ("size", models.PositiveBigIntegerField()),
                        ("received", models.PositiveBigIntegerField(default=0)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("receiving", "Sedang diunggah"),
                                    ("checking", "Sedang diperiksa"),
                                    ("done", "Tersimpan"),
                                    ("refused", "Ditolak"),
                                ],
                                db_index=True,
                                default="receiving",
                                max_length=10,
                            ),
                        ),
                        ("problem", models.CharField(blank=True, max_length=500)),
                        (
                            "attachment",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="proposals.attachment",
                            ),
                        ),
                        ("begun_at", models.DateTimeField()),
                        (
                            "begun_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("touched_at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("received__lte", models.F("size"))),
                                name="upload_holds_no_more_than_announced",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StatementSheet",
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
                            "proposal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="statement_sheets",
                                to="proposals.proposal",
                            ),
                        ),
                        (
                            "slot",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="competitions.attachmentslot",
                            ),
                        ),
                        ("payload", models.TextField()),
                        ("payload_sha256", models.CharField(max_length=64)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("proposal", "slot", "payload_sha256"), name="statement_sheet_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LinkCheck",
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
                            "proposal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="link_checks",
                                to="proposals.proposal",
                            ),
                        ),
                        ("url", models.URLField(max_length=2000)),
                        ("is_reachable", models.BooleanField(null=True)),
                        ("note", models.CharField(blank=True, max_length=300)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("proposal", "url"), name="link_check_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ProposalVersion",
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
                            "proposal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="versions",
                                to="proposals.proposal",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        ("payload", models.TextField()),
                        ("sha256", models.CharField(max_length=64)),
                        ("submitted_at", models.DateTimeField()),
                        (
                            "submitted_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "versi terkirim",
                        "ordering": ["-number"],
                        "constraints": [
                            models.UniqueConstraint(fields=("proposal", "number"), name="version_number_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Receipt",
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
                            "version",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="receipt",
                                to="proposals.proposalversion",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Entry",
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
                                related_name="entries",
                                to="competitions.stage",
                            ),
                        ),
                        (
                            "proposal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="entries",
                                to="proposals.proposal",
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="entries",
                                to="proposals.proposalversion",
                            ),
                        ),
                        ("admitted_at", models.DateTimeField()),
                        (
                            "attendance",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "Belum dicatat"),
                                    ("present", "Hadir"),
                                    ("absent", "Tidak hadir"),
                                ],
                                max_length=8,
                                verbose_name="kehadiran",
                            ),
                        ),
                        (
                            "attendance_note",
                            models.CharField(blank=True, max_length=300, verbose_name="keterangan kehadiran"),
                        ),
                        ("attendance_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "attendance_by",
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
                        "verbose_name": "entri tahap",
                        "constraints": [
                            models.UniqueConstraint(fields=("stage", "proposal"), name="entry_once_a_stage"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("attendance_at__isnull", False), ("attendance_by__isnull", False)
                                    ),
                                    models.Q(
                                        ("attendance_at__isnull", True), ("attendance_by__isnull", True)
                                    ),
                                    _connector="OR",
                                ),
                                name="entry_attendance_by_somebody",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Correction",
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
                            "version",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="correction",
                                to="proposals.proposalversion",
                            ),
                        ),
                        ("note", models.TextField(verbose_name="yang perlu diperbaiki")),
                        ("due_at", models.DateTimeField(verbose_name="batas waktu perbaikan")),
                        (
                            "letter_number",
                            models.CharField(blank=True, max_length=100, verbose_name="nomor surat"),
                        ),
                        ("asked_at", models.DateTimeField()),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "ended_as",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("resubmitted", "Dikirim ulang"),
                                    ("lapsed", "Tenggat lewat; versi semula berlaku"),
                                    ("lifted", "Dicabut panitia; versi semula berlaku"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("end_note", models.TextField(blank=True, verbose_name="alasan dicabut")),
                    ],
                    options={
                        "verbose_name": "perbaikan",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_as", ""), ("ended_at", None)),
                                    models.Q(
                                        ("ended_at__isnull", False), models.Q(("ended_as", ""), _negated=True)
                                    ),
                                    _connector="OR",
                                ),
                                name="correction_ends_somehow",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("due_at__gt", models.F("asked_at"))),
                                name="correction_is_due_later",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Fingerprint",
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
                            "version",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="fingerprint",
                                to="proposals.proposalversion",
                            ),
                        ),
                        ("shingles", models.BinaryField(default=bytes)),
                        ("shingle_count", models.PositiveIntegerField(default=0)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Resemblance",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="resemblances",
                                to="proposals.proposalversion",
                            ),
                        ),
                        (
                            "other",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="proposals.proposalversion",
                            ),
                        ),
                        ("share", models.DecimalField(decimal_places=2, max_digits=5)),
                        ("passages", models.JSONField(default=list)),
                        ("found_at", models.DateTimeField()),
                    ],
                    options={
                        "ordering": ["-share", "pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("version", "other"), name="resemblance_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Screening",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "version",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="screening",
                                to="proposals.proposalversion",
                            ),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[("passed", "Lolos"), ("rejected", "Tidak lolos")],
                                max_length=8,
                            ),
                        ),
                        ("note", models.TextField(blank=True, verbose_name="catatan untuk instansi")),
                        ("revision", models.PositiveIntegerField(default=0)),
                        (
                            "proposed_outcome",
                            models.CharField(
                                blank=True,
                                choices=[("passed", "Lolos"), ("rejected", "Tidak lolos")],
                                max_length=8,
                            ),
                        ),
                        ("proposed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "proposed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("sent_back_note", models.TextField(blank=True, verbose_name="catatan orang kedua")),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "decided_by",
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
                        "verbose_name": "seleksi administrasi",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                                    models.Q(("decided_at__isnull", True), ("decided_by__isnull", True)),
                                    _connector="OR",
                                ),
                                name="screening_decided_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("proposed_at__isnull", False), ("proposed_by__isnull", False)),
                                    models.Q(("proposed_at__isnull", True), ("proposed_by__isnull", True)),
                                    _connector="OR",
                                ),
                                name="screening_proposed_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("decided_at", None), ("outcome", "")),
                                    models.Q(
                                        models.Q(("outcome", ""), _negated=True),
                                        ("decided_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="screening_outcome_is_decided",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("proposed_at", None), ("proposed_outcome", "")),
                                    models.Q(
                                        models.Q(("proposed_outcome", ""), _negated=True),
                                        ("proposed_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="screening_proposal_is_whole",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("proposed_by", None),
                                    ("decided_by", None),
                                    models.Q(("proposed_by", models.F("decided_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="screening_is_decided_by_another",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Finding",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "screening",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="findings",
                                to="proposals.screening",
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="competitions.checklistitem",
                            ),
                        ),
                        ("is_met", models.BooleanField(null=True)),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="keterangan")),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("screening", "item"), name="finding_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ScreeningLetter",
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
                            "competition",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="screening_letters",
                                to="competitions.competition",
                            ),
                        ),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="agencies.agency",
                            ),
                        ),
                        ("letter_number", models.CharField(max_length=100)),
                        ("dated_on", models.DateField()),
                        ("payload", models.TextField()),
                        ("payload_sha256", models.CharField(db_index=True, max_length=64)),
                        ("written_at", models.DateTimeField()),
                        (
                            "written_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "surat hasil seleksi",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("competition", "agency", "letter_number"),
                                name="screening_letter_number_once",
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
