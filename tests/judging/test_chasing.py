"""Jurors are told what waits for them: once for each plan, once for each morning, and on request."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from agencies.models import AuditEvent, Mail, MailBatch, Notice
from competitions.models import Competition, Stage
from judging.models import Assignment
from judging.services import chasing
from kipp.lib.errors import Refused
from tests import worlds
from tests.judging.golden_stage import fill_sheet
from tests.pure.golden import CODES

pytestmark = pytest.mark.django_db
WIB = ZoneInfo("Asia/Jakarta")
POINTS = dict.fromkeys(CODES, 3)


def wib(words: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-{words}").replace(tzinfo=WIB)


#: The stage is open from 10 to 30 November; seven, three days and one day before it closes.
ASSIGNED, OPENS, CLOSES = wib("09T10:00"), wib("10T00:00"), wib("30T23:59")
WEEK, THREE, LAST = wib("23T08:00"), wib("27T08:00"), wib("29T08:00")
MINUTE = timedelta(minutes=1)

REMINDER = """\
Yth. Ani,

2 dari 3 proposal yang Anda baca pada Penilaian Proposal, KIPP Kota Uji, belum Anda finalkan. \
Nilai Anda ditunggu paling lambat Senin, 30 November 2026 pukul 23.59 WIB.
"""


@pytest.fixture
def stage():
    """Ani has one of three final, Budi one of three, Citra all three; then nobody was told of it yet."""
    edition = worlds.make_edition(opens_at=wib("01T00:00"), closes_at=wib("08T00:00"))
    Competition.objects.filter(pk=edition.pk).update(name="KIPP Kota Uji", announced_at=wib("01T00:00"))
    stage = worlds.scoring_stage(edition)
    Stage.objects.filter(pk=stage.pk).update(opens_at=OPENS, closes_at=CLOSES)
    jurors = [worlds.make_juror(stage, name=name) for name in ("Ani", "Budi", "Citra")]
    for number in range(3):
        entry = worlds.make_entry(edition)
        for juror, final in zip(jurors, (1, 1, 3), strict=True):
            reading = worlds.make_assignment(entry, juror)
            if number < final:
                fill_sheet(reading, POINTS)
    Assignment.objects.update(assigned_at=ASSIGNED)
    return Stage.objects.select_related("competition").get(pk=stage.pk)


def told(what):
    rows = Notice.objects.filter(kind="juror", key__contains=f":{what}:").order_by("pk")
    return [(notice.user.name, notice.created_at) for notice in rows]


def bureau(stage):
    return worlds.make_user(agency=stage.competition.organiser, role="bureau")


def test_sweep_on_the_morning_reminds_whoever_is_behind_once(stage):
    assert chasing.sweep(at=WEEK - MINUTE) == 0
    assert [chasing.sweep(at=WEEK + n * MINUTE) for n in (0, 1, 600, 60 * 24)] == [2, 0, 0, 0]
    assert told("reminded") == [("Ani", WEEK), ("Budi", WEEK)]
    assert set(Mail.objects.values_list("status", "until")) == {("queued", CLOSES)}
    assert Mail.objects.count() == 2


def test_sweep_on_three_mornings_writes_three_letters_a_juror(stage):
    for moment in (WEEK, THREE, LAST):
        chasing.sweep(at=moment)
        chasing.sweep(at=moment + MINUTE)
    assert Mail.objects.count() == 6
    assert sorted(Mail.objects.values_list("subject", flat=True).distinct()) == [
        "Pengingat, 3 hari lagi: 2 proposal menunggu nilai Anda (Penilaian Proposal, KIPP Kota Uji)",
        "Pengingat, 39 jam lagi: 2 proposal menunggu nilai Anda (Penilaian Proposal, KIPP Kota Uji)",
        "Pengingat, 7 hari lagi: 2 proposal menunggu nilai Anda (Penilaian Proposal, KIPP Kota Uji)",
    ]


def test_reminder_tells_how_many_wait_until_when_and_where(stage):
    chasing.sweep(at=WEEK)
    body = Mail.objects.get(notice__user__name="Ani").body
    assert body.startswith(REMINDER)
    assert "\nhttp://127.0.0.1:8000" + reverse("judging:resume", args=[stage.code]) in body


def test_sweep_leaves_whoever_finished_meanwhile_in_peace(stage):
    chasing.sweep(at=WEEK)
    for reading in Assignment.objects.filter(member__user__name="Ani", sheet=None):
        fill_sheet(reading, POINTS)
    assert chasing.sweep(at=THREE) == 1
    assert told("reminded")[2:] == [("Budi", THREE)]


def test_sweep_after_a_day_away_writes_the_latest_only(stage):
    assert chasing.sweep(at=THREE + timedelta(days=1)) == 2
    assert chasing.sweep(at=LAST) == 2
    assert Mail.objects.count() == 4


@pytest.mark.parametrize(
    "changes",
    [{"closed_at": OPENS}, {"closes_at": None}, {"closes_at": WEEK}, {"opens_at": WEEK + MINUTE}],
    ids=["closed", "without a date", "past its date", "not open yet"],
)
def test_sweep_reminds_nobody_of_a_stage_that(stage, changes):
    by = stage.competition.announced_by if "closed_at" in changes else None
    Stage.objects.filter(pk=stage.pk).update(closed_by=by, **changes)
    assert chasing.sweep(at=WEEK) == 0


def test_sweep_reminds_of_no_morning_before_the_reading_was_given(stage):
    Assignment.objects.filter(member__user__name="Budi").update(assigned_at=WEEK + MINUTE)
    chasing.sweep(at=WEEK + 2 * MINUTE)
    assert told("reminded") == [("Ani", WEEK + 2 * MINUTE)]


def test_sweep_with_held_mail_waits_in_one_batch(stage):
    Competition.objects.update(holds_mail=True)
    chasing.sweep(at=WEEK)
    batch = MailBatch.objects.get()
    assert (batch.title, batch.letters.count()) == ("Tugas juri: KIPP Kota Uji", 2)
    assert set(batch.letters.values_list("status", flat=True)) == {"held"}


def test_sweep_tells_of_a_plan_in_one_letter_a_juror(stage):
    at = ASSIGNED + timedelta(minutes=10)
    assert chasing.sweep(at=at - MINUTE) == 0
    assert [chasing.sweep(at=at + n * MINUTE) for n in range(3)] == [2, 0, 0]
    assert told("given") == [("Ani", at), ("Budi", at)]
    assert set(Mail.objects.values_list("subject", flat=True)) == {
        "Anda mendapat 2 proposal untuk dinilai (Penilaian Proposal, KIPP Kota Uji)"
    }


def test_sweep_tells_of_readings_added_later_and_of_those_only(stage):
    chasing.sweep(at=ASSIGNED + timedelta(minutes=10))
    late = ASSIGNED + timedelta(hours=5)
    reading = worlds.make_assignment(
        worlds.make_entry(stage.competition), stage.panel.get(user__name="Citra")
    )
    more = worlds.make_assignment(worlds.make_entry(stage.competition), stage.panel.get(user__name="Ani"))
    Assignment.objects.filter(pk__in=[reading.pk, more.pk]).update(assigned_at=late)
    assert chasing.sweep(at=late + timedelta(minutes=9)) == 0
    assert chasing.sweep(at=late + timedelta(minutes=10)) == 2
    assert sorted(Mail.objects.order_by("-pk").values_list("to", "subject")[:2]) == sorted(
        [
            (reading.member.user.email, given(1)),
            (more.member.user.email, given(1, "lagi ")),
        ]
    )


def given(count, again=""):
    return f"Anda mendapat {count} proposal {again}untuk dinilai (Penilaian Proposal, KIPP Kota Uji)"


def test_sweep_of_readings_given_by_hand_one_after_the_other_writes_one_letter(stage):
    Assignment.objects.filter(member__user__name="Ani").exclude(sheet__status="final").update(
        assigned_at=ASSIGNED + 9 * MINUTE
    )
    chasing.sweep(at=ASSIGNED + 10 * MINUTE)
    assert [name for name, _at in told("given")] == ["Budi"]
    chasing.sweep(at=ASSIGNED + 19 * MINUTE)
    assert [name for name, _at in told("given")] == ["Budi", "Ani"]
    assert Mail.objects.count() == 2


def test_sweep_of_an_old_plan_tells_nobody(stage):
    assert chasing.sweep(at=ASSIGNED + timedelta(days=8)) == 0


def test_send_now_reminds_the_chosen_and_counts_as_their_reminder(stage):
    by, ani = bureau(stage), stage.panel.get(user__name="Ani")
    at = WEEK + timedelta(minutes=30)
    batch = chasing.send_now(stage=stage, by=by, at=at, jurors=[ani.code, "TIDAKADA"])
    assert (batch.written_by, batch.letters.count()) == (by, 1)
    event = AuditEvent.objects.get(verb="juror.reminded")
    assert event.details == {"batch": batch.code, "jurors": [ani.user.code]}
    assert chasing.sweep(at=at + MINUTE) == 1
    assert told("reminded") == [("Ani", at), ("Budi", at + MINUTE)]


def test_send_now_to_somebody_who_has_finished_is_refused(stage):
    citra = stage.panel.get(user__name="Citra")
    with pytest.raises(Refused, match="Pilih juri yang lembarnya belum final"):
        chasing.send_now(stage=stage, by=bureau(stage), at=WEEK, jurors=[citra.code])
    assert (Mail.objects.count(), MailBatch.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("at", "words"), [(CLOSES, "Waktu penilaian sudah berakhir"), (OPENS - MINUTE, "Penilaian belum dibuka")]
)
def test_send_now_when_nothing_can_be_scored_is_refused(stage, at, words):
    ani = stage.panel.get(user__name="Ani")
    with pytest.raises(Refused, match=words):
        chasing.send_now(stage=stage, by=bureau(stage), at=at, jurors=[ani.code])


def test_page_shows_names_counts_and_the_letter_before_anything_leaves(stage):
    Stage.objects.update(opens_at=None, closes_at=None)
    client = Client()
    client.force_login(bureau(stage))
    url = reverse("judging:chasing", args=[stage.code])
    first = client.get(url)
    assert [(one.member.user.name, one.waiting, ticked) for one, ticked in first.context["rows"]] == [
        ("Ani", 2, True),
        ("Budi", 2, True),
    ]
    assert "2 dari 3 proposal yang Anda baca" in first.content.decode()
    assert Mail.objects.count() == 0
    nobody = client.post(url)
    assert (nobody.status_code, nobody.context["rows"][0][1]) == (422, False)
    budi = stage.panel.get(user__name="Budi")
    sent = client.post(url, {"pilih": [budi.code]})
    assert sent.headers["Location"] == reverse("agencies:batch", args=[MailBatch.objects.get().code])
    assert list(Mail.objects.values_list("to", flat=True)) == [budi.user.email]


def test_sweep_of_readings_taken_over_tells_nobody_twice(stage):
    """Whoever takes over from a juror who left was told so at that moment."""
    chasing.sweep(at=ASSIGNED + 10 * MINUTE)
    ani = stage.panel.get(user__name="Ani").user
    later = ASSIGNED + timedelta(hours=3)
    more = worlds.make_assignment(worlds.make_entry(stage.competition), stage.panel.get(user=ani))
    Assignment.objects.filter(pk=more.pk).update(assigned_at=later)
    Notice.objects.create(
        user=ani,
        kind="juror",
        title="1 proposal tambahan",
        url="/juri/",
        subject=f"stage:{stage.code}",
        key="substitution:ABC:took:DEF",
        created_at=later,
    )
    assert chasing.sweep(at=later + 20 * MINUTE) == 0
