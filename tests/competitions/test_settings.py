"""The settings pages: rows kept, moved and removed, stale copies, late changes, strangers."""

from datetime import timedelta

import pytest
from django.urls import reverse

from agencies.models import AuditEvent
from competitions.models import Category, Competition
from competitions.services import calls, details, editions, rows, stages
from competitions.services.rows import Row
from kipp.lib.errors import Refused, Stale
from tests import worlds
from tests.competitions.conftest import CLOSES_AT, MADE_AT, OPENS_AT
from tests.competitions.pages import part_url, sent_rows

LATER = OPENS_AT + timedelta(days=3)


@pytest.fixture
def announced(edition, bureau, publisher):
    editions.confirm_assumptions(by=bureau, at=MADE_AT, competition=edition)
    return calls.announce(competition=edition, by=publisher, at=OPENS_AT)


def names(edition):
    return list(edition.categories.values_list("name", flat=True))


def save_rows(edition, by, part, listed, revision=0, **kwargs):
    return rows.save(
        competition=edition, by=by, at=LATER, revision=revision, part=part, rows=listed, **kwargs
    )


def category_rows(edition):
    return [Row(category.pk, {"name": category.name}) for category in edition.categories.all()]


def test_save_rows_adds_removes_and_reorders(edition, bureau):
    first, *others = category_rows(edition)[:3]
    removed = [Row(row.pk, row.values, is_removed=True) for row in category_rows(edition)[3:]]
    listed = [*others, first, Row(None, {"name": "Ketahanan Pangan"}), *removed]
    saved = save_rows(edition, bureau, "kategori", listed)
    assert names(edition) == [
        "Pendidikan",
        "Pertumbuhan Ekonomi dan Kesempatan Kerja",
        "Kesehatan",
        "Ketahanan Pangan",
    ]
    assert list(edition.categories.values_list("position", flat=True)) == [1, 2, 3, 4]
    assert saved.revision == 1
    event = AuditEvent.objects.get(verb="edition.edited")
    assert event.details == {"part": "kategori", "kept": 4, "removed": 7}


def test_save_rows_swapping_two_names_meets_no_constraint(edition, bureau):
    first, second = edition.categories.all()[:2]
    save_rows(
        edition,
        bureau,
        "kategori",
        [Row(first.pk, {"name": "Pendidikan"}), Row(second.pk, {"name": "Kesehatan"})],
    )
    assert (Category.objects.get(pk=first.pk).name, Category.objects.get(pk=second.pk).name) == (
        "Pendidikan",
        "Kesehatan",
    )


def test_save_rows_with_a_stale_revision_is_refused(edition, bureau):
    save_rows(edition, bureau, "kategori", category_rows(edition))
    with pytest.raises(Stale) as caught:
        save_rows(edition, bureau, "kategori", category_rows(edition), revision=0)
    assert caught.value.current.revision == 1


def test_save_rows_of_a_foreign_edition_makes_a_new_row(edition, bureau):
    """A forged key reaches no row of another edition."""
    foreign = worlds.make_edition().categories.first()
    save_rows(edition, bureau, "kategori", [*category_rows(edition), Row(foreign.pk, {"name": "Pangan"})])
    assert Category.objects.get(pk=foreign.pk).name == "Kesehatan"
    assert names(edition)[-1] == "Pangan"


def test_save_rows_gives_new_items_free_codes_and_new_stages_a_rubric(edition, bureau):
    listed = [Row(item.pk, {"question": item.question}) for item in edition.checklist.all()]
    values = {"question": "Umur", "reason": "Terlalu muda", "check_kind": ""}
    saved = save_rows(edition, bureau, "seleksi", [*listed, Row(None, values)])
    assert edition.checklist.last().code == "umur-2"
    listed = [Row(stage.pk, {"name": stage.name}) for stage in edition.stages.all()]
    save_rows(
        edition,
        bureau,
        "tahap",
        [*listed, Row(None, {"name": "Presentasi", "kind": "scoring"})],
        saved.revision,
    )
    assert edition.stages.get(name="Presentasi").rubrics.count() == 1


@pytest.mark.parametrize("part", ["kategori", "kelompok", "jalur", "seleksi"])
def test_save_rows_after_announcing_is_refused(announced, bureau, part):
    relation = getattr(announced, rows.LISTINGS[part].relation)
    with pytest.raises(Refused, match="sudah diumumkan"):
        save_rows(announced, bureau, part, [Row(relation.first().pk, {}, is_removed=True)])


def test_save_awards_until_the_result_is_published(announced, bureau):
    listed = [Row(None, {"name": "Favorit", "first_place": 7, "last_place": 7})]
    saved = save_rows(announced, bureau, "penghargaan", listed)
    announced.stages.update(closed_at=LATER, closed_by=bureau, published_at=LATER, published_by=bureau)
    with pytest.raises(Refused, match="sudah terbit"):
        save_rows(announced, bureau, "penghargaan", [], saved.revision)


