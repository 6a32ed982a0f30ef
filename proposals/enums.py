from django.db import models
from django.utils.translation import gettext_lazy as _

from competitions.enums import EnteredAs

from .lifecycle import Status
from .participation import State


class ProposalStatus(models.TextChoices):
    DRAFT = Status.DRAFT, _("Draf")
    AWAITING = Status.AWAITING, _("Menunggu persetujuan pimpinan")
    SUBMITTED = Status.SUBMITTED, _("Terkirim")
    RETURNED = Status.RETURNED, _("Dikembalikan untuk diperbaiki")
    MENDED = Status.MENDED, _("Perbaikan menunggu persetujuan pimpinan")
    PASSED = Status.PASSED, _("Lolos seleksi administrasi")
    REJECTED = Status.REJECTED, _("Tidak lolos seleksi administrasi")
    AWARDED = Status.AWARDED, _("Memperoleh penghargaan")
    NOT_AWARDED = Status.NOT_AWARDED, _("Selesai dinilai")
    WITHDRAWN = Status.WITHDRAWN, _("Ditarik")
    DISQUALIFIED = Status.DISQUALIFIED, _("Didiskualifikasi")


class TeamKind(models.TextChoices):
    TEAM = "team", _("Tim")
    INDIVIDUAL = "individual", _("Perorangan")

    @classmethod
    def taken_by(cls, edition) -> list["TeamKind"]:
        """What may enter an edition, the usual first."""
        return [kind for kind in cls if edition.entered_as in (EnteredAs.ANY, kind)]


class Outcome(models.TextChoices):
    PASSED = "passed", _("Lolos")
    REJECTED = "rejected", _("Tidak lolos")


class CollaboratorRole(models.TextChoices):
    """What somebody from outside the agency may do with one proposal."""

    WRITER = "writer", _("Ikut menulis")
    READER = "reader", _("Hanya membaca")


class CorrectionEnd(models.TextChoices):
    RESUBMITTED = "resubmitted", _("Dikirim ulang")
    LAPSED = "lapsed", _("Tenggat lewat; versi semula berlaku")
    LIFTED = "lifted", _("Dicabut panitia; versi semula berlaku")


class Attendance(models.TextChoices):
    """Of an entry at its presentation. Absence is recorded and is not a zero."""

    UNKNOWN = "", _("Belum dicatat")
    PRESENT = "present", _("Hadir")
    ABSENT = "absent", _("Tidak hadir")


class ParticipationState(models.TextChoices):
    """How far an agency came in a year or an edition."""

    NOTHING = State.NOTHING, _("Belum ada")
    DRAFT = State.DRAFT, _("Draf")
    SUBMITTED = State.SUBMITTED, _("Terkirim")
    PASSED = State.PASSED, _("Lolos seleksi administrasi")
    AWARDED = State.AWARDED, _("Memperoleh penghargaan")


class UploadStatus(models.TextChoices):
    RECEIVING = "receiving", _("Sedang diunggah")
    CHECKING = "checking", _("Sedang diperiksa")
    DONE = "done", _("Tersimpan")
    REFUSED = "refused", _("Ditolak")


class AwardLevel(models.TextChoices):
    REGION = "region", _("Kota/kabupaten")
    PROVINCE = "province", _("Provinsi")
    NATION = "nation", _("Nasional")
    WORLD = "world", _("Internasional")


class InnovationPhase(models.TextChoices):
    """Where an innovation stands, in the words of Indeks Inovasi Daerah."""

    INITIATIVE = "initiative", _("Inisiatif")
    TRIAL = "trial", _("Uji coba")
    APPLIED = "applied", _("Penerapan")


class Initiator(models.TextChoices):
    REGION_HEAD = "region_head", _("Kepala daerah")
    COUNCIL = "council", _("Anggota DPRD")
    AGENCY = "agency", _("Perangkat daerah")
    CIVIL_SERVANT = "civil_servant", _("ASN")
    CITIZENS = "citizens", _("Masyarakat")


class InnovationForm(models.TextChoices):
    GOVERNANCE = "governance", _("Inovasi tata kelola pemerintahan daerah")
    SERVICE = "service", _("Inovasi pelayanan publik")
    OTHER = "other", _("Inovasi daerah lainnya")


class ExportLayout(models.TextChoices):
    NEXT_LEVEL = "next_level", _("Proposal untuk jenjang berikutnya")
    INDEX = "index", _("Profil Indeks Inovasi Daerah")


class ExportFormat(models.TextChoices):
    DOCX = "docx", _("DOCX")
    PDF = "pdf", _("PDF")
    JSON = "json", _("JSON")
