from django.db import models
from django.utils.translation import gettext_lazy as _

from competitions.enums import EnteredAs

from .lifecycle import Status


class ProposalStatus(models.TextChoices):
    DRAFT = Status.DRAFT, _("Draf")
    AWAITING = Status.AWAITING, _("Menunggu persetujuan pimpinan")
    SUBMITTED = Status.SUBMITTED, _("Terkirim")
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


class YesNo(models.TextChoices):
    """What the answer to a yes/no question reads, in the database as in the frozen version."""

    YES = "ya", _("Ya")
    NO = "tidak", _("Tidak")
