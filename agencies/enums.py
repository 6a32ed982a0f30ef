from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from . import roles


class AgencyKind(models.TextChoices):
    SETDA = "setda", _("Sekretariat Daerah")
    SEKRETARIAT = "sekretariat", _("Sekretariat DPRD")
    INSPEKTORAT = "inspektorat", _("Inspektorat")
    DINAS = "dinas", _("Dinas")
    BADAN = "badan", _("Badan")
    BAGIAN = "bagian", pgettext_lazy("kind of agency", "Bagian")
    KECAMATAN = "kecamatan", _("Kecamatan")
    KELURAHAN = "kelurahan", _("Kelurahan")
    DESA = "desa", _("Desa")
    PUSKESMAS = "puskesmas", _("Puskesmas")
    BLUD = "blud", _("RSUD/BLUD")
    BUMD = "bumd", _("BUMD")
    SD = "sd", _("SD Negeri")
    SMP = "smp", _("SMP Negeri")
    UPT = "upt", _("UPT/UPTD")
    LAINNYA = "lainnya", _("Lainnya")


class Role(models.TextChoices):
    STAFF = roles.STAFF, _("Staf pengusul")
    HEAD = roles.HEAD, _("Pimpinan instansi")
    BUREAU = roles.BUREAU, _("Panitia (Bagian Organisasi)")
    PUBLISHER = roles.PUBLISHER, _("Penanggung jawab (berwenang menerbitkan)")
    AUDITOR = roles.AUDITOR, _("Pengawas (hanya melihat)")


class ImportKind(models.TextChoices):
    AGENCIES = "agencies", pgettext_lazy("many", "Instansi")
    PEOPLE = "people", _("Orang")


class MailStatus(models.TextChoices):
    HELD = "held", _("Menunggu dibaca panitia")
    QUEUED = "queued", _("Menunggu")
    SENDING = "sending", _("Sedang dikirim")
    SENT = "sent", pgettext_lazy("letter", "Terkirim")
    FAILED = "failed", _("Gagal")
    CANCELLED = "cancelled", _("Dibatalkan")


class NoticeKind(models.TextChoices):
    """What a notice is about; people may switch off the letters of some kinds, see MUTABLE."""

    REMINDER = "reminder", _("Pengingat tenggat")
    CALL = "call", _("Ajakan mengikuti edisi")
    JUROR = "juror", _("Tugas juri")
    EXTENSION = "extension", _("Perpanjangan pendaftaran")
    APPROVAL = "approval", _("Persetujuan pimpinan")
    PEOPLE = "people", _("Tugas dan kolaborasi")
    RECEIPT = "receipt", _("Tanda terima proposal")
    RETURNED = "returned", _("Proposal dikembalikan")
    SCREENING = "screening", _("Hasil seleksi administrasi")
    PRESENTATION = "presentation", _("Jadwal presentasi")
    FIELD = "field", _("Verifikasi lapangan")
    RESULT = "result", _("Hasil penilaian")
    OTHER = "other", _("Pemberitahuan lain")


#: Kinds that a person may do without by mail: what decides about a proposal always arrives.
MUTABLE = frozenset({NoticeKind.REMINDER, NoticeKind.CALL, NoticeKind.EXTENSION, NoticeKind.PEOPLE})


class InvitationStatus(models.TextChoices):
    """Computed from the clock, never stored."""

    WAITING = "waiting", _("Menunggu")
    ACCEPTED = "accepted", _("Diterima")
    EXPIRED = "expired", _("Kedaluwarsa")
    REVOKED = "revoked", _("Dibatalkan")