def save_details(edition, by, revision=0, **values):
    return details.save(
        competition=edition, by=by, at=LATER, revision=revision, part="identitas", values=values
    )


def test_save_details_after_announcing_lets_texts_change_only(announced, bureau):
    saved = save_details(announced, bureau, theme="Tema resmi", about="Teks.")
    assert (saved.theme, saved.about) == ("Tema resmi", "Teks.")
    with pytest.raises(Refused, match="sudah diumumkan"):
        save_details(announced, bureau, revision=1, name="Nama lain")


def test_save_details_after_announcing_sends_dates_to_the_extension(announced, bureau):
    with pytest.raises(Refused, match="Gunakan Perpanjangan"):
        save_details(announced, bureau, closes_at=CLOSES_AT + timedelta(days=1))


def test_save_stage_after_announcing_lets_dates_change_only(announced, bureau):
    stage = announced.stages.get(kind="scoring")
    saved = stages.save(stage=stage, by=bureau, at=LATER, revision=0, values={"opens_at": CLOSES_AT})
    assert saved.opens_at == CLOSES_AT
    with pytest.raises(Refused, match="sudah diumumkan"):
        stages.save(stage=stage, by=bureau, at=LATER, revision=1, values={"aggregate": "median"})


def test_save_stage_ladder_is_open_until_the_rubric_locks(announced, bureau):
    stage = announced.stages.get(kind="scoring")
    values = {"tie_ladder": ["lowest_juror"], "readers": 2}
    assert stages.save(stage=stage, by=bureau, at=LATER, revision=0, values=values).readers == 2
    stage.rubrics.update(locked_at=LATER)
    with pytest.raises(Refused, match="dibekukan sejak juri membuka"):
        stages.save(stage=stage, by=bureau, at=LATER, revision=1, values={"readers": 3})


def test_save_stage_that_is_closed_is_refused(announced, bureau):
    stage = announced.stages.get(kind="screening")
    announced.stages.filter(pk=stage.pk).update(closed_at=LATER, closed_by=bureau)
    with pytest.raises(Refused, match="sudah ditutup"):
        stages.save(stage=stage, by=bureau, at=LATER, revision=0, values={"opens_at": LATER})


def test_page_adds_a_row_and_goes_back_to_the_list(edition, bureau, client):
    client.force_login(bureau)
    url = part_url(edition, "kategori")
    sent = sent_rows(client.get(url), 0, **{"10-name": "Ketahanan Pangan", "10-position": 1, "0-position": 2})
    response = client.post(url, sent)
    assert (response.status_code, response.url) == (302, "/panitia/edisi/tegal-2024/pengaturan/")
    assert names(edition)[:2] == ["Ketahanan Pangan", "Kesehatan"]


def test_page_with_a_number_in_the_empty_row_adds_nothing(edition, bureau, client):
    client.force_login(bureau)
    url = part_url(edition, "kategori")
    assert client.post(url, sent_rows(client.get(url), 0, **{"10-position": 11})).status_code == 302
    assert edition.categories.count() == 10


def test_page_with_a_double_name_answers_422_and_keeps_the_words(edition, bureau, client):
    client.force_login(bureau)
    url = part_url(edition, "kategori")
    changes = {"3-name": "Kata yang panjang", "10-name": "kesehatan"}
    response = client.post(url, sent_rows(client.get(url), 0, **changes))
    page = response.content.decode()
    assert response.status_code == 422
    assert ('value="Kata yang panjang"' in page, 'value="kesehatan"' in page) == (True, True)
    assert "Nama ini sudah dipakai di baris lain." in page
    assert edition.categories.count() == 10


def test_page_from_a_second_tab_answers_409_with_both_versions(edition, bureau, client):
    client.force_login(bureau)
    url = part_url(edition, "kategori")
    tab = client.get(url)
    client.post(url, sent_rows(tab, 0, **{"0-name": "Kesehatan Masyarakat"}))
    response = client.post(url, sent_rows(tab, 0, **{"0-name": "Kesehatan Ibu"}))
    (difference,) = response.context["differences"]
    assert response.status_code == 409
    assert (difference.saved, difference.typed) == ("Kesehatan Masyarakat", "Kesehatan Ibu")
    assert 'value="Kesehatan Ibu"' in response.content.decode()
    again = client.post(url, sent_rows(response, response.context["revision"]))
    assert (again.status_code, names(edition)[0]) == (302, "Kesehatan Ibu")


def test_page_of_identity_from_a_second_tab_answers_409(edition, bureau, client):
    client.force_login(bureau)
    save_details(edition, bureau, theme="Tema orang lain")
    form = {"name": edition.name, "year": 2024, "region": "Kota Tegal", "theme": "Tema saya"}
    form |= {"entered_as": "any", "revision": 0, "letterhead": edition.letterhead}
    form |= {"legal_basis": edition.legal_basis, "about": edition.about, "reminder_days": "7, 3, 1"}
    form |= {"integrity_text": edition.integrity_text, "cooling_years": edition.cooling_years}
    response = client.post(part_url(edition, "identitas"), form)
    (difference,) = response.context["differences"]
    assert (response.status_code, difference.saved, difference.typed) == (
        409,
        "Tema orang lain",
        "Tema saya",
    )
    assert Competition.objects.get().theme == "Tema orang lain"


