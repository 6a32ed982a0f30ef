"""An administrator of the database changes something: `verify` finds it and says where."""

import json
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from agencies.models import User
from competitions import ledger
from competitions.models import Competition, LedgerEvent
from competitions.services.ledger import stored_rows
from judging.models import Document, Plenary, ProposalResult, ResultRelease, Score
from kipp.demo.build import build
from kipp.demo.editions import Phase
from kipp.lib import canonical, files, frozen
from kipp.verification.recomputing import first_difference
from proposals.models import Attachment, ProposalVersion
from tests.worlds import scoring_stage

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)


@pytest.fixture(scope="module", autouse=True)
def published(django_db_setup, django_db_blocker):
    """One published edition for the whole module; every test's damage is rolled back to it."""
    with django_db_blocker.unblock(), transaction.atomic():
        build(preset="kota-tegal-2024", size=8, jurors=3, seed=1, phase=Phase.PUBLISHED, at=AT)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def edition():
    return Competition.objects.get()


def verify(**options):
    """The lines printed, and the error when there was one."""
    out = StringIO()
    try:
        call_command("verify", stdout=out, **options)
    except CommandError as error:
        return out.getvalue().splitlines(), str(error)
    return out.getvalue().splitlines(), None


def bad_lines(**options):
    lines, error = verify(**options)
    failing = [line for line in lines if line.startswith("GAGAL")]
    assert (error is not None) == bool(failing)
    return failing


def tamper(table, sql, values=()):
    """What the administrator can do and the application cannot: away with the triggers first."""
    with connection.cursor() as cursor:
        if table in FROZEN:
            for statement in frozen._drop(table, connection.vendor):
                cursor.execute(statement)
        cursor.execute(sql, values)
        assert cursor.rowcount == 1 or sql.startswith("DELETE")


EVENTS, RELEASES, RESULTS = "competitions_ledgerevent", "judging_resultrelease", "judging_proposalresult"
VERSIONS, WAIVERS = "proposals_proposalversion", "judging_waiver"
FROZEN = {EVENTS, RELEASES, RESULTS, VERSIONS, WAIVERS}


def middle_event(kind="sheet.saved"):
    return LedgerEvent.objects.filter(kind=kind).order_by("seq")[3]


def test_verify_untouched_edition_passes_every_part():
    lines, error = verify()
    assert error is None
    assert [line.split(":")[0] for line in lines] == [
        "LULUS  Rantai kejadian demo-kota-tegal-2024",
        "LULUS  Rilis hasil demo-kota-tegal-2024",
        "LULUS  Isi tabel terhadap rantai demo-kota-tegal-2024",
        "LULUS  Versi proposal terkirim",
        "LULUS  Dokumen rilis",
        "LULUS  Berita acara",
        "LULUS  Tanda terima",
        "LULUS  Isi surat hasil seleksi",
        "LULUS  Surat hasil seleksi",
        "LULUS  Lampiran proposal",
        "LULUS  Foto temuan lapangan",
        "LULUS",
    ]


def test_verify_edited_event_is_named():
    event = middle_event()
    tamper(EVENTS, f"UPDATE {EVENTS} SET payload = %s WHERE id = %s", ["{}", event.pk])
    assert bad_lines() == [
        f"GAGAL  Rantai kejadian demo-kota-tegal-2024: kejadian #{event.seq} diubah: isinya tidak lagi "
        f"menghasilkan sidiknya ({event.at} · sheet.saved · {event.subject})"
    ]


def test_verify_event_that_is_no_json_object_any_more_is_named():
    event = middle_event()
    tamper(EVENTS, f"UPDATE {EVENTS} SET payload = '[1' WHERE id = %s", [event.pk])
    assert f"kejadian #{event.seq} diubah" in bad_lines()[0]


def test_verify_deleted_event_is_named():
    event = middle_event()
    tamper(EVENTS, f"DELETE FROM {EVENTS} WHERE id = %s", [event.pk])
    assert f"kejadian #{event.seq} hilang; yang ada berikutnya #{event.seq + 1}" in bad_lines()[0]


