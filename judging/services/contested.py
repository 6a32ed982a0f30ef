"""Give a contested entry further readers: the scores that are far apart stay as they are."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.models import User
from agencies.services import audit
from competitions.services import ledger
from competitions.services.ledger import Happening
from judging import scoring
from judging.models import Assignment, PanelMember
from judging.reads import contested as reads
from judging.services import assignments
from kipp.lib.errors import Refused
from proposals.models import Entry

MOST = 2


@transaction.atomic
def add_readers(*, entry: Entry, members: Sequence[PanelMember], by: User, at: datetime) -> list[Assignment]:
    """One or two more jurors read the entry, for the reason that the others are so far apart.

    Pressed twice, done once; refused when somebody else has given it further readers meanwhile.
    """
    stage = assignments.lock_open_stage(entry.stage_id)
    if not 1 <= len(members) <= MOST:
        raise Refused(_("Pilih satu atau dua juri."), status=422)
    held = Assignment.objects.filter(entry=entry, member__in=members, recused_at=None).exclude(reason="")
    if held.count() == len(members):
        return list(held)
    line = next(iter(reads.contested(stage, only=entry)), None)
    if line is None:
        raise Refused(_("Nilai para juri untuk proposal ini tidak lagi berselisih sejauh itu."))
    if line.awaited:
        raise Refused(_("Masih ada juri yang ditunggu untuk proposal ini. Lihat dahulu nilainya."))
    allowed = {one.member.pk for one in reads.candidates(stage, entry)}
    if not allowed.issuperset(member.pk for member in members):
        raise Refused(_("Juri ini tidak dapat membaca proposal ini lagi. Pilih dari daftar yang terbaru."))
    gap = scoring.shown(line.contest.gap)
    made = [assignments.assign(entry=entry, member=member, by=by, at=at) for member in members]
    reason = _("Selisih nilai antarjuri %(gap)s poin") % {"gap": gap.replace(".", ",")}
    Assignment.objects.filter(pk__in=[row.pk for row in made]).update(reason=reason)
    facts = {"gap": gap, "readers": sorted(member.user.code for member in members)}
    subject = f"entry:{entry.code}"
    told = [Happening("entry.read_again", subject, facts)]
    ledger.append(competition=stage.competition, by=by, at=at, happenings=told)
    audit.record(by=by, at=at, verb="entry.read_again", subject=subject, **facts)
    return made
