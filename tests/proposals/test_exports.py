"""Files for other reports: DOCX, PDF and JSON say the payload word for word, which says what was sent."""

import json
import re
import subprocess
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import translation
from docx import Document

from competitions.models import Question, Section
from kipp.lib import canonical
from kipp.lib.errors import Refused
from kipp.lib.files import digest
from kipp.lib.jobs import MAX_ATTEMPTS, JobStatus
from proposals.models import InnovationExport, Proposal
from proposals.reads import exports as export_reads
from proposals.services import exports, recognitions, sweeping
from proposals.services import profile as profile_service
from proposals.services.profile import Claim
from tests import worlds

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
LONG = (
    "Warga menunggu 9 hari. Kini 2 jam – tanpa biaya “tambahan”.\nBaris kedua: a < b & c > d.\n\nBaris akhir."
)


@pytest.fixture
def won(media):
    """An awarded proposal with its sections in another order than SINOVIK, and answers of every shape."""
    edition = worlds.make_edition()
    edition.sections.filter(code="kebaruan").update(position=1)
    edition.sections.filter(code="latar").update(position=2)
    extra = Section.objects.create(competition=edition, position=9, code="spbe", title="Aplikasi SPBE")
    Question.objects.create(
        section=extra, position=1, code="sdg", label="Tujuan SDGs", kind="choices", options=["Satu", "Dua"]
    )
    Question.objects.create(
        section=extra, position=2, code="ubah", label="Sebelum dan sesudah", kind="table",
        options=["Ukuran", "Sebelum", "Sesudah"],
    )  # fmt: skip
    Question.objects.create(
        section=extra, position=3, code="biaya", label="Biaya", kind="number", unit="rupiah"
    )
    draft = worlds.make_draft(edition, title="Tape Pasar")
    answers = {
        "latar": LONG,
        "sdg": "Satu\nDua",
        "ubah": "Waktu\t9 hari\t2 jam\nBiaya\t50.000\t0",
        "biaya": "1250000",
    }
    for code, text in answers.items():
        draft.answers.filter(question__code=code).update(text=text)
    won = worlds.freeze(draft, status="awarded")
    recognitions.record(
        competition=edition, awards={won.pk: "Juara I"}, by=edition.announced_by, at=AT, reason=""
    )
    return won


def ask(won, *, layout="next_level", formats=("docx", "pdf", "json"), title="Tape Pasar", **changes):
    wanted = {"innovation": won.innovation, "by": won.created_by, "at": AT, "proposal": won, **changes}
    return exports.ask(layout=layout, formats=formats, title=title, **wanted)


def made(won, kind, **changes) -> tuple[InnovationExport, bytes]:
    row = ask(won, formats=[kind], **changes)[0]
    assert exports.render(export_id=row.pk, at=AT + MINUTE) is True
    row.refresh_from_db()
    return row, row.file.read()


def words(text: str) -> list[str]:
    return text.split()


def expected(paper) -> list[str]:
    """Every word of a paper in reading order."""
    found = [*(line.upper() for line in paper.letterhead), paper.kind]
    for name, value in paper.facts:
        found += [name, value]
    for chapter in paper.chapters:
        found.append(chapter.title)
        for part in chapter.parts:
            found.append(part.label)
            found += [*part.shown.head, *(cell for row in part.shown.rows for cell in row)]
            found += [*part.shown.lines, part.shown.text]
    return words(" ".join([*found, *paper.notes]))


def paper_of(row) -> export_reads.Paper:
    with translation.override("id"):
        return export_reads.paper(row.payload)


def docx_words(content: bytes) -> list[str]:
    """Paragraphs and cells in the order in which they stand."""
    book = Document(BytesIO(content))
    found = []
    for block in book.iter_inner_content():
        if hasattr(block, "rows"):
            found += [cell.text for row in block.rows for cell in row.cells]
        else:
            found.append(block.text)
    return words(" ".join(found))


def pdf_words(content: bytes) -> str:
    answer = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True
    )
    return answer.stdout.decode()


