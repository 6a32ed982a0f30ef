"""Files in a real browser: chosen, cut off, gone on with, replaced, looked at; letters; the juror's proof."""

import random
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from competitions.models import AttachmentSlot
from judging.services import scoring_sheets
from kipp.lib.files import digest
from proposals.models import Attachment, StatementSheet, Upload
from proposals.services import attachments, attachments_upload, statements
from tests import worlds
from tests.proposals import papers
from tests.proposals.paper import locked_pdf, make_pdf

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NOW = timezone.now()
expect.set_options(timeout=20_000)  # ms: the machine may be busy


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    backend = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(tmp_path)},
    }
    settings.STORAGES = {**settings.STORAGES, "default": backend}


@pytest.fixture
def proposal():
    edition = worlds.make_edition()
    make = AttachmentSlot.objects.create
    make(competition=edition, position=1, code="surat", title="Surat pernyataan", statement="implementation")
    make(competition=edition, position=2, code="bukti", title="Bukti dukung", max_files=6, accepts="any")
    draft = worlds.make_draft(edition)
    draft.team.get_or_create(name="Siti Aminah", defaults={"position": 1})
    return draft


@pytest.fixture
def desk(page, live_server, client, proposal):
    sign_in(page, live_server, client, proposal.created_by)
    page.goto(live_server.url + reverse("proposals:edit", args=[proposal.code]))
    yield page
    page.goto("about:blank")  # no request of the page meets the end of the database
    page.wait_for_timeout(500)


def sign_in(page, live_server, client, user):
    client.force_login(user)
    session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    page.context.add_cookies([session])


def file(name, content):
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def choose(page, code, *files):
    page.locator(f"#id_file_{code}").set_input_files(list(files))


def listed(page, name):
    return page.get_by_role("link", name=name, exact=True)


def long_pdf() -> bytes:
    """One and a half megabytes: a few pieces."""
    return make_pdf(2) + b"\n%" + random.Random(7).randbytes(1_500_000).replace(b"%%EOF", b"")


def test_every_kind_is_taken_at_once_and_shown_with_what_is_in_it(desk, proposal):
    given = [
        file("a.pdf", make_pdf(3)),
        file("b.docx", papers.make_docx()),
        file("c.xlsx", papers.make_xlsx(2)),
        file("d.jpg", papers.make_photo()),
        file("e.png", papers.make_photo("PNG")),
    ]
    choose(desk, "bukti", *given)
    slot = desk.locator("[data-slot=bukti]")
    expect(listed(slot, "e.png")).to_be_visible()
    expect(slot).to_contain_text("5 dari paling banyak 6 berkas.")
    for words in ("3 halaman", "7 halaman", "2 lembar kerja"):
        expect(slot).to_contain_text(words)
    kept = proposal.attachments.current().order_by("name").values_list("name", "sha256")
    assert list(kept) == [(each["name"], digest(each["buffer"])) for each in given]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (file("surat.exe", b"MZ"), "Hanya berkas PDF, DOCX, XLSX, atau foto JPEG dan PNG yang diterima."),
        (file("foto.png", make_pdf()), "Isi berkas ini bukan PNG"),
        (file("surat.pdf", locked_pdf()), "PDF ini dikunci dengan kata sandi."),
        (file("m.docx", papers.make_docx({"word/vbaProject.bin": b"x"})), "Dokumen ini berisi makro."),
        (
            file("t.docx", papers.make_docx(links=papers.link("attachedTemplate", "http://x/t"))),
            "Dokumen ini mengambil",
        ),
        (file("surat.pdf", b""), "Berkas ini kosong."),
    ],
)
def test_unfit_file_is_refused_with_what_to_do(desk, proposal, silent_console, given, sentence):
    choose(desk, "bukti", given)
    expect(desk.locator("[data-slot=bukti] [data-upload-error]")).to_contain_text(sentence)
    silent_console.clear()  # the browser notes the refusal
    assert not proposal.attachments.exists()


def test_cut_line_is_said_and_the_upload_goes_on_by_itself(desk, proposal, silent_console):
    content, sent = long_pdf(), []

    def cut_the_second(route):
        sent.append(int(route.request.headers["upload-offset"]))
        route.abort() if len(sent) in (2, 3) else route.continue_()

    desk.route(
        "**/unggahan/**",
        lambda route: cut_the_second(route) if route.request.method == "PATCH" else route.continue_(),
    )
    choose(desk, "bukti", file("pindaian.pdf", content))
    expect(desk.locator("[data-slot=bukti]")).to_contain_text("Sambungan terputus.")
    expect(listed(desk, "pindaian.pdf")).to_be_visible()
    silent_console.clear()  # the browser notes what was cut
    assert proposal.attachments.get().sha256 == digest(content)
    assert sent[1] == sent[2] == sent[3] > 0  # from where it was, not from the beginning
    assert not Upload.objects.exclude(status="done").exists()