def identity(edition, **changes):
    names = ("name", "year", "region", "theme", "entered_as", "letterhead", "legal_basis", "about")
    names += ("integrity_text", "cooling_years")
    return {name: getattr(edition, name) for name in names} | {"revision": edition.revision} | changes


def test_page_of_identity_says_how_the_secretariat_works(announced, bureau, client):
    client.force_login(bureau)
    url = part_url(announced, "identitas")
    assert 'value="7, 3, 1"' in client.get(url).content.decode()
    form = identity(announced, screened_by_two="on", holds_mail="on", reminder_days="1, 14,3, 3")
    assert client.post(url, form).status_code == 302
    announced.refresh_from_db()
    assert (announced.screened_by_two, announced.holds_mail, announced.reminder_days) == (
        True,
        True,
        [14, 3, 1],
    )


@pytest.mark.parametrize("days", ["tiga", "0", "61", "7; 3", "-1"])
def test_page_of_identity_with_wrong_days_answers_422_and_keeps_them(edition, bureau, client, days):
    client.force_login(bureau)
    response = client.post(part_url(edition, "identitas"), identity(edition, reminder_days=days))
    assert response.status_code == 422
    assert f'value="{days}"' in response.content.decode()
    assert "Tulis angka 1 sampai 60, dipisahkan koma." in response.content.decode()


def test_page_of_dates_reads_the_edition_s_own_zone(edition, bureau, client):
    client.force_login(bureau)
    url = part_url(edition, "jadwal")
    assert 'value="2024-11-22T23:59"' in client.get(url).content.decode()
    form = {"zone": "Asia/Makassar", "opens_at": "2024-09-01T08:00", "closes_at": "2024-11-22T23:59"}
    assert client.post(url, form | {"revision": 0}).status_code == 302
    edition.refresh_from_db()
    assert edition.closes_at.isoformat() == "2024-11-22T15:59:00+00:00"


def test_page_of_dates_in_the_wrong_order_answers_422(edition, bureau, client):
    client.force_login(bureau)
    form = {"zone": "Asia/Jakarta", "opens_at": "2024-11-22T23:59", "closes_at": "2024-11-22T23:59"}
    response = client.post(part_url(edition, "jadwal"), form | {"revision": 0})
    assert response.status_code == 422
    assert "Penutupan harus sesudah pembukaan." in response.content.decode()


SETTINGS = ["settings", "settings_assumptions", "settings_announce", "settings_extension"]


@pytest.mark.parametrize("name", SETTINGS)
def test_page_of_a_foreign_edition_is_404(edition, client, name):
    stranger = worlds.make_user(agency=worlds.make_agency(kind="bagian"), role="bureau")
    client.force_login(stranger)
    foreign = client.get(reverse(f"competitions:{name}", args=[edition.slug]))
    missing = client.get(reverse(f"competitions:{name}", args=["tidak-ada"]))
    assert (foreign.status_code, missing.status_code) == (404, 404)


def test_page_for_an_auditor_is_403_and_for_nobody_the_sign_in(edition, organiser, client):
    url = part_url(edition, "kategori")
    assert client.get(url).status_code == 302
    client.force_login(worlds.make_user(agency=organiser, role="auditor"))
    assert client.get(url).status_code == 403


def test_page_of_files_has_moved_into_the_form(edition, bureau, client):
    client.force_login(bureau)
    assert client.get(part_url(edition, "berkas")).url == f"{part_url(edition, 'formulir')}#lampiran"


def test_page_of_tracks_takes_the_rule_about_awards(edition, bureau, client):
    client.force_login(bureau)
    url = part_url(edition, "jalur")
    changes = {"0-award_rule": "former", "0-award_limit": "2"}
    assert client.post(url, sent_rows(client.get(url), 0, **changes)).status_code == 302
    assert edition.tracks.values_list("award_rule", "award_limit").get() == ("former", 2)


def test_page_of_an_unknown_part_is_404(edition, bureau, client):
    client.force_login(bureau)
    assert client.get(part_url(edition, "pertanyaan")).status_code == 404


@pytest.mark.parametrize(("part", "queries"), [("kategori", 7), ("jalur", 7), ("tahap", 8)])
def test_page_takes_the_same_queries_for_more_rows(
    edition, bureau, client, django_assert_num_queries, part, queries
):
    client.force_login(bureau)
    url = part_url(edition, part)
    client.get(url)
    with django_assert_num_queries(queries):
        client.get(url)
    edition.categories.create(position=11, name="Pangan")
    edition.tracks.create(position=2, name="Replikasi")
    edition.stages.create(position=3, name="Presentasi", kind="scoring")
    with django_assert_num_queries(queries):
        client.get(url)
