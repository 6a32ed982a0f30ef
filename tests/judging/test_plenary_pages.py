"""A session through its pages: opened, attended, decided, asked for, read, confirmed, published."""

import json

import pytest
from django.urls import reverse

from agencies.models import AuditEvent
from judging.models import MinutesPaper, Plenary
from judging.reads import board, duties
from judging.services import minutes, publishing
from judging.services import plenary as verbs
from tests import worlds
from tests.judging.golden_stage import close_stage, golden_stage, titled
from tests.judging.sitting import AT, ask, closed_stage, confirm, fresh, rule, secretary, sit
from tests.judging.test_shortlist import NO_LETTER

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage():
    return closed_stage()[0]


@pytest.fixture
def clerk(stage, client):
    user = secretary(stage)
    client.force_login(user)
    return user


def page(client, name, *arguments, status=200, **sent):
    url = reverse(f"judging:{name}", args=arguments)
    answer = client.post(url, sent) if sent else client.get(url)
    assert answer.status_code == status, answer.content.decode()[:3000]
    return answer.content.decode()


def seats(plenary, **changes):
    """What the attendance page sends: everybody as shown, a chair on the first empty row."""
    sent = {"revision": plenary.revision, "held_at": "2026-03-10T11:00", "place": "Pendopo"}
    for row in plenary.attendees.all():
        sent |= {f"post-{row.pk}": row.post, f"part-{row.pk}": row.part, f"present-{row.pk}": "on"}
    sent |= {"name-new1": "Dra. Ketua", "post-new1": "Sekretaris Daerah", "part-new1": "chair"}
    return {**sent, "present-new1": "on", "part-new2": "guest", "part-new3": "guest", **changes}


def test_session_goes_from_the_edition_to_the_published_result(client, stage, clerk):
    board_page = page(client, "edition", stage.competition.slug)
    assert reverse("judging:plenary", args=[stage.code]) in board_page
    assert "Pleno Penilaian Proposal" not in board_page  # no step: nobody asks for one before the last stage
    assert "Belum ada sidang pleno" in page(client, "plenary", stage.code)
    page(client, "plenary_open", stage.code, status=302, held_at="2026-03-10T11:00", place="Aula")
    plenary = Plenary.objects.get()
    page(client, "plenary_attendance", stage.code, status=302, **seats(plenary))
    found = page(client, "plenary", stage.code)
    assert "6 dari 6 orang hadir" in found
    assert "2 proposal bernilai sama pada batas belum diputuskan" in found
    told = {"revision": fresh(plenary).revision, "ruling": "moved", "place": "3", "reason": "Lebih luas."}
    page(client, "plenary_decide", stage.code, titled(stage, "A").code, status=302, **told)
    assert "Lebih luas." in page(client, "plenary", stage.code)
    page(client, "plenary_ask", stage.code, status=302, revision=fresh(plenary).revision)

    juror = stage.panel.get(user__name="Juri 2").user
    client.force_login(juror)
    url = reverse("judging:session", args=[plenary.code])
    assert url in [duty.url for duty in duties.duties(juror, AT)]
    read = page(client, "session", plenary.code)
    assert "Lebih luas." in read
    assert "Dra. Ketua" in read
    assert AuditEvent.objects.filter(verb="scores.read", by=juror, subject=f"stage:{stage.code}").count() == 1
    revision = fresh(plenary).revision
    unread = page(client, "session_confirm", plenary.code, status=422, revision=revision)
    assert "Baca seluruh naskahnya" in unread
    page(client, "session_confirm", plenary.code, status=302, revision=revision, has_read="on")
    assert "Disahkan Juri 2" in page(client, "session", plenary.code)
    assert duties.duties(juror, AT) == []

    publisher = stage.competition.announced_by
    client.force_login(publisher)
    checked = page(client, "publish", stage.code)
    assert "Sidang pleno 1 disahkan Juri 2: 1 proposal menyimpang" in checked
    assert "Sidang pleno: Lebih luas." in checked
    publishing.publish(stage=stage, by=publisher, at=AT, letter=NO_LETTER)
    client.logout()
    public = page(client, "public_results", stage.competition.slug)
    assert "Menurut nilai: peringkat 3. Sidang pleno: Lebih luas." in public
    assert "Daftar ini ditetapkan sidang pleno 1" in public
    assert "Dra. Ketua" not in public


def test_public_result_names_who_was_taken_off_and_why(client, stage, clerk):
    plenary = sit(stage, clerk)
    rule(plenary, "C", clerk, ruling="excluded", reason="Mengundurkan diri.")
    publisher = stage.competition.announced_by
    confirm(ask(plenary, clerk), publisher)
    publishing.publish(stage=stage, by=publisher, at=AT, letter=NO_LETTER)
    assert "Sidang pleno: Mengundurkan diri." in page(client, "public_results", stage.competition.slug)
    ranking = page(client, "ranking", stage.code)
    assert "Tidak diikutkan menurut sidang pleno" in ranking


@pytest.mark.parametrize("changes", [{"place": ""}, {"name-new2": "", "post-new2": "Camat"}])
def test_attendance_that_is_incomplete_keeps_every_word(client, stage, clerk, changes):
    plenary = verbs.open_session(stage=stage, by=clerk, at=AT, held_at=AT, place="Aula")
    found = page(client, "plenary_attendance", stage.code, status=422, **seats(plenary, **changes))
    assert "Dra. Ketua" in found
    assert "Sekretaris Daerah" in found
    assert plenary.attendees.filter(is_present=True).count() == 0