def test_verify_swapped_events_are_named():
    first = middle_event()
    second = LedgerEvent.objects.get(seq=first.seq + 1)
    tamper(EVENTS, f"UPDATE {EVENTS} SET seq = 0 WHERE id = %s", [first.pk])
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {EVENTS} SET seq = %s WHERE id = %s", [first.seq, second.pk])
        cursor.execute(f"UPDATE {EVENTS} SET seq = %s WHERE id = %s", [second.seq, first.pk])
    assert f"kejadian #{first.seq} tertukar dengan #{second.seq}" in bad_lines()[0]


def cut_tail(edition):
    """The last event and the head with it: nothing inside the database contradicts it."""
    last = edition.ledger.order_by("seq").last()
    tamper(EVENTS, f"DELETE FROM {EVENTS} WHERE id = %s", [last.pk])
    before = edition.ledger.order_by("seq").last()
    edition.ledger_head.seq, edition.ledger_head.hash = before.seq, before.hash
    edition.ledger_head.save()
    return last


def test_verify_cut_tail_is_found_with_yesterdays_anchor(edition, tmp_path):
    anchor = tmp_path / "jangkar.json"
    assert verify(write_anchor=anchor)[0][-2] == "Jangkar ditulis: 1 rantai."
    last = cut_tail(edition)
    expected = f"rantai terpotong: jangkar mencapai #{last.seq}, rantai berakhir di #{last.seq - 1}"
    assert expected in bad_lines(anchor=anchor)[0]


def test_verify_cut_tail_with_its_release_is_found_without_an_anchor(edition):
    """The last event is the publication, which the release itself remembers."""
    cut_tail(edition)
    assert "Penilaian Proposal, rilis 1: penerbitannya tidak tercatat di rantai" in "".join(bad_lines())


def rewrite_chain(edition, changed, payload):
    """An administrator who knows the format rewrites every hash from the edit on."""
    head, fresh = ledger.GENESIS, []
    for event, _hash in list(stored_rows(edition)):
        event = ledger.Event(
            event.seq, event.at, event.actor, event.kind, event.subject,
            payload if event.seq == changed else event.payload,
        )  # fmt: skip
        previous, head = head, ledger.link(head, event)
        fresh.append((canonical.dumps(dict(event.payload)), previous, head, event.seq))
    with connection.cursor() as cursor:
        for statement in frozen._drop(EVENTS, connection.vendor):
            cursor.execute(statement)
        cursor.executemany(
            f"UPDATE {EVENTS} SET payload = %s, previous_hash = %s, hash = %s WHERE seq = %s", fresh
        )
    edition.ledger_head.hash = head
    edition.ledger_head.save()


def test_verify_rewritten_chain_is_found_with_yesterdays_anchor(edition, tmp_path):
    anchor = tmp_path / "jangkar.json"
    verify(write_anchor=anchor)
    event = middle_event()
    said = json.loads(event.payload)
    rewrite_chain(edition, event.seq, {**said, "points": said["points"] % 5 + 1})
    # The head printed on the release leaves the chain one event before the anchor does.
    printed = ResultRelease.objects.get().ledger_seq
    assert f"rantai ditulis ulang pada kejadian #{printed} atau sebelumnya" in bad_lines(anchor=anchor)[0]


def test_verify_edition_that_is_gone_is_named(edition, tmp_path):
    anchor = tmp_path / "jangkar.json"
    verify(write_anchor=anchor)
    Competition.objects.update(slug="nama-lain")
    assert bad_lines(anchor=anchor)[0] == (
        "GAGAL  Edisi yang dijangkar: edisi demo-kota-tegal-2024 ada di jangkar, tetapi tidak ada lagi"
    )


def some_score():
    return (
        Score.objects.filter(points__lt=5, sheet__status="final")
        .select_related("criterion", "sheet__assignment__member__user", "sheet__assignment__entry__proposal")
        .first()
    )