def test_payload_is_the_sent_version_in_the_order_of_sinovik(won):
    said = json.loads(ask(won)[0].payload)
    assert (said["schema"], said["title"], said["version"]["number"]) == (
        "kipp-next-level/1",
        "Tape Pasar",
        1,
    )
    assert [section["code"] for section in said["sections"]] == [
        "ringkasan",
        "latar",
        "kebaruan",
        "implementasi",
        "signifikansi",
        "adaptabilitas",
        "sumber_daya",
        "keberlanjutan",
        "spbe",
    ]
    frozen = json.loads(won.versions.get().payload)
    sent = {section["code"]: section["answers"] for section in frozen["sections"]}
    assert {s["code"]: s["answers"] for s in said["sections"] if s["answers"]} == sent
    assert said["recognitions"] == [
        {"year": 2026, "level": "region", "name": "Juara I", "title": "Tape Pasar"}
    ]


def test_what_changes_after_sending_does_not_reach_the_file(won):
    won.answers.filter(question__code="latar").update(text="Diubah kemudian")
    Proposal.objects.filter(pk=won.pk).update(title="Judul Kemudian")
    said = ask(won)[0].payload
    assert ("Diubah kemudian" in said, "Judul Kemudian" in said) == (False, False)


def test_a_new_title_is_told_beside_the_old_one(won):
    row, content = made(won, "docx", title="Tape Pasar Juara Nasional")
    said = json.loads(row.payload)
    assert (said["title"], said["title_as_entered"]) == ("Tape Pasar Juara Nasional", "Tape Pasar")
    book = Document(BytesIO(content))
    facts = [[cell.text for cell in line.cells] for line in book.tables[0].rows]
    assert facts[:2] == [
        ["Judul inovasi", "Tape Pasar Juara Nasional"],
        ["Judul pada edisi asal", "Tape Pasar"],
    ]


def test_json_is_the_payload_byte_for_byte(won):
    row, content = made(won, "json")
    assert content.decode() == row.payload
    assert canonical.dumps(json.loads(content)) == row.payload
    assert row.sha256 == digest(content)


def test_docx_says_the_paper_word_for_word(won):
    row, content = made(won, "docx")
    assert docx_words(content) == expected(paper_of(row))
    assert "Waktu 9 hari 2 jam Biaya 50.000 0" in " ".join(docx_words(content))
    assert "1.250.000 rupiah" in " ".join(docx_words(content))


def test_docx_has_headings_tables_and_a_language(won):
    _row, content = made(won, "docx")
    book = Document(BytesIO(content))
    headings = [p.text for p in book.paragraphs if p.style.name == "Heading 1"]
    assert headings == [
        "Inovator",
        "Ringkasan",
        "Latar Belakang dan Tujuan",
        "Kebaruan/Nilai Tambah",
        "Implementasi Inovasi",
        "Signifikansi",
        "Adaptabilitas",
        "Sumber Daya",
        "Strategi Keberlanjutan",
        "Aplikasi SPBE",
        "Riwayat penghargaan",
    ]
    assert [p.text for p in book.paragraphs if p.style.name == "List Bullet"] == ["Satu", "Dua"]
    assert [table.rows[0].cells[0].text for table in book.tables] == [
        "Judul inovasi",
        "Nama",
        "Ukuran",
        "Tahun",
    ]
    about, normal = book.core_properties, book.styles["Normal"]
    assert (about.title, about.language, normal.font.name) == ("Tape Pasar", "id-ID", "Arial")
    assert (round(book.sections[0].page_width.mm), round(book.sections[0].page_height.mm)) == (210, 297)


def test_docx_leaves_out_what_no_document_can_hold(won):
    Proposal.objects.filter(pk=won.pk).update(status="draft")
    won.answers.filter(question__code="latar").update(text="satu\x0bdua\x1btiga\ufffe empat")
    won.versions.all()  # the frozen one stays; a second version holds the odd characters
    again = Proposal.objects.get(pk=won.pk)
    row = second_version(again)
    _row, content = made(row, "docx")
    assert "satuduatiga empat" in " ".join(docx_words(content))