def test_upload_survives_a_reload_and_sends_nothing_twice(desk, proposal, silent_console):
    content, offsets = long_pdf(), []
    desk.route(
        "**/unggahan/**",
        lambda route: (
            route.abort()
            if route.request.method == "PATCH" and route.request.headers["upload-offset"] != "0"
            else route.continue_()
        ),
    )
    choose(desk, "bukti", file("pindaian.pdf", content))
    expect(desk.locator("[data-slot=bukti]")).to_contain_text("Sambungan terputus.")
    desk.unroute("**/unggahan/**")
    desk.once("dialog", lambda dialog: dialog.accept())
    desk.reload()
    silent_console.clear()
    received = Upload.objects.get().received
    assert 0 < received < len(content)
    expect(desk.locator("[data-slot=bukti]")).to_contain_text("Pilih berkas yang sama untuk melanjutkan.")
    desk.on(
        "request",
        lambda request: (
            offsets.append(int(request.headers["upload-offset"])) if request.method == "PATCH" else None
        ),
    )
    with desk.expect_file_chooser() as chooser:
        desk.get_by_role("button", name="Lanjutkan").click()
    chooser.value.set_files([file("pindaian.pdf", content)])
    expect(listed(desk, "pindaian.pdf")).to_be_visible()
    assert offsets[0] == received
    assert proposal.attachments.get().sha256 == digest(content)


def test_another_file_of_the_same_name_and_size_starts_anew(desk, proposal):
    content = long_pdf()
    other = content[:20] + b"x" + content[21:]
    begin_upload(proposal, other)
    choose(desk, "bukti", file("pindaian.pdf", content))
    expect(listed(desk, "pindaian.pdf")).to_be_visible()
    assert proposal.attachments.get().sha256 == digest(content)


def begin_upload(proposal, content):
    slot = proposal.competition.slots.get(code="bukti")
    upload = attachments_upload.begin(
        proposal=proposal, slot=slot, by=proposal.created_by, at=NOW, name="pindaian.pdf", size=len(content)
    )
    attachments_upload.receive(upload=upload, at=NOW, offset=0, piece=content[:1000])


def test_unfinished_upload_can_be_given_up(desk, proposal):
    begin_upload(proposal, long_pdf())
    desk.reload()
    desk.get_by_role("button", name="Batalkan pindaian.pdf").click()
    expect(desk.get_by_text("Pilih berkas yang sama untuk melanjutkan.")).to_have_count(0)
    assert not Upload.objects.exists()


def test_replaced_file_stays_as_an_earlier_version(desk, proposal):
    old, new = make_pdf(1), make_pdf(2)
    choose(desk, "bukti", file("lama.pdf", old), file("lain.pdf", make_pdf(4)))
    expect(listed(desk, "lain.pdf")).to_be_visible()
    with desk.expect_file_chooser() as chooser:
        desk.get_by_role("link", name="Ganti lama.pdf").click()
    chooser.value.set_files([file("baru.pdf", new)])
    expect(listed(desk, "baru.pdf")).to_be_visible()
    slot = desk.locator("[data-slot=bukti]")
    expect(slot).to_contain_text("2 dari paling banyak 6 berkas.")
    slot.get_by_text("1 versi sebelumnya").click()
    expect(slot.locator(".earlier").get_by_role("link", name="lama.pdf")).to_be_visible()
    replaced = Attachment.objects.get(name="baru.pdf").replaces
    assert (replaced.name, replaced.sha256) == ("lama.pdf", digest(old))


def test_letter_is_prepared_downloaded_and_called_old_when_the_title_changes(desk, proposal, silent_console):
    slot = desk.locator("[data-slot=surat]")
    slot.get_by_role("link", name="Siapkan surat").click()
    expect(slot).to_contain_text("Surat sedang disiapkan…")
    desk.route("**/berkas/", lambda route: route.abort())  # the page asks on, the line is away
    desk.wait_for_timeout(500)
    assert statements.render(sheet_id=StatementSheet.objects.get().pk, at=NOW) is True
    desk.unroute("**/berkas/")
    link = slot.get_by_role("link", name="Unduh surat")
    expect(link).to_be_visible()
    silent_console.clear()
    with desk.expect_download() as download:
        link.click()
    assert download.value.path().read_bytes().startswith(b"%PDF-")
    desk.get_by_label("Judul inovasi").fill("Judul yang baru sama sekali")
    desk.get_by_label("Judul inovasi").blur()
    expect(slot).to_contain_text("Isian proposal berubah sesudah surat ini disiapkan.", timeout=15000)
    expect(slot.get_by_role("link", name="Siapkan surat")).to_be_visible()