def test_verify_edited_score_is_named_against_chain_and_release():
    score = some_score()
    reading = score.sheet.assignment
    Score.objects.filter(pk=score.pk).update(points=score.points + 1)
    letters = {
        code: letter for letter, code in json.loads(ResultRelease.objects.get().annex)["jurors"].items()
    }
    saved = LedgerEvent.objects.get(
        kind="sheet.saved", subject=f"assignment:{reading.code}", payload__contains=score.criterion.code
    )
    proposal = reading.entry.proposal.code
    assert bad_lines() == [
        "GAGAL  Rilis hasil demo-kota-tegal-2024: Penilaian Proposal, rilis 1: nilai di tabel › "
        f"{proposal} › {letters[reading.member.user.code]} › {score.criterion.code}: "
        f"tertulis {score.points + 1}, seharusnya {score.points}",
        f"GAGAL  Isi tabel terhadap rantai demo-kota-tegal-2024: nilai proposal {proposal} dari "
        f"{reading.member.user.name}, kriteria {score.criterion.code}: tabel memuat {score.points + 1}, "
        f"rantai memuat {score.points} (kejadian #{saved.seq})",
    ]


def test_verify_edited_score_of_an_open_stage_is_named_by_the_chain():
    stage = scoring_stage(Competition.objects.get())
    stage.closed_at = stage.closed_by = stage.published_at = stage.published_by = None
    stage.save()
    score = some_score()
    Score.objects.filter(pk=score.pk).update(points=score.points + 1)
    assert [line.split(":")[0] for line in bad_lines()] == [
        "GAGAL  Isi tabel terhadap rantai demo-kota-tegal-2024"
    ]


def test_verify_edited_comment_of_a_score_is_named():
    score = some_score()
    Score.objects.filter(pk=score.pk).update(comment="Bagus sekali")
    assert f"kriteria {score.criterion.code} tidak sesuai rantai" in bad_lines()[0]


def test_verify_deleted_score_is_named():
    score = some_score()
    score.delete()
    expected = f"nilai yang tercatat di rantai tidak ada lagi: assignment:{score.sheet.assignment.code}"
    assert expected in bad_lines()[-1]


def test_verify_edited_waiver_is_named():
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM {WAIVERS}")
        pk = cursor.fetchone()[0]
    tamper(WAIVERS, f"UPDATE {WAIVERS} SET reason = 'Lain' WHERE id = %s", [pk])
    assert "pengecualian" in bad_lines()[0]


def test_verify_plenary_confirmed_by_another_hand_is_named():
    Plenary.objects.update(confirmed_by=User.objects.get(email__startswith="pengawas@"))
    (line,) = bad_lines()
    assert "sidang pleno 1 tidak sesuai rantai" in line


def test_verify_edited_release_is_named():
    release = ResultRelease.objects.get()
    changed = release.payload.replace('"place":2', '"place":1')
    tamper(RELEASES, f"UPDATE {RELEASES} SET payload = %s", [changed])
    assert bad_lines() == [
        "GAGAL  Rilis hasil demo-kota-tegal-2024: Penilaian Proposal, rilis 1: isi rilis diubah: sidiknya "
        f"bukan lagi {release.sha256}"
    ]


def rehash(change):
    """Change the payload and write the hash that fits it."""
    body = json.loads(ResultRelease.objects.get().payload)
    change(body)
    payload = canonical.dumps(body)
    tamper(RELEASES, f"UPDATE {RELEASES} SET payload = %s, sha256 = %s", [payload, canonical.sha256(payload)])


def test_verify_release_with_a_fitting_hash_fails_by_its_arithmetic():
    def raise_total(body):
        body["lists"][0]["standings"][1]["total"] = "99.0000"

    code = json.loads(ResultRelease.objects.get().payload)["lists"][0]["standings"][1]["code"]
    rehash(raise_total)
    first = bad_lines()[0]
    assert f"rilis 1: lists › 1 › standings › {code} › total: tertulis 99.0000, seharusnya" in first


def test_verify_release_with_consistent_arithmetic_fails_by_the_chain():
    def other_title(body):
        body["lists"][0]["standings"][0]["title"] = "Judul lain"

    rehash(other_title)
    assert "penerbitannya tidak tercatat di rantai dengan sidik ini" in bad_lines()[0]


def test_verify_edited_annex_is_named():
    tamper(RELEASES, f"UPDATE {RELEASES} SET annex = '{{}}'")
    assert "rilis 1: lampiran rilis (catatan juri) diubah" in bad_lines()[0]


