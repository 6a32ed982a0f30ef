import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import kipp.lib.codes
from kipp.lib.many_models import CreateModels


class Migration(migrations.Migration):
    replaces = [
        ("agencies", "0001_initial"),
        ("agencies", "0003_notices"),
        ("agencies", "0004_letters_of_notices"),
        ("agencies", "0005_shown_letters"),
        ("agencies", "0006_former_posts"),
        ("agencies", "0007_notices_of_presentations"),
    ]

    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        CreateModels(
            models=[
                migrations.CreateModel(
                    name="Agency",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.SlugField(max_length=40, unique=True, verbose_name="kode")),
                        ("name", models.CharField(max_length=200, verbose_name="nama")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("setda", "Sekretariat Daerah"),
                                    ("sekretariat", "Sekretariat DPRD"),
                                    ("inspektorat", "Inspektorat"),
                                    ("dinas", "Dinas"),
                                    ("badan", "Badan"),
                                    ("bagian", "Bagian"),
                                    ("kecamatan", "Kecamatan"),
                                    ("kelurahan", "Kelurahan"),
                                    ("desa", "Desa"),
                                    ("puskesmas", "Puskesmas"),
                                    ("blud", "RSUD/BLUD"),
                                    ("bumd", "BUMD"),
                                    ("sd", "SD Negeri"),
                                    ("smp", "SMP Negeri"),
                                    ("upt", "UPT/UPTD"),
                                    ("lainnya", "Lainnya"),
                                ],
                                max_length=12,
                                verbose_name="jenis",
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="children",
                                to="agencies.agency",
                                verbose_name="induk",
                            ),
                        ),
                        (
                            "root",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="agencies.agency",
                            ),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="aktif")),
                    ],
                    options={
                        "verbose_name": "instansi",
                        "ordering": ["name"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("parent", models.F("pk")), _negated=True),
                                name="agency_is_not_its_own_parent",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="User",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("password", models.CharField(max_length=128, verbose_name="password")),
                        (
                            "last_login",
                            models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                        ),
                        (
                            "is_superuser",
                            models.BooleanField(
                                default=False,
                                help_text="Designates that this user has all permissions without explicitly assigning them.",
                                verbose_name="superuser status",
                            ),
                        ),
                        (
                            "code",
                            models.CharField(
                                default=kipp.lib.codes.new_code, editable=False, max_length=16, unique=True
                            ),
                        ),
                        (
                            "email",
                            models.EmailField(max_length=254, unique=True, verbose_name="alamat e-mail"),
                        ),
                        ("name", models.CharField(max_length=150, verbose_name="nama lengkap")),
                        (
                            "institution",
                            models.CharField(blank=True, max_length=200, verbose_name="lembaga asal"),
                        ),
                        (
                            "employer",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="employees",
                                to="agencies.agency",
                                verbose_name="tempat bekerja",
                            ),
                        ),
                        (
                            "unmailed",
                            models.JSONField(
                                blank=True, default=list, verbose_name="tidak dikirim lewat surat"
                            ),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="aktif")),
                        ("is_staff", models.BooleanField(default=False)),
                        ("joined_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "groups",
                            models.ManyToManyField(
                                blank=True,
                                help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                                related_name="user_set",
                                related_query_name="user",
                                to="auth.group",
                                verbose_name="groups",
                            ),
                        ),
                        (
                            "user_permissions",
                            models.ManyToManyField(
                                blank=True,
                                help_text="Specific permissions for this user.",
                                related_name="user_set",
                                related_query_name="user",
                                to="auth.permission",
                                verbose_name="user permissions",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "orang",
                        "constraints": [
                            models.UniqueConstraint(
                                django.db.models.functions.text.Lower("email"), name="user_email_ignores_case"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Membership",
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
                                related_name="memberships",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="memberships",
                                to="agencies.agency",
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("staff", "Staf pengusul"),
                                    ("head", "Pimpinan instansi"),
                                    ("bureau", "Panitia (Bagian Organisasi)"),
                                    ("publisher", "Penanggung jawab (berwenang menerbitkan)"),
                                    ("auditor", "Pengawas (hanya melihat)"),
                                ],
                                max_length=10,
                                verbose_name="peran",
                            ),
                        ),
                        ("since", models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        "verbose_name": "keanggotaan",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("user", "agency", "role"), name="membership_is_held_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FormerPost",
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="former_posts",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="agencies.agency",
                                verbose_name="instansi",
                            ),
                        ),
                        ("until", models.DateField(verbose_name="sampai tanggal")),
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
                        "verbose_name": "jabatan terdahulu",
                        "ordering": ["-until", "pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("user", "agency"), name="former_post_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Invitation",
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
                        ("email", models.EmailField(max_length=254, verbose_name="alamat e-mail")),
                        ("name", models.CharField(blank=True, max_length=150, verbose_name="nama lengkap")),
                        (
                            "institution",
                            models.CharField(blank=True, max_length=200, verbose_name="lembaga asal"),
                        ),
                        (
                            "agency",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="invitations",
                                to="agencies.agency",
                                verbose_name="instansi",
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("staff", "Staf pengusul"),
                                    ("head", "Pimpinan instansi"),
                                    ("bureau", "Panitia (Bagian Organisasi)"),
                                    ("publisher", "Penanggung jawab (berwenang menerbitkan)"),
                                    ("auditor", "Pengawas (hanya melihat)"),
                                ],
                                max_length=10,
                                verbose_name="peran",
                            ),
                        ),
                        ("token_sha256", models.CharField(editable=False, max_length=64, unique=True)),
                        ("invited_at", models.DateTimeField()),
                        (
                            "invited_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("expires_at", models.DateTimeField()),
                        ("accepted_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "accepted_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("revoked_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "verbose_name": "undangan",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("accepted_at__isnull", False), ("accepted_by__isnull", False)),
                                    models.Q(("accepted_at__isnull", True), ("accepted_by__isnull", True)),
                                    _connector="OR",
                                ),
                                name="invitation_accepted_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("agency", None), ("role", "")),
                                    models.Q(
                                        ("agency__isnull", False), models.Q(("role", ""), _negated=True)
                                    ),
                                    _connector="OR",
                                ),
                                name="invitation_names_agency_and_role_or_neither",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ImportDraft",
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
                            "kind",
                            models.CharField(
                                choices=[("agencies", "Instansi"), ("people", "Orang")], max_length=10
                            ),
                        ),
                        ("file_name", models.CharField(max_length=200)),
                        ("rows", models.JSONField()),
                        ("uploaded_at", models.DateTimeField()),
                        (
                            "uploaded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("applied_at", models.DateTimeField(blank=True, null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="Notice",
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notices",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("reminder", "Pengingat tenggat"),
                                    ("call", "Ajakan mengikuti edisi"),
                                    ("juror", "Tugas juri"),
                                    ("extension", "Perpanjangan pendaftaran"),
                                    ("approval", "Persetujuan pimpinan"),
                                    ("people", "Tugas dan kolaborasi"),
                                    ("receipt", "Tanda terima proposal"),
                                    ("returned", "Proposal dikembalikan"),
                                    ("screening", "Hasil seleksi administrasi"),
                                    ("presentation", "Jadwal presentasi"),
                                    ("result", "Hasil penilaian"),
                                    ("other", "Pemberitahuan lain"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("title", models.CharField(max_length=200)),
                        ("text", models.TextField(blank=True)),
                        ("url", models.CharField(max_length=300)),
                        ("subject", models.CharField(db_index=True, max_length=100)),
                        ("key", models.CharField(max_length=150)),
                        ("created_at", models.DateTimeField()),
                        ("read_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "verbose_name": "pemberitahuan",
                        "ordering": ["-created_at", "-pk"],
                        "constraints": [models.UniqueConstraint(fields=("user", "key"), name="notice_once")],
                        "indexes": [models.Index(fields=["user", "read_at"], name="notice_of_user")],
                    },
                ),
                migrations.CreateModel(
                    name="MailBatch",
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
                            "organiser",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="agencies.agency",
                            ),
                        ),
                        ("title", models.CharField(max_length=200)),
                        ("subject", models.CharField(db_index=True, max_length=100)),
                        (
                            "purpose",
                            models.CharField(
                                choices=[
                                    ("reminder", "Pengingat tenggat"),
                                    ("call", "Ajakan mengikuti edisi"),
                                    ("juror", "Tugas juri"),
                                    ("extension", "Perpanjangan pendaftaran"),
                                    ("approval", "Persetujuan pimpinan"),
                                    ("people", "Tugas dan kolaborasi"),
                                    ("receipt", "Tanda terima proposal"),
                                    ("returned", "Proposal dikembalikan"),
                                    ("screening", "Hasil seleksi administrasi"),
                                    ("presentation", "Jadwal presentasi"),
                                    ("result", "Hasil penilaian"),
                                    ("other", "Pemberitahuan lain"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("written_at", models.DateTimeField()),
                        (
                            "written_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("held_at", models.DateTimeField(blank=True, null=True)),
                        ("released_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "released_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("cancelled_at", models.DateTimeField(blank=True, null=True)),
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
                        ("reason", models.TextField(blank=True)),
                    ],
                    options={
                        "verbose_name": "kiriman surat",
                        "ordering": ["-written_at", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("released_at__isnull", False), ("released_by__isnull", False)),
                                    models.Q(("released_at__isnull", True), ("released_by__isnull", True)),
                                    _connector="OR",
                                ),
                                name="mailbatch_released_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("cancelled_at__isnull", False), ("cancelled_by__isnull", False)
                                    ),
                                    models.Q(("cancelled_at__isnull", True), ("cancelled_by__isnull", True)),
                                    _connector="OR",
                                ),
                                name="mailbatch_cancelled_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("cancelled_at", None), ("released_at", None)),
                                    models.Q(("held_at__isnull", False), ("released_at__isnull", True)),
                                    models.Q(("cancelled_at__isnull", True), ("held_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="mailbatch_held_is_released_or_cancelled",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("cancelled_at", None),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="mailbatch_cancelled_with_a_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Mail",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "batch",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="letters",
                                to="agencies.mailbatch",
                            ),
                        ),
                        (
                            "notice",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="letter",
                                to="agencies.notice",
                            ),
                        ),
                        ("to", models.EmailField(max_length=254)),
                        ("subject", models.CharField(max_length=200)),
                        ("body", models.TextField()),
                        ("shown", models.TextField(blank=True)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("held", "Menunggu dibaca panitia"),
                                    ("queued", "Menunggu"),
                                    ("sending", "Sedang dikirim"),
                                    ("sent", "Terkirim"),
                                    ("failed", "Gagal"),
                                    ("cancelled", "Dibatalkan"),
                                ],
                                db_index=True,
                                default="queued",
                                max_length=10,
                            ),
                        ),
                        ("attempts", models.PositiveSmallIntegerField(default=0)),
                        ("leased_until", models.DateTimeField(blank=True, null=True)),
                        ("error", models.CharField(blank=True, max_length=500)),
                        ("until", models.DateTimeField(blank=True, null=True)),
                        ("queued_at", models.DateTimeField()),
                        ("sent_at", models.DateTimeField(blank=True, null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="AuditEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField(db_index=True)),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("verb", models.CharField(max_length=60)),
                        ("subject", models.CharField(db_index=True, max_length=80)),
                        ("details", models.JSONField(default=dict)),
                    ],
                    options={
                        "ordering": ["-at", "-pk"],
                    },
                ),
            ],
        ),
    ]