def test_pages_are_seen_in_the_page_and_it_passes_axe(desk, proposal, violations, live_server):
    choose(
        desk, "bukti", file("surat.pdf", make_pdf(2)), file("foto.jpg", papers.make_photo(size=(1600, 900)))
    )
    expect(listed(desk, "foto.jpg")).to_be_visible()
    slot = desk.locator("[data-slot=bukti]")
    for summary in slot.get_by_text("Lihat di halaman ini").all():
        summary.click()
    pictures = slot.locator(".file-pages img")
    assert pictures.count() == 3
    for picture in pictures.all():
        picture.scroll_into_view_if_needed()
        expect(picture).to_have_js_property("naturalWidth", 1000)
    assert violations(desk) == []
    desk.goto(live_server.url + reverse("proposals:slot", args=[proposal.code, "bukti"]))
    assert violations(desk) == []


def test_place_works_without_a_script(browser, live_server, client, proposal):
    context = browser.new_context(locale="id-ID", java_script_enabled=False)
    page = context.new_page()
    sign_in(page, live_server, client, proposal.created_by)
    page.goto(live_server.url + reverse("proposals:edit", args=[proposal.code]))
    page.get_by_role("link", name=re.compile("Lihat versi sebelumnya ?: Bukti dukung")).click()
    page.get_by_label("Pilih berkas").set_input_files([file("a.pdf", make_pdf(1))])
    page.get_by_role("button", name="Unggah").click()
    expect(listed(page, "a.pdf")).to_be_visible()
    page.get_by_label("menggantikan a.pdf").check()
    page.get_by_label("Pilih berkas").set_input_files([file("b.pdf", make_pdf(2))])
    page.get_by_role("button", name="Unggah").click()
    expect(listed(page, "b.pdf")).to_be_visible()
    page.get_by_label("Pilih berkas").set_input_files([file("c.pdf", locked_pdf())])
    page.get_by_role("button", name="Unggah").click()
    expect(page.get_by_text("PDF ini dikunci dengan kata sandi.")).to_be_visible()
    context.close()
    assert [row.name for row in proposal.attachments.current()] == ["b.pdf"]


@pytest.fixture
def sheet(proposal):
    slot = proposal.competition.slots.get(code="surat")
    attachments.attach(
        proposal=proposal,
        slot=slot,
        by=proposal.created_by,
        at=NOW,
        name="surat.pdf",
        content=make_pdf(text="Surat"),
    )
    entry = worlds.admit(worlds.freeze(proposal, status="passed"))
    assignment = worlds.make_assignment(entry, worlds.make_juror(entry.stage))
    juror = assignment.member.user
    return scoring_sheets.open_sheet(assignment=assignment, by=juror, at=NOW, no_conflict=True)


def test_a_letter_opens_in_the_viewer_of_a_new_tab_and_the_sheet_stays(page, live_server, client, sheet):
    sign_in(page, live_server, client, sheet.assignment.member.user)
    page.goto(f"{live_server.url}/juri/{sheet.assignment.code}/")
    downloads = []
    page.context.on("page", lambda tab: tab.on("download", lambda file: downloads.append(file)))
    with page.context.expect_page() as opening:
        page.get_by_role("link", name="Surat pernyataan").click()
    tab = opening.value
    tab.wait_for_load_state()
    tab.wait_for_timeout(1000)
    assert tab.evaluate("document.contentType") == "application/pdf"
    assert [frame.url.split("/")[0] for frame in tab.frames][1] == "chrome-extension:"
    assert downloads == []
    assert page.get_by_role("heading", level=1).inner_text() == sheet.assignment.entry.proposal.title


def test_a_juror_sees_the_letter_s_page_beside_the_sheet(page, live_server, client, sheet, violations):
    sign_in(page, live_server, client, sheet.assignment.member.user)
    page.goto(f"{live_server.url}/juri/{sheet.assignment.code}/")
    page.get_by_text("Lihat di halaman ini").click()
    picture = page.get_by_alt_text("Halaman 1 dari 1")
    expect(picture).to_have_js_property("naturalWidth", 1000)
    assert violations(page) == []
