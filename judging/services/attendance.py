"""Who came to present: recorded on the day, corrected while the stage is open. Absence is never a zero."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.models import User
from agencies.services import audit
from competitions.models import Stage
from competitions.services import ledger
from competitions.services.ledger import Happening
from judging.reads import attendance as reads
from kipp.lib import canonical
from kipp.lib.errors import Refused
from proposals.enums import Attendance
from proposals.models import Entry

LONGEST_NOTE = 300


@transaction.atomic
def record(*, entry: Entry, by: User, at: datetime, attendance: str, note: str = "") -> Entry:
    """Present, absent with a note, or unknown again. Said twice, written once.

    An absent entry needs no sheets: nobody waits for them, nothing of it is counted, and it stands beside
    the ranking without a place. Refused once the stage is closed or a sheet of the entry is final.
    """
    stage = Stage.objects.select_for_update(of=("self",)).select_related("competition").get(pk=entry.stage_id)
    entry = Entry.objects.select_for_update(of=("self",)).select_related("proposal").get(pk=entry.pk)
    note = note.strip() if attendance == Attendance.ABSENT else ""
    if (entry.attendance, entry.attendance_note) == (attendance, note):
        return entry
    _guard(stage, entry, attendance, note)
    was = entry.attendance
    entry.attendance, entry.attendance_note = attendance, note
    entry.attendance_at, entry.attendance_by = (at, by) if attendance else (None, None)
    entry.save(update_fields=["attendance", "attendance_note", "attendance_at", "attendance_by"])
    told = {"attendance": attendance, "was": was, "note_sha256": canonical.sha256(note)}
    happening = Happening("attendance.recorded", f"entry:{entry.code}", told)
    ledger.append(competition=stage.competition, by=by, at=at, happenings=[happening])
    audit.record(
        by=by, at=at, verb="attendance.recorded", subject=f"entry:{entry.code}", now=attendance, was=was
    )
    return entry


def _guard(stage: Stage, entry: Entry, attendance: str, note: str) -> None:
    if stage.is_closed:
        raise Refused(_("Tahap ini sudah ditutup. Buka kembali tahapnya untuk mengubah kehadiran."))
    if attendance != Attendance.ABSENT:
        return
    if final := reads.final_sheets(entry):
        sentence = ngettext(
            "“%(title)s” sudah mempunyai %(n)d lembar nilai final, jadi tidak dapat dicatat tidak hadir. "
            "Bila lembar itu keliru, buka kembali di halaman Kemajuan, lalu catat lagi.",
            "“%(title)s” sudah mempunyai %(n)d lembar nilai final, jadi tidak dapat dicatat tidak hadir. "
            "Bila lembar itu keliru, buka kembali di halaman Kemajuan, lalu catat lagi.",
            final,
        )
        raise Refused(sentence % {"title": entry.proposal.title, "n": final})
    if not note:
        raise Refused(_("Tulis keterangan mengapa pengusulnya tidak hadir."), status=422)
    if len(note) > LONGEST_NOTE:
        raise Refused(_("Keterangan paling panjang 300 huruf."), status=422)
