import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import competitions.models.edition
import kipp.lib.codes
from kipp.lib.many_models import CreateModels


class Migration(migrations.Migration):
    replaces = [
        ("competitions", "0001_initial"),
        ("competitions", "0003_entered_as"),
        ("competitions", "0004_form_by_data"),
        ("competitions", "0005_frozen_amendments"),
        ("competitions", "0006_stages_by_data"),
        ("competitions", "0007_frozen_rules"),
    ]

    initial = True

    dependencies = [
        ("agencies", "0001_tables"),
    ]

    operations = [
        CreateModels(
            models=[
                migrations.CreateModel(
                    name="Competition",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("slug", models.SlugField(max_length=80, unique=True)),
                        ("name", models.CharField(max_length=200, verbose_name="nama edisi")),
                        (
                            "year",
                            models.PositiveSmallIntegerField(
                                validators=[
                                    django.core.validators.MinValueValidator(2000),
                                    django.core.validators.MaxValueValidator(2100),
                                ],
                                verbose_name="tahun",
                            ),
                        ),
                        ("region", models.CharField(max_length=100, verbose_name="daerah")),
                        ("theme", models.CharField(blank=True, max_length=300, verbose_name="tema")),
                        ("legal_basis", models.TextField(blank=True, verbose_name="dasar hukum")),
                        ("about", models.TextField(blank=True, verbose_name="penjelasan")),
                        ("letterhead", models.TextField(blank=True, verbose_name="kop surat")),
                        (
                            "organiser",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="competitions",
                                to="agencies.agency",
                                verbose_name="penyelenggara",
                            ),
                        ),
                        (
                            "zone",
                            models.CharField(
                                choices=[
                                    ("Asia/Jakarta", "WIB (Jakarta)"),
                                    ("Asia/Makassar", "WITA (Makassar)"),
                                    ("Asia/Jayapura", "WIT (Jayapura)"),
                                ],
                                default="Asia/Jakarta",
                                max_length=20,
                                verbose_name="zona waktu",
                            ),
                        ),
                        (
                            "opens_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="pendaftaran dibuka"),
                        ),
                        (
                            "closes_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="pendaftaran ditutup"),
                        ),
                        (
                            "entered_as",
                            models.CharField(
                                choices=[
                                    ("any", "Tim atau perorangan"),
                                    ("team", "Tim"),
                                    ("individual", "Perorangan"),
                                ],
                                default="any",
                                max_length=10,
                                verbose_name="pengusul",
                            ),
                        ),
                        (
                            "needs_head_approval",
                            models.BooleanField(
                                default=False, verbose_name="pimpinan menyetujui sebelum dikirim"
                            ),
                        ),
                        (
                            "screened_by_two",
                            models.BooleanField(
                                default=False, verbose_name="seleksi diputuskan oleh dua orang"
                            ),
                        ),
                        (
                            "holds_mail",
                            models.BooleanField(
                                default=False, verbose_name="panitia membaca surat sebelum dikirim"
                            ),
                        ),
                        (
                            "reminder_days",
                            models.JSONField(
                                default=competitions.models.edition.reminder_days,
                                verbose_name="pengingat, hari sebelum penutupan",
                            ),
                        ),
                        (
                            "integrity_text",
                            models.TextField(blank=True, verbose_name="pernyataan integritas juri"),
                        ),
                        (
                            "cooling_years",
                            models.PositiveSmallIntegerField(
                                default=2, verbose_name="masa jeda jabatan terdahulu (tahun)"
                            ),
                        ),
                        ("preset", models.CharField(blank=True, editable=False, max_length=40)),
                        ("assumptions", models.JSONField(blank=True, default=list, editable=False)),
                        ("is_demo", models.BooleanField(default=False, editable=False)),
                        ("confirmed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        (
                            "confirmed_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("announced_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        (
                            "announced_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("revision", models.PositiveIntegerField(default=0, editable=False)),
                    ],
                    options={
                        "verbose_name": "edisi",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("announced_at__isnull", False), ("announced_by__isnull", False)
                                    ),
                                    models.Q(("announced_at__isnull", True), ("announced_by__isnull", True)),
                                    _connector="OR",
                                ),
                                name="competition_announced_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("confirmed_at__isnull", False), ("confirmed_by__isnull", False)
                                    ),
                                    models.Q(("confirmed_at__isnull", True), ("confirmed_by__isnull", True)),
                                    _connector="OR",
                                ),
                                name="competition_confirmed_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("opens_at", None),
                                    ("closes_at", None),
                                    ("opens_at__lt", models.F("closes_at")),
                                    _connector="OR",
                                ),
                                name="competition_opens_before_it_closes",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("announced_at", None),
                                    models.Q(("closes_at__isnull", False), ("opens_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="competition_is_announced_with_dates",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Category",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "competition",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="categories",
                                to="competitions.competition",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(verbose_name="urutan")),
                        ("name", models.CharField(max_length=120, verbose_name="nama kategori")),
                    ],
                    options={
                        "verbose_name": "kategori",
                        "ordering": ["position", "pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("competition", "name"), name="category_name_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Group",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "competition",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="groups",
                                to="competitions.competition",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(verbose_name="urutan")),
                        ("name", models.CharField(max_length=120, verbose_name="nama kelompok")),
                        ("kinds", models.JSONField(default=list, verbose_name="jenis instansi")),
                    ],
                    options={
                        "verbose_name": "kelompok peserta",
                        "ordering": ["position", "pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("competition", "name"), name="group_name_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Track",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "competition",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="tracks",
                                to="competitions.competition",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(verbose_name="urutan")),
                        ("name", models.CharField(max_length=120, verbose_name="nama jalur")),
                        (
                            "minimum_months",
                            models.PositiveSmallIntegerField(
                                default=12, verbose_name="umur minimal penerapan (bulan)"
                            ),
                        ),
                        (
                            "quota",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="kuota per instansi"
                            ),
                        ),
                        (
                            "award_rule",
                            models.CharField(
                                choices=[
                                    ("any", "Boleh pernah atau belum pernah menerima penghargaan"),
                                    ("never", "Belum pernah menerima penghargaan"),
                                    ("former", "Sudah pernah menerima penghargaan"),
                                ],
                                default="any",
                                max_length=6,
                                verbose_name="riwayat penghargaan",
                            ),
                        ),
                        (
                            "award_limit",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="paling banyak penghargaan sebelumnya"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "jalur",
                        "ordering": ["position", "pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("competition", "name"), name="track_name_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Award",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "competition",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="awards",
                                to="competitions.competition",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(verbose_name="urutan")),
                        ("name", models.CharField(max_length=120, verbose_name="nama penghargaan")),
                        ("first_place", models.PositiveSmallIntegerField(verbose_name="dari peringkat")),
                        ("last_place", models.PositiveSmallIntegerField(verbose_name="sampai peringkat")),
                    ],
                    options={
                        "verbose_name": "penghargaan",
                        "ordering": ["position", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("first_place__gt", 0), ("first_place__lte", models.F("last_place"))
                                ),
                                name="award_places_ascend",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Extension",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "competition",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="extensions",
                                to="competitions.competition",
                            ),
                        ),
                        (
                            "agency",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="agencies.agency",
                            ),
                        ),
                        ("until", models.DateTimeField()),
                        ("letter_number", models.CharField(max_length=100)),
                        ("reason", models.TextField()),
                        ("granted_at", models.DateTimeField()),
                        (
                            "granted_by",
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
                    name="LedgerHead",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "competition",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="ledger_head",
                                to="competitions.competition",
                            ),
                        ),
                        ("seq", models.PositiveIntegerField(default=0)),
                        ("hash", models.CharField(max_length=64)),
                    ],
                ),
                migrations.CreateModel(
                    name="LedgerEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "competition",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="ledger",
                                to="competitions.competition",
                            ),
                        ),
                        ("seq", models.PositiveIntegerField()),
                        ("at", models.CharField(max_length=40)),
                        ("actor", models.CharField(max_length=16)),
                        ("kind", models.CharField(max_length=40)),
                        ("subject", models.CharField(max_length=80)),
                        ("payload", models.TextField()),
                        ("previous_hash", models.CharField(max_length=64)),
                        ("hash", models.CharField(max_length=64)),
                    ],
                    options={
                        "ordering": ["competition", "seq"],
                        "constraints": [
                            models.UniqueConstraint(fields=("competition", "seq"), name="ledger_seq_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Section",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "competition",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="sections",
                                to="competitions.competition",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(verbose_name="urutan")),
                        ("code", models.SlugField(max_length=40, verbose_name="kode")),
                        ("title", models.CharField(max_length=150, verbose_name="judul bagian")),
                        ("guidance", models.TextField(blank=True, verbose_name="petunjuk")),
                        ("weight", models.PositiveSmallIntegerField(default=0, verbose_name="bobot")),
                        (
                            "track",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="competitions.track",
                                verbose_name="hanya untuk jalur",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "bagian formulir",
                        "ordering": ["position", "pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("competition", "code"), name="section_code_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Question",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "section",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="questions",
                                to="competitions.section",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(verbose_name="urutan")),
                        ("code", models.SlugField(max_length=40, verbose_name="kode")),
                        ("label", models.CharField(max_length=300, verbose_name="pertanyaan")),
                        ("guidance", models.TextField(blank=True, verbose_name="petunjuk")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("text", "Teks dengan batas kata"),
                                    ("short", "Teks pendek satu baris"),
                                    ("yesno", "Ya atau tidak"),
                                    ("choice", "Satu pilihan"),
                                    ("choices", "Beberapa pilihan"),
                                    ("number", "Angka"),
                                    ("date", "Tanggal"),
                                    ("link", "Tautan"),
                                    ("table", "Tabel"),
                                ],
                                max_length=8,
                                verbose_name="jenis",
                            ),
                        ),
                        (
                            "max_words",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="batas kata"
                            ),
                        ),
                        (
                            "options",
                            models.JSONField(
                                blank=True, default=list, verbose_name="pilihan atau judul kolom"
                            ),
                        ),
                        ("unit", models.CharField(blank=True, max_length=30, verbose_name="satuan")),
                        (
                            "minimum",
                            models.DecimalField(
                                blank=True,
                                decimal_places=4,
                                max_digits=18,
                                null=True,
                                verbose_name="angka terkecil",
                            ),
                        ),
                        (
                            "maximum",
                            models.DecimalField(
                                blank=True,
                                decimal_places=4,
                                max_digits=18,
                                null=True,
                                verbose_name="angka terbesar",
                            ),
                        ),
                        ("is_required", models.BooleanField(default=True, verbose_name="wajib")),
                        (
                            "shown_when",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="competitions.question",
                                verbose_name="tampil bila",
                            ),
                        ),
                        ("shown_value", models.CharField(blank=True, max_length=200, verbose_name="dijawab")),
                    ],
                    options={
                        "verbose_name": "pertanyaan",
                        "ordering": ["section__position", "position", "pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("section", "code"), name="question_code_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "text"), _negated=True),
                                    ("max_words__gt", 0),
                                    _connector="OR",
                                ),
                                name="question_text_has_a_word_limit",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("shown_value", ""), ("shown_when", None)),
                                    models.Q(
                                        ("shown_when__isnull", False),
                                        models.Q(("shown_value", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="question_condition_is_whole",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AttachmentSlot",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "competition",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="slots",
                                to="competitions.competition",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(verbose_name="urutan")),
                        ("code", models.SlugField(max_length=40, verbose_name="kode")),
                        ("title", models.CharField(max_length=150, verbose_name="nama berkas")),
                        ("guidance", models.TextField(blank=True, verbose_name="petunjuk")),
                        ("is_required", models.BooleanField(default=True, verbose_name="wajib")),
                        (
                            "section",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="slots",
                                to="competitions.section",
                                verbose_name="ditanyakan di bagian",
                            ),
                        ),
                        (
                            "max_files",
                            models.PositiveSmallIntegerField(default=1, verbose_name="paling banyak berkas"),
                        ),
                        (
                            "accepts",
                            models.CharField(
                                choices=[
                                    ("pdf", "PDF"),
                                    ("document", "PDF, DOCX, atau XLSX"),
                                    ("image", "Foto (JPEG atau PNG)"),
                                    ("any", "PDF, DOCX, XLSX, atau foto"),
                                ],
                                default="pdf",
                                max_length=8,
                                verbose_name="jenis berkas",
                            ),
                        ),
                        (
                            "statement",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "Tidak ada; pengusul menyiapkan sendiri"),
                                    ("implementation", "Pernyataan implementasi inovasi"),
                                    ("identity", "Pernyataan identitas inovator"),
                                    ("replication", "Pernyataan kesediaan replikasi"),
                                ],
                                max_length=14,
                                verbose_name="surat dari portal",
                            ),
                        ),
                        (
                            "shown_when",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="competitions.question",
                                verbose_name="tampil bila",
                            ),
                        ),
                        ("shown_value", models.CharField(blank=True, max_length=200, verbose_name="dijawab")),
                    ],
                    options={
                        "verbose_name": "berkas yang diminta",
                        "ordering": ["position", "pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("competition", "code"), name="slot_code_once"),
                            models.CheckConstraint(
                                condition=models.Q(("max_files__gt", 0)), name="slot_takes_a_file"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("shown_value", ""), ("shown_when", None)),
                                    models.Q(
                                        ("shown_when__isnull", False),
                                        models.Q(("shown_value", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="slot_condition_is_whole",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ChecklistItem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "competition",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="checklist",
                                to="competitions.competition",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(verbose_name="urutan")),
                        ("code", models.SlugField(max_length=40, verbose_name="kode")),
                        ("question", models.CharField(max_length=200, verbose_name="yang diperiksa")),
                        ("reason", models.CharField(max_length=200, verbose_name="alasan bila tidak lolos")),
                        (
                            "check_kind",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "Diperiksa oleh panitia"),
                                    ("age", "Umur penerapan"),
                                    ("complete", "Kelengkapan isian"),
                                    ("statements", "Berkas pernyataan"),
                                    ("duplicate", "Judul ganda"),
                                    ("quota", "Kuota instansi"),
                                    ("group", "Kelompok peserta"),
                                    ("awards", "Riwayat penghargaan"),
                                ],
                                max_length=12,
                                verbose_name="pemeriksaan otomatis",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "butir seleksi administrasi",
                        "ordering": ["position", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("competition", "code"), name="checklist_code_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReasonText",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "competition",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reason_texts",
                                to="competitions.competition",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(verbose_name="urutan")),
                        ("text", models.CharField(max_length=500, verbose_name="kalimat")),
                    ],
                    options={
                        "verbose_name": "kalimat alasan",
                        "ordering": ["position", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="FormAmendment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "competition",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="amendments",
                                to="competitions.competition",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        ("letter_number", models.CharField(max_length=100)),
                        ("reason", models.TextField()),
                        ("changes", models.JSONField()),
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
                        "ordering": ["competition", "number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("competition", "number"), name="amendment_number_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Stage",
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="stages",
                                to="competitions.competition",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(verbose_name="urutan")),
                        ("name", models.CharField(max_length=120, verbose_name="nama tahap")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("screening", "Seleksi administrasi"),
                                    ("scoring", "Penilaian"),
                                    ("decision", "Sidang pleno"),
                                ],
                                max_length=10,
                                verbose_name="jenis",
                            ),
                        ),
                        (
                            "track",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="competitions.track",
                                verbose_name="hanya untuk jalur",
                            ),
                        ),
                        ("opens_at", models.DateTimeField(blank=True, null=True, verbose_name="mulai")),
                        ("closes_at", models.DateTimeField(blank=True, null=True, verbose_name="selesai")),
                        (
                            "weight",
                            models.PositiveSmallIntegerField(
                                default=100,
                                validators=[django.core.validators.MaxValueValidator(100)],
                                verbose_name="bobot dalam nilai akhir",
                            ),
                        ),
                        (
                            "readers",
                            models.PositiveSmallIntegerField(
                                default=3,
                                validators=[django.core.validators.MinValueValidator(1)],
                                verbose_name="juri per proposal",
                            ),
                        ),
                        (
                            "is_blind",
                            models.BooleanField(
                                default=False, verbose_name="nama instansi disembunyikan dari juri"
                            ),
                        ),
                        (
                            "aggregate",
                            models.CharField(
                                choices=[("mean", "Rata-rata"), ("median", "Median")],
                                default="mean",
                                max_length=8,
                                verbose_name="gabungan nilai juri",
                            ),
                        ),
                        (
                            "tie_ladder",
                            models.JSONField(
                                blank=True, default=list, verbose_name="urutan pemecah nilai sama"
                            ),
                        ),
                        (
                            "ranked_by",
                            models.CharField(
                                choices=[
                                    ("overall", "Satu daftar untuk semua"),
                                    ("group", "Daftar terpisah per kelompok"),
                                    ("category", "Daftar terpisah per kategori"),
                                ],
                                default="overall",
                                max_length=10,
                                verbose_name="daftar peringkat",
                            ),
                        ),
                        (
                            "cut_kind",
                            models.CharField(
                                choices=[
                                    ("none", "Semua entri maju"),
                                    ("top_n", "Peringkat teratas"),
                                    ("threshold", "Nilai minimal"),
                                ],
                                default="none",
                                max_length=10,
                                verbose_name="yang maju",
                            ),
                        ),
                        (
                            "cut_count",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="jumlah yang maju"
                            ),
                        ),
                        (
                            "cut_total",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=5,
                                null=True,
                                verbose_name="nilai minimal",
                            ),
                        ),
                        (
                            "comments",
                            models.CharField(
                                choices=[
                                    ("never", "Tidak wajib"),
                                    ("extremes", "Wajib untuk nilai terendah dan tertinggi"),
                                    ("always", "Wajib untuk setiap kriteria"),
                                ],
                                default="never",
                                max_length=8,
                                verbose_name="catatan juri",
                            ),
                        ),
                        (
                            "peers_see",
                            models.CharField(
                                choices=[
                                    ("nothing", "Tidak ada"),
                                    ("totals", "Nilai akhir juri lain"),
                                    ("sheets", "Nilai per kriteria dan catatan juri lain"),
                                ],
                                default="nothing",
                                max_length=8,
                                verbose_name="yang dilihat juri dari juri lain setelah lembarnya sendiri final",
                            ),
                        ),
                        (
                            "entrants_see",
                            models.CharField(
                                choices=[
                                    ("total", "Nilai akhir saja"),
                                    ("rows", "Nilai per kriteria"),
                                    ("comments", "Nilai per kriteria dan catatan juri"),
                                ],
                                default="comments",
                                max_length=8,
                                verbose_name="yang dibaca pengusul dari hasilnya",
                            ),
                        ),
                        (
                            "contested_gap",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                default=25,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(100),
                                ],
                                verbose_name="selisih antarjuri yang diperiksa lagi",
                            ),
                        ),
                        (
                            "contested_below",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=5,
                                null=True,
                                verbose_name="hanya bila ada nilai di bawah",
                            ),
                        ),
                        ("closed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        (
                            "closed_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("published_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        (
                            "published_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "tahap",
                        "ordering": ["position", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closed_at__isnull", False), ("closed_by__isnull", False)),
                                    models.Q(("closed_at__isnull", True), ("closed_by__isnull", True)),
                                    _connector="OR",
                                ),
                                name="stage_closed_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("published_at__isnull", False), ("published_by__isnull", False)
                                    ),
                                    models.Q(("published_at__isnull", True), ("published_by__isnull", True)),
                                    _connector="OR",
                                ),
                                name="stage_published_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("published_at", None), ("closed_at__isnull", False), _connector="OR"
                                ),
                                name="stage_is_closed_before_publishing",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("cut_kind", "top_n"), _negated=True),
                                    ("cut_count__gt", 0),
                                    _connector="OR",
                                ),
                                name="stage_top_n_has_a_count",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("cut_kind", "threshold"), _negated=True),
                                    ("cut_total__isnull", False),
                                    _connector="OR",
                                ),
                                name="stage_threshold_has_a_total",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Quota",
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="quotas",
                                to="competitions.stage",
                            ),
                        ),
                        (
                            "group",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="competitions.group",
                            ),
                        ),
                        (
                            "category",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="competitions.category",
                            ),
                        ),
                        ("places", models.PositiveSmallIntegerField(verbose_name="jumlah yang maju")),
                    ],
                    options={
                        "verbose_name": "kuota",
                        "ordering": ["stage", "group__position", "category__position", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("category__isnull", False), ("group", None)),
                                    models.Q(("category", None), ("group__isnull", False)),
                                    _connector="OR",
                                ),
                                name="quota_is_of_a_group_or_a_category",
                            ),
                            models.UniqueConstraint(fields=("stage", "group"), name="quota_of_a_group_once"),
                            models.UniqueConstraint(
                                fields=("stage", "category"), name="quota_of_a_category_once"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StageRules",
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
                                related_name="frozen_rules",
                                to="competitions.stage",
                            ),
                        ),
                        ("payload", models.TextField()),
                        ("sha256", models.CharField(max_length=64)),
                        ("frozen_at", models.DateTimeField()),
                    ],
                    options={
                        "verbose_name": "aturan tahap yang dibekukan",
                    },
                ),
                migrations.CreateModel(
                    name="Rubric",
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="rubrics",
                                to="competitions.stage",
                            ),
                        ),
                        ("version", models.PositiveSmallIntegerField(default=1)),
                        ("locked_at", models.DateTimeField(blank=True, editable=False, null=True)),
                    ],
                    options={
                        "verbose_name": "rubrik",
                        "ordering": ["-version"],
                        "constraints": [
                            models.UniqueConstraint(fields=("stage", "version"), name="rubric_version_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Aspect",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "rubric",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="aspects",
                                to="competitions.rubric",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(verbose_name="urutan")),
                        ("name", models.CharField(max_length=120, verbose_name="aspek")),
                    ],
                    options={
                        "verbose_name": "aspek",
                        "ordering": ["position", "pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("rubric", "name"), name="aspect_name_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Criterion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "rubric",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="criteria",
                                to="competitions.rubric",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(verbose_name="urutan")),
                        (
                            "aspect",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="criteria",
                                to="competitions.aspect",
                                verbose_name="aspek",
                            ),
                        ),
                        ("code", models.SlugField(max_length=40, verbose_name="kode")),
                        ("name", models.CharField(max_length=120, verbose_name="kriteria")),
                        ("guidance", models.TextField(blank=True, verbose_name="petunjuk")),
                        (
                            "weight",
                            models.PositiveSmallIntegerField(
                                validators=[
                                    django.core.validators.MinValueValidator(0),
                                    django.core.validators.MaxValueValidator(100),
                                ],
                                verbose_name="bobot",
                            ),
                        ),
                        (
                            "points_min",
                            models.PositiveSmallIntegerField(default=1, verbose_name="nilai terendah"),
                        ),
                        (
                            "points_max",
                            models.PositiveSmallIntegerField(
                                default=5,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(100),
                                ],
                                verbose_name="nilai tertinggi",
                            ),
                        ),
                        ("is_required", models.BooleanField(default=True, verbose_name="wajib dinilai")),
                        (
                            "section",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="competitions.section",
                                verbose_name="bagian proposal yang dinilai",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "kriteria",
                        "ordering": ["position", "pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("rubric", "code"), name="criterion_code_once"),
                            models.CheckConstraint(
                                condition=models.Q(("points_min__lt", models.F("points_max"))),
                                name="criterion_scale_ascends",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("weight__lte", 100)), name="criterion_weight_to_100"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Level",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "criterion",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="levels",
                                to="competitions.criterion",
                            ),
                        ),
                        ("points", models.PositiveSmallIntegerField(verbose_name="nilai")),
                        ("anchor", models.CharField(max_length=300, verbose_name="arti nilai ini")),
                    ],
                    options={
                        "verbose_name": "jenjang nilai",
                        "ordering": ["points"],
                        "constraints": [
                            models.UniqueConstraint(fields=("criterion", "points"), name="level_points_once")
                        ],
                    },
                ),
            ],
        ),
    ]