def second_version(proposal):
    from proposals.models import ProposalVersion
    from proposals.reads import drafts, payload

    content = canonical.dumps(payload.build(drafts.load(proposal), 2))
    ProposalVersion.objects.create(
        proposal=proposal,
        number=2,
        payload=content,
        sha256=canonical.sha256(content),
        submitted_at=AT,
        submitted_by=proposal.created_by,
    )
    return proposal


def test_pdf_says_every_word_of_the_paper(won):
    row, content = made(won, "pdf")
    text = " ".join(words(pdf_words(content)))
    paper = paper_of(row)
    for chapter in paper.chapters:
        assert chapter.title in text
        for part in chapter.parts:
            for line in filter(None, re.split(r"\n+", part.shown.text)):
                assert line in text
    assert "SHA-256" in text
    told = sorted(set(expected(paper)) - set(words(pdf_words(content))) - {w.upper() for w in words(text)})
    assert told == []


def test_pdf_of_the_same_payload_is_the_same_bytes(won):
    row, content = made(won, "pdf")
    assert exports._make(row) == content


def test_asking_twice_finds_the_same_rows(won):
    assert [row.pk for row in ask(won)] == [row.pk for row in ask(won, at=AT + MINUTE)]
    assert len({row.pk for row in [*ask(won), *ask(won, title="Lain")]}) == 6


def test_a_proposal_that_was_never_sent_cannot_go_on(media):
    draft = worlds.make_draft(worlds.make_edition())
    with pytest.raises(Refused, match="Belum ada versi terkirim") as caught:
        ask(draft)
    assert (caught.value.status, InnovationExport.objects.count()) == (422, 0)


def test_render_twice_does_it_once_and_the_sweeper_finds_the_forgotten(won):
    row = ask(won, formats=["json"])[0]
    assert exports.render(export_id=row.pk, at=AT) is True
    assert exports.render(export_id=row.pk, at=AT) is False
    waiting = ask(won, formats=["json"], title="Lain")[0]
    assert sweeping.sweep(at=AT + MINUTE) >= 1
    InnovationExport.objects.filter(pk=waiting.pk).update(attempts=MAX_ATTEMPTS)
    sweeping.sweep(at=AT + MINUTE)
    waiting.refresh_from_db()
    assert waiting.status == JobStatus.FAILED


def test_a_failed_file_may_be_asked_again_and_a_ready_one_not(won):
    row = ask(won, formats=["json"])[0]
    InnovationExport.objects.filter(pk=row.pk).update(payload="{", format="docx")
    assert exports.render(export_id=row.pk, at=AT) is False
    row.refresh_from_db()
    assert (row.status, row.error != "") == (JobStatus.FAILED, True)
    exports.retry(export=row, by=won.created_by, at=AT)
    row.refresh_from_db()
    assert row.status == JobStatus.QUEUED
    with pytest.raises(Refused):
        exports.retry(export=row, by=won.created_by, at=AT)


