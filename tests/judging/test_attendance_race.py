"""The door and the desk at once: a juror finalises while the bureau writes down that nobody came."""

import threading
import time

import pytest
from django.db import connection, transaction
from django.utils import timezone

from judging.models import ScoreSheet
from judging.reads import sheet as reads
from judging.services import attendance, scoring_sheets
from kipp.lib.errors import Refused
from tests import worlds
from tests.racing import ROWS_ARE_LOCKED

pytestmark = [
    pytest.mark.django_db(transaction=True),
    ROWS_ARE_LOCKED,
]


def test_finalise_that_waited_for_an_absence_is_refused():
    edition = worlds.make_edition()
    reading = worlds.make_assignment(
        worlds.make_entry(edition), worlds.make_juror(worlds.scoring_stage(edition))
    )
    juror, at, said = reading.member.user, timezone.now(), []
    sheet = scoring_sheets.open_sheet(assignment=reading, by=juror, at=at, no_conflict=True)
    sheet.scores.update(points=3)
    stamp = reads.stamp(reads.scores_of(sheet))

    def finalise():
        try:
            scoring_sheets.finalise(sheet=sheet, by=juror, at=at, revision=stamp)
        except Refused as refused:
            said.append(str(refused.message))
        finally:
            connection.close()

    desk = threading.Thread(target=finalise)
    with transaction.atomic():
        attendance.record(
            entry=reading.entry, by=edition.announced_by, at=at, attendance="absent", note="Uji."
        )
        desk.start()
        time.sleep(0.5)  # it waits for the lock of the stage by now
        assert desk.is_alive()
    desk.join()
    assert said == ["Pengusulnya tercatat tidak hadir, jadi proposal ini tidak dinilai."]
    assert ScoreSheet.objects.get().status == "draft"
