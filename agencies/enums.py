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
    QUEUED = "queued", _("Menunggu")
    SENDING = "sending", _("Sedang dikirim")
    SENT = "sent", pgettext_lazy("letter", "Terkirim")
    FAILED = "failed", _("Gagal")


class InvitationStatus(models.TextChoices):
    """Computed from the clock, never stored."""

    WAITING = "waiting", _("Menunggu")
    ACCEPTED = "accepted", _("Diterima")
    EXPIRED = "expired", _("Kedaluwarsa")
    REVOKED = "revoked", _("Dibatalkan")
