"""What became of the addresses that an agency typed, in words."""

from django.db.models import Q
from django.utils.translation import gettext_lazy

from competitions.enums import QuestionKind
from kipp.lib.addresses import Verdict
from kipp.lib.jobs import JobStatus
from proposals.models import Answer, LinkCheck, Proposal

NOTES = {
    Verdict.NOT_FOUND: gettext_lazy("halaman itu tidak ada"),
    Verdict.CLOSED: gettext_lazy("situs itu menolak; mungkin isinya belum dibagikan untuk umum"),
    Verdict.NO_NAME: gettext_lazy("nama situs itu tidak dikenal"),
    Verdict.SILENT: gettext_lazy("situs itu tidak menjawab"),
    Verdict.PRIVATE: gettext_lazy("alamat itu hanya berlaku di jaringan dalam"),
    Verdict.UNFIT: gettext_lazy("alamat itu bukan alamat halaman web"),
    Verdict.TOO_MANY: gettext_lazy("situs itu terus mengalihkan ke alamat lain"),
    Verdict.CERTIFICATE: gettext_lazy("sertifikat keamanan situs itu tidak sah"),
}


def silent_links(proposal: Proposal) -> list[tuple[LinkCheck, str]]:
    """The addresses that stand in the proposal now and did not answer when last asked, with why."""
    written = Answer.objects.filter(proposal=proposal, question__kind=QuestionKind.LINK)
    checked = proposal.link_checks.filter(is_reachable=False, status=JobStatus.READY)
    standing = checked.filter(Q(url=proposal.video_url) | Q(url__in=written.values("text")))
    return [(row, NOTES[Verdict(row.note)]) for row in standing.order_by("url")]