def test_verify_edited_letter_beside_the_payload_is_named():
    tamper(RELEASES, f"UPDATE {RELEASES} SET signer = 'Orang lain'")
    assert "letter › 3: tertulis Orang lain, seharusnya Drs. Contoh Nama, M.Si." in bad_lines()[0]


def test_verify_edited_result_row_is_named():
    row = ProposalResult.objects.filter(place=2).first()
    tamper(RESULTS, f"UPDATE {RESULTS} SET place = 1 WHERE id = %s", [row.pk])
    assert f"tabel hasil › {row.proposal.code} › 2: tertulis 1, seharusnya 2" in bad_lines()[0]


def test_verify_edited_version_is_named():
    version = ProposalVersion.objects.select_related("proposal").first()
    changed = version.payload.replace(version.proposal.title, "Judul lain")
    tamper(VERSIONS, f"UPDATE {VERSIONS} SET payload = %s WHERE id = %s", [changed, version.pk])
    assert bad_lines() == [
        f"GAGAL  Versi proposal terkirim: proposal {version.proposal.code} versi 1: isinya diubah"
    ]


def test_verify_version_with_a_fitting_hash_fails_by_the_screening_in_the_chain():
    version = ProposalVersion.objects.select_related("proposal").first()
    changed = version.payload.replace(version.proposal.title, "Judul lain")
    tamper(
        VERSIONS,
        f"UPDATE {VERSIONS} SET payload = %s, sha256 = %s WHERE id = %s",
        [changed, canonical.sha256(changed), version.pk],
    )
    assert f"seleksi administrasi proposal {version.proposal.code} tidak sesuai rantai" in bad_lines()[0]


def ready_document(content):
    name = files.store("documents", content, ".pdf")
    document = Document.objects.first()
    Document.objects.filter(pk=document.pk).update(status="ready", file=name, sha256=files.digest(content))
    return document, name


def overwrite(name, content):
    default_storage.delete(name)
    default_storage.save(name, ContentFile(content))


def test_verify_changed_document_is_named():
    document, name = ready_document(b"%PDF-1.7 laporan")
    assert bad_lines() == []
    overwrite(name, b"%PDF-1.7 laporan lain")
    assert bad_lines() == [f"GAGAL  Dokumen rilis: {document.code}: isi berkas {name} diubah"]


def test_verify_missing_document_is_named():
    document, name = ready_document(b"%PDF-1.7 laporan kedua")
    default_storage.delete(name)
    assert bad_lines() == [f"GAGAL  Dokumen rilis: {document.code}: berkas {name} tidak ada"]


def test_verify_changed_attachment_is_named():
    attachment = Attachment.objects.order_by("pk").first()
    name = files.store("attachments", b"%PDF-1.7 surat", ".pdf")
    Attachment.objects.filter(pk=attachment.pk).update(file=name)
    assert bad_lines() == [f"GAGAL  Lampiran proposal: {attachment.code}: isi berkas {name} diubah"]


def test_verify_does_not_anchor_what_failed(tmp_path):
    anchor = tmp_path / "jangkar.json"
    Score.objects.filter(pk=some_score().pk).update(points=5)
    assert bad_lines(write_anchor=anchor) != []
    assert not anchor.exists()


@pytest.mark.parametrize(
    "text", ["", "[]", '{"schema": "x"}', '{"schema": "kipp-anchor/1", "heads": {"a": 1}}']
)
def test_verify_unreadable_anchor_is_refused(tmp_path, text):
    anchor = tmp_path / "jangkar.json"
    anchor.write_text(text)
    lines, error = verify(anchor=anchor)
    assert lines == []
    assert error.startswith(f"Berkas jangkar {anchor} tidak dapat dibaca")


def test_first_difference_names_rows_by_code_and_juror():
    found = {"rows": [{"code": "A", "sheets": [{"juror": "B", "total": "1"}]}]}
    expected = {"rows": [{"code": "A", "sheets": [{"juror": "B", "total": "2"}]}]}
    assert first_difference(found, expected) == ("rows › A › sheets › B › total", "1", "2")
    assert first_difference({"a": [1]}, {"a": [1, 2]}) == ("a", [1], [1, 2])
    assert first_difference({}, {"a": 1}) == ("a", "—", 1)
    assert first_difference({"a": 1}, {"a": 1}) is None