def test_attendance_saved_by_somebody_else_meanwhile_shows_both(client, stage, clerk):
    plenary = verbs.open_session(stage=stage, by=clerk, at=AT, held_at=AT, place="Aula")
    sent = seats(plenary, revision=7)
    found = page(client, "plenary_attendance", stage.code, status=409, **sent)
    assert "Yang tersimpan sekarang" in found
    assert "Pendopo" in found
    assert "· Aula" in found
    assert f'value="{plenary.revision}"' in found  # saving again is then meant
    assert fresh(plenary).place == "Aula"


def test_decision_taken_by_somebody_else_meanwhile_shows_both(client, stage, clerk):
    plenary = sit(stage, clerk)
    rule(plenary, "F", clerk, place=1, reason="Alasan pertama.")
    told = {"revision": plenary.revision, "ruling": "moved", "place": "2", "reason": "Alasan kedua."}
    found = page(client, "plenary_decide", stage.code, titled(stage, "F").code, status=409, **told)
    assert "Alasan pertama." in found
    assert "Alasan kedua." in found
    assert fresh(plenary).decisions.get().place == 1


def test_decision_without_its_place_keeps_its_words(client, stage, clerk):
    plenary = sit(stage, clerk)
    told = {"revision": plenary.revision, "ruling": "moved", "reason": "Alasan panjang."}
    found = page(client, "plenary_decide", stage.code, titled(stage, "F").code, status=422, **told)
    assert "Isi peringkat yang diputuskan." in found
    assert "Alasan panjang." in found


def test_decision_of_an_absent_or_foreign_entry_is_not_found(client, stage, clerk):
    sit(stage, clerk)
    other = worlds.make_submitted(stage.competition, status="passed")
    page(client, "plenary_decide", stage.code, other.code, status=404)


def test_text_sent_back_tells_the_secretary_why(client, stage, clerk):
    plenary = sit(stage, clerk)
    rule(plenary, "A", clerk, place=3)
    ask(plenary, clerk)
    juror = stage.panel.get(user__name="Juri 1").user
    client.force_login(juror)
    page(client, "session_send_back", plenary.code, status=302, **{"kembali-reason": "Alasan A keliru."})
    client.force_login(clerk)
    assert "Alasan A keliru." in page(client, "plenary", stage.code)


def test_secretary_who_asked_takes_the_text_back_and_cannot_confirm_it(client, stage, clerk):
    plenary = sit(stage, clerk)
    rule(plenary, "A", clerk, place=3)
    ask(plenary, clerk)
    assert "has_read" not in page(client, "session", plenary.code)
    told = {"revision": fresh(plenary).revision, "has_read": "on"}
    assert "orang lain yang mengesahkannya" in page(
        client, "session_confirm", plenary.code, status=409, **told
    )
    page(client, "session_send_back", plenary.code, status=302, **{"kembali-reason": "Salah ketik."})
    assert fresh(plenary).asked_at is None


def test_guest_and_who_stayed_away_do_not_confirm(client, stage, clerk):
    plenary = sit(stage, clerk)
    rule(plenary, "A", clerk, place=3)
    plenary.attendees.filter(name="Juri 1").update(part="guest")
    plenary.attendees.filter(name="Juri 2").update(is_present=False)
    ask(plenary, clerk)
    client.force_login(stage.panel.get(user__name="Juri 1").user)
    assert "has_read" not in page(client, "session", plenary.code)
    told = {"revision": fresh(plenary).revision, "has_read": "on"}
    page(client, "session_confirm", plenary.code, status=403, **told)
    client.force_login(stage.panel.get(user__name="Juri 2").user)
    page(client, "session", plenary.code, status=404)


def test_ties_page_sends_whoever_would_draw_beside_a_session_to_it(client, stage, clerk):
    plenary = sit(stage, clerk)
    client.force_login(stage.competition.announced_by)
    sent = {"snapshot": plenary.snapshot, "cara": "undian", "seed": "7", "reason": "Undian"}
    assert "putuskan urutannya di sana" in page(client, "ties", stage.code, status=409, **sent)


def test_minutes_of_a_session_are_printed_with_who_signs_and_why(stage, clerk):
    plenary = sit(stage, clerk)
    rule(plenary, "A", clerk, place=3, reason="Lebih luas.")
    made = confirm(ask(plenary, clerk), stage.competition.announced_by).minutes
    paper = MinutesPaper.objects.get(minutes=made)
    assert minutes.render(paper_id=paper.pk, at=AT)
    paper.refresh_from_db()
    assert (paper.status, paper.file.read()[:5]) == ("ready", b"%PDF-")
    assert json.loads(made.payload)["plenary"]["number"] == 1


def test_board_has_a_step_for_the_session_of_the_last_stage():
    stage = close_stage(golden_stage(), AT)
    by = secretary(stage)

    def step():
        edition = type(stage.competition).objects.prefetch_related("stages").get(pk=stage.competition_id)
        (found,) = [s for s in board.steps(edition, AT) if s.label == "Pleno Penilaian Proposal"]
        return found.state, found.note

    assert step() == ("todo", "Bila perlu")
    plenary = sit(stage, by)
    assert step() == ("current", "Sedang berlangsung")
    ask(plenary, by)
    assert step() == ("current", "Menunggu pengesahan")
    confirm(plenary, stage.competition.announced_by)
    assert step() == ("done", "Disahkan")