class TestIndex:
    @pytest.fixture
    def profiled(self, won):
        profile_service.save(
            innovation=won.innovation,
            by=won.created_by,
            at=AT,
            revision=0,
            values={"phase": "applied", "is_digital": True, "design": "Rancang bangun.\n\nAlinea dua.",
                    "aims": "Tujuan.", "results": "Hasil.", "affair": "Perdagangan"},
            claims={"regulasi": Claim(3, "=HYPERLINK(1)"), "sdm": Claim(2, "SK tim")},
        )  # fmt: skip
        return won

    def test_without_a_profile_it_is_refused(self, won):
        with pytest.raises(Refused, match="Profil belum diisi"):
            ask(won, layout="index")

    def test_payload_holds_the_profile_and_every_indicator(self, profiled):
        said = json.loads(ask(profiled, layout="index")[0].payload)
        assert (said["schema"], said["phase"], said["is_digital"], said["design_words"]) == (
            "kipp-innovation-index/1",
            "applied",
            True,
            4,
        )
        claimed = {row["code"]: (row["level"], row["evidence"]) for row in said["indicators"] if row["level"]}
        assert claimed == {"regulasi": (3, "=HYPERLINK(1)"), "sdm": (2, "SK tim")}
        assert (len(said["indicators"]), said["score"], said["highest_score"]) == (20, 5, 60)

    def test_docx_and_pdf_say_it_word_for_word(self, profiled):
        row, content = made(profiled, "docx", layout="index")
        paper = paper_of(row)
        assert docx_words(content) == expected(paper)
        assert paper.notes == [
            "Skor klaim 5 dari paling tinggi 60: jumlah jenjang kali bobot.",
            "Nama, jenjang, dan bobot indikator adalah asumsi yang belum dikonfirmasi.",
        ]
        _row, printed = made(profiled, "pdf", layout="index")
        text = " ".join(words(pdf_words(printed)))
        for sentence in ("Rancang bangun.", "Alinea dua.", "Skor klaim 5 dari paling tinggi 60"):
            assert sentence in text


class TestPages:
    @pytest.fixture
    def url(self, won):
        return reverse("proposals:innovation_exports", args=[won.innovation.code])

    def body(self, won, **changes):
        plain = {"layout": "next_level", "proposal": won.code, "title": "Tape Pasar", "formats": ["json"]}
        return plain | changes

    def test_ask_wait_and_download(self, client, won, url):
        client.force_login(won.created_by)
        assert client.post(url, self.body(won)).status_code == 302
        row = InnovationExport.objects.get()
        assert 'hx-trigger="every 2s"' in client.get(url).content.decode()
        file = reverse("proposals:innovation_export", args=[won.innovation.code, row.code])
        assert client.get(file).status_code == 302
        exports.render(export_id=row.pk, at=AT)
        fragment = client.get(url, headers={"HX-Request": "true"}).content.decode()
        assert ("<html" in fragment, "hx-trigger" in fragment, file in fragment) == (False, False, True)
        answer = client.get(file)
        assert b"".join(answer.streaming_content).decode() == row.payload
        assert answer["Content-Type"] == "application/json"
        assert answer["Content-Disposition"].startswith('attachment; filename="tape-pasar-next-level-')

    def test_a_missing_profile_is_said_on_the_page_with_422(self, client, won, url):
        client.force_login(won.created_by)
        answer = client.post(url, self.body(won, layout="index"))
        assert (answer.status_code, "Profil belum diisi" in answer.content.decode()) == (422, True)
        assert client.post(url, self.body(won, formats=["exe"])).status_code == 422
        assert client.post(url, self.body(won, proposal="ABCDEFGHJKMN")).status_code == 422

    def test_an_organiser_exports_what_was_sent_to_it_and_sees_its_own_files_only(self, client, won, url):
        ask(won, formats=["pdf"])
        bureau = worlds.make_user(agency=won.competition.organiser, role="bureau")
        client.force_login(bureau)
        assert client.get(url).context["exports"] == []
        assert client.post(url, self.body(won)).status_code == 302
        assert [row.asked_by for row in client.get(url).context["exports"]] == [bureau]
        client.force_login(won.created_by)
        assert len(client.get(url).context["exports"]) == 2

    def test_an_auditor_and_strangers_make_no_files(self, client, won, url):
        auditor = worlds.make_user(agency=won.competition.organiser, role="auditor")
        stranger = worlds.make_user(agency=worlds.make_agency())
        answers = []
        for user in (auditor, stranger):
            client.force_login(user)
            answers.append(client.post(url, self.body(won)).status_code)
        assert (answers, InnovationExport.objects.count()) == ([403, 404], 0)

    def test_another_agencys_file_is_not_found_even_under_ones_own_innovation(self, client, won):
        row = ask(won, formats=["json"])[0]
        own = worlds.make_submitted(won.competition)
        client.force_login(own.created_by)
        file = reverse("proposals:innovation_export", args=[own.innovation.code, row.code])
        assert client.get(file).status_code == 404
