"""Every address of the portal, with sample arguments from the town."""

from django.apps import apps

from competitions.models import Question
from judging.models import Anchor
from kipp.lib.leaving import leave_url
from proposals.models import AnswerVersion
from tests.contracts.town import SLOT, House, Office, Town
from tests.contracts.walking import parameters

NOWHERE = "ABCDEFGHJKMN"  # shaped like a code
NUMBER = 987654321
HASH = "0" * 64
Samples = dict[str, dict[str, object]]


def samples_of(pattern: str, town: Town) -> Samples:
    """What to put into a pattern, by a word for whose it is. A pattern that no family knows fails here."""
    wanted = parameters(pattern)
    if not wanted:
        return {"": {}}
    prefix = max((known for known in FAMILIES if pattern.startswith(known)), key=len)
    found = FAMILIES[prefix](town, pattern)
    return {label: {name: values[name] for name in wanted} for label, values in found.items()}


def _editions(town: Town, pattern: str) -> Samples:
    parts = {"code": "latar", "part": "identitas"}
    if "/tahap/" in pattern:
        return {
            "ours preparing": {"slug": town.ours.preparing.slug, "code": _scoring(town.ours.preparing)},
            "ours judged": {"slug": town.ours.judged.slug, "code": town.ours.stage.code},
            "ours, their stage": {"slug": town.ours.judged.slug, "code": town.theirs.stage.code},
            "ours, no row": {"slug": town.ours.judged.slug, "code": NOWHERE},
            "theirs": {"slug": town.theirs.preparing.slug, "code": _scoring(town.theirs.preparing)},
            "none": {"slug": "tidak-ada", "code": NOWHERE},
        }
    return {
        "ours preparing": {"slug": town.ours.preparing.slug, **parts},
        "ours calling": {"slug": town.ours.calling.slug, **parts},
        "ours published": {"slug": town.ours.published.slug, **parts},
        "theirs preparing": {"slug": town.theirs.preparing.slug, **parts},
        "theirs calling": {"slug": town.theirs.calling.slug, **parts},
        "none": {"slug": "tidak-ada", **parts},
    }


def _form(town: Town, pattern: str) -> Samples:
    """A question or a place for files of the form, by its id."""

    def parts(edition) -> dict[str, object]:
        asked = Question.objects.filter(section__competition=edition).first()
        row = edition.slots.get() if "formulir/berkas/" in pattern else asked
        return {"slug": edition.slug, "code": "latar", "kind": "pertanyaan", "pk": row.pk}

    preparing, calling = parts(town.ours.preparing), parts(town.ours.calling)
    theirs = parts(town.theirs.preparing)
    return {
        "ours preparing": preparing,
        "ours calling": calling,
        "ours, their row": theirs | {"slug": town.ours.preparing.slug},
        "ours, no row": preparing | {"code": "tidak-ada", "kind": "lain", "pk": NUMBER},
        "theirs": theirs,
        "none": preparing | {"slug": "tidak-ada"},
    }


def _scoring(edition) -> str:
    return edition.stages.get(kind="scoring").code


def _screening(town: Town, pattern: str) -> Samples:
    ours, theirs = town.ours.judged.slug, town.theirs.judged.slug
    first, their = town.ours.offices[0], town.theirs.offices[0]
    return {
        "ours waiting": {"slug": ours, "code": first.waiting.code},
        "ours rejected": {"slug": ours, "code": first.rejected.code},
        "ours returned": {"slug": ours, "code": first.returned.code},
        "ours sent": {"slug": town.ours.calling.slug, "code": first.sent.code},
        "ours, their proposal": {"slug": ours, "code": their.waiting.code},
        "our call, draft": {"slug": town.ours.calling.slug, "code": first.draft.code},
        "our call, no row": {"slug": town.ours.calling.slug, "code": NOWHERE},
        "ours, no row": {"slug": ours, "code": NOWHERE},
        "theirs": {"slug": theirs, "code": their.waiting.code},
        "none": {"slug": "tidak-ada", "code": NOWHERE},
    }


def _screening_letters(town: Town, pattern: str) -> Samples:
    a, b = town.ours.published.screening_letters.order_by("pk")
    rows = {"to A": a, "to B": b, "elsewhere": town.theirs.letter}
    return {label: {"code": row.code} for label, row in rows.items()} | {"none": {"code": NOWHERE}}


def _stages(town: Town, pattern: str) -> Samples:
    ours, theirs = _stage(town.ours), _stage(town.theirs)
    nothing = dict.fromkeys(ours, NOWHERE)
    return {
        "ours": ours,
        "ours handed in": ours | {"assignment_code": town.ours.handed_in.code},
        "ours, their row": theirs | {"code": ours["code"]},
        "ours, no row": nothing | {"code": ours["code"]},
        "ours published": ours | {"code": town.ours.release.stage.code},
        "ours screening": ours | {"code": town.ours.judged.stages.get(kind="screening").code},
        "theirs": theirs,
        "none": nothing,
    }


def _visits_of_stages(town: Town, pattern: str) -> Samples:
    """The bureau's pages of visits: one under way, and one that was closed."""
    found = _stages(town, pattern)
    visited = town.ours.visited
    closed = {"visit_code": visited.code, "claim_code": visited.claims.first().code}
    return found | {"ours visited": found["ours"] | closed}


def _stage(house: House) -> dict[str, object]:
    return {
        "code": house.stage.code,
        "user_code": house.bureau.code,
        "member_code": house.members[0].code,
        "conflict_code": house.conflict.code,
        "pair_code": house.apart.code,
        "plan_code": house.plan.code,
        "assignment_code": house.unopened.code,
        "entry_code": house.offices[0].entry.code,
        "slot_code": house.slot.code,
        "visit_code": house.visit.code,
        "claim_code": house.photo.claim.code,
        "proposal_code": house.offices[0].entry.proposal.code,
        "kind": "csv",
    }


def _rounds(town: Town, pattern: str) -> Samples:
    """The bureau's pages of a calibration: one that was revealed, one that is open, a stage without."""
    ours, theirs = town.ours, town.theirs
    taken = {"proposal_code": ours.offices[0].placed.proposal.code}
    revealed = {"code": ours.stage.code, "anchor_code": ours.calibrated[0].code} | taken
    calling = _scoring(ours.calling)
    found = {
        "ours revealed": revealed,
        "ours open": {"code": calling, "anchor_code": ours.calibrating[0].code} | taken,
        "ours open, their row": {
            "code": calling,
            "anchor_code": theirs.calibrated[0].code,
            "proposal_code": theirs.offices[0].placed.proposal.code,
        },
        "ours open, no row": {"code": calling, "anchor_code": NOWHERE, "proposal_code": NOWHERE},
        "ours without": {"code": _scoring(ours.preparing), "anchor_code": NOWHERE} | taken,
        "theirs": revealed | {"code": theirs.stage.code, "anchor_code": theirs.calibrated[0].code},
        "none": {"code": NOWHERE, "anchor_code": NOWHERE, "proposal_code": NOWHERE},
    }
    has_rows = len(parameters(pattern)) > 1
    return {label: row for label, row in found.items() if has_rows or "," not in label}


def _anchors(town: Town, pattern: str) -> Samples:
    """The juror's side of it."""
    rows = {
        "juror's": town.ours.calibrating[0],
        "juror's revealed": town.ours.calibrated[0],
        "theirs": town.theirs.calibrating[0],
    }
    found = {label: {"code": row.code, "criterion_pk": _criterion(row)} for label, row in rows.items()}
    return found | {"none": {"code": NOWHERE, "criterion_pk": NUMBER}}


def _criterion(anchor: Anchor) -> int:
    return anchor.calibration.stage.rubrics.get().criteria.first().pk


def _calibrated_stages(town: Town, pattern: str) -> Samples:
    rows = {"ours revealed": town.ours.stage, "theirs": town.theirs.stage}
    found = {label: {"code": row.code} for label, row in rows.items()}
    return found | {"ours open": {"code": _scoring(town.ours.calling)}, "none": {"code": NOWHERE}}


def _followed(town: Town, pattern: str) -> Samples:
    """What the jurors of a stage follow: one with a timetable, one without, one of others."""
    stages = {"ours": town.ours.stage, "ours without": town.ours.release.stage, "theirs": town.theirs.stage}
    return {label: {"code": stage.code} for label, stage in stages.items()} | {"none": {"code": NOWHERE}}


def _readings(town: Town, pattern: str) -> Samples:
    ours = town.ours
    criterion = ours.stage.rubrics.get().criteria.first().pk
    rows = {
        "juror's": ours.readings[0],
        "juror's published": ours.final,
        "juror-other's": ours.readings[2],
        "unopened of a stranger": ours.unopened,
        "juror-recused's": town.recused,
        "theirs": town.theirs.readings[0],
    }
    codes = {label: row.code for label, row in rows.items()} | {"none": NOWHERE}
    sha256 = ours.attachment(ours.offices[0].entry.proposal).sha256
    return {
        label: {"code": code, "criterion_pk": criterion, "sha256": sha256, "page": 1}
        for label, code in codes.items()
    }


def _visits(town: Town, pattern: str) -> Samples:
    """A visit that the first juror makes, with a claim and a picture of theirs."""

    def parts(house: House) -> dict[str, object]:
        photo = house.photo
        return {"code": house.visit.code, "claim_code": photo.claim.code, "photo_code": photo.code}

    ours, theirs = parts(town.ours), parts(town.theirs)
    return {
        "juror's": ours,
        "juror's visited": ours | {"code": town.ours.visited.code},
        "juror's, their row": theirs | {"code": ours["code"]},
        "juror's, no row": {"code": ours["code"], "claim_code": NOWHERE, "photo_code": NOWHERE},
        "theirs": theirs,
        "none": {"code": NOWHERE, "claim_code": NOWHERE, "photo_code": NOWHERE},
    }


def _resumed(town: Town, pattern: str) -> Samples:
    codes = {"ours": town.ours.stage.code, "theirs": town.theirs.stage.code, "none": NOWHERE}
    return {label: {"stage_code": code} for label, code in codes.items()}


def _proposals(town: Town, pattern: str) -> Samples:
    a, b = town.ours.offices
    their = town.theirs.offices[0]
    nothing = {"code": NOWHERE, "question_pk": NUMBER, "slot_code": "tidak-ada", "page": 1, "number": NUMBER}
    nothing["version_pk"] = NUMBER
    nothing |= dict.fromkeys(("attachment_code", "upload_code", "sheet_code", "user_code"), NOWHERE)
    return {
        "draft of A": _proposal(town.ours, a, a.draft),
        "sent of A": _proposal(town.ours, a, a.sent),
        "rejected of A": _proposal(town.ours, a, a.rejected),
        "returned of A": _proposal(town.ours, a, a.returned),
        "entered of A": _proposal(town.ours, a, a.entry.proposal),
        "placed of A": _proposal(town.ours, a, a.placed.proposal),
        "draft of A, rows of B": _proposal(town.ours, b, b.draft) | {"code": a.draft.code},
        "draft of B": _proposal(town.ours, b, b.draft),
        "sent of B": _proposal(town.ours, b, b.sent),
        "sent elsewhere": _proposal(town.theirs, their, their.sent),
        "draft of A, no row": nothing | {"code": a.draft.code},
        "none": nothing,
    }


def _proposal(house: House, office: Office, proposal) -> dict[str, object]:
    held = proposal.attachments.first()
    return {
        "code": proposal.code,
        "question_pk": Question.objects.filter(section__competition=proposal.competition_id).first().pk,
        "slot_code": SLOT,
        "attachment_code": held.code if held else NOWHERE,
        "upload_code": _first_code(proposal.uploads),
        "sheet_code": _first_code(proposal.statement_sheets),
        "page": 1,
        "user_code": office.head.code,
        "number": 1,
        "version_pk": _first_version(proposal),
    }


def _first_version(proposal) -> int:
    versions = AnswerVersion.objects.filter(answer__proposal=proposal).values_list("pk", flat=True)
    return versions.first() or NUMBER


def _first_code(rows) -> str:
    first = rows.first()
    return first.code if first else NOWHERE


def _ways_out(town: Town, pattern: str) -> Samples:
    signed = leave_url("https://contoh.go.id/video").split("/")[2]
    return {"signed": {"target": signed}, "none": {"target": NOWHERE}}


def _starts(town: Town, pattern: str) -> Samples:
    names = {"ours calling": town.ours.calling, "ours judged": town.ours.judged}
    names |= {"ours preparing": town.ours.preparing, "theirs calling": town.theirs.calling}
    return {label: {"slug": row.slug} for label, row in names.items()} | {"none": {"slug": "tidak-ada"}}


def _starts_again(town: Town, pattern: str) -> Samples:
    a, b = town.ours.offices
    slug = {"slug": town.ours.calling.slug}
    rows = {"placed of A": a.placed.proposal, "draft of A": a.draft, "placed of B": b.placed.proposal}
    found = {label: slug | {"code": row.innovation.code} for label, row in rows.items()}
    closed = {"slug": town.ours.judged.slug, "code": a.placed.proposal.innovation.code}
    return found | {"no row, closed": closed, "none": slug | {"code": NOWHERE}}


def _innovations(town: Town, pattern: str) -> Samples:
    a, b = town.ours.offices
    nothing = {"code": NOWHERE, "recognition_pk": NUMBER, "export_code": NOWHERE}
    return {
        "placed of A": _innovation(a),
        "draft of A": nothing | {"code": a.draft.innovation.code},
        "placed of A, rows of B": _innovation(b) | {"code": a.placed.proposal.innovation.code},
        "placed of B": _innovation(b),
        "placed elsewhere": _innovation(town.theirs.offices[0]),
        "none": nothing,
    }


def _innovation(office: Office) -> dict[str, object]:
    innovation = office.placed.proposal.innovation
    return {
        "code": innovation.code,
        "recognition_pk": innovation.recognitions.get().pk,
        "export_code": innovation.exports.get(asked_by=office.staff).code,
    }


def _minutes(town: Town, pattern: str) -> Samples:
    rows = {"ours": town.ours.paper, "theirs": town.theirs.paper}
    return {label: {"code": row.code} for label, row in rows.items()} | {"none": {"code": NOWHERE}}


def _documents(town: Town, pattern: str) -> Samples:
    a, b = town.ours.offices
    rows = {
        "ranking": town.ours.document(None),
        "report of A": town.ours.document(a),
        "report of B": town.ours.document(b),
        "report elsewhere": town.theirs.document(town.theirs.offices[0]),
    }
    return {label: {"code": row.code} for label, row in rows.items()} | {"none": {"code": NOWHERE}}


def _releases(town: Town, pattern: str) -> Samples:
    rows = {"ours": town.ours.release, "theirs": town.theirs.release}
    return {label: {"code": row.code} for label, row in rows.items()} | {"none": {"code": NOWHERE}}


def _sessions(town: Town, pattern: str) -> Samples:
    rows = {"ours": town.ours.plenary, "theirs": town.theirs.plenary}
    return {label: {"code": row.code} for label, row in rows.items()} | {"none": {"code": NOWHERE}}


def _hashes(town: Town, pattern: str) -> Samples:
    return {
        "release": {"sha256": town.ours.release.sha256},
        "receipt of A": {"sha256": town.ours.offices[0].sent.versions.get().sha256},
        "none": {"sha256": HASH},
    }


def _people(town: Town, pattern: str) -> Samples:
    first = town.ours.offices[0]
    rows = {
        "staff of A": (first.staff, first.agency, "staff"),
        "our publisher": (town.ours.publisher, town.ours.organiser, "publisher"),
        "our bureau": (town.ours.bureau, town.ours.organiser, "bureau"),
        "superuser": (town.personas["superuser"], first.agency, "staff"),
    }
    found = {
        label: {"code": person.code, "agency": agency.code, "role": role}
        for label, (person, agency, role) in rows.items()
    }
    return found | {"none": {"code": NOWHERE, "agency": "tidak-ada", "role": "staff"}}


def _agencies(town: Town, pattern: str) -> Samples:
    rows = {"A": town.ours.offices[0].agency, "theirs": town.theirs.organiser}
    return {label: {"code": row.code} for label, row in rows.items()} | {"none": {"code": "tidak-ada"}}


def _colleagues(town: Town, pattern: str) -> Samples:
    """Every head leads an agency; an invitation to another one is not theirs."""
    invited = {"invitation_code": town.ours.invitation.code}
    rows = {"A": town.ours.offices[0], "B": town.ours.offices[1], "theirs": town.theirs.offices[0]}
    found = {
        label: {"code": row.agency.code, "user_code": row.staff.code, **invited}
        for label, row in rows.items()
    }
    return found | {"none": {"code": "tidak-ada", "user_code": NOWHERE, **invited}}


def _imports(town: Town, pattern: str) -> Samples:
    rows = {"ours": town.ours.draft_import, "theirs": town.theirs.draft_import}
    return {label: {"code": row.code} for label, row in rows.items()} | {"none": {"code": NOWHERE}}


def _invitations(town: Town, pattern: str) -> Samples:
    rows = {"ours": town.ours.invitation, "theirs": town.theirs.invitation}
    return {label: {"code": row.code} for label, row in rows.items()} | {"none": {"code": NOWHERE}}


def _batches(town: Town, pattern: str) -> Samples:
    rows = {"ours": town.ours.batch, "theirs": town.theirs.batch}
    return {label: {"code": row.code} for label, row in rows.items()} | {"none": {"code": NOWHERE}}


def _notices(town: Town, pattern: str) -> Samples:
    rows = {"staff of A": town.ours.offices[0].staff, "elsewhere": town.theirs.offices[0].staff}
    found = {label: {"code": person.notices.latest("pk").code} for label, person in rows.items()}
    return found | {"none": {"code": NOWHERE}}


def _tokens(town: Town, pattern: str) -> Samples:
    return {"live": {"token": town.ours.token}, "none": {"token": "tidak-ada"}}


def _admin(town: Town, pattern: str) -> Samples:
    """One row of the model that the address names, and none."""
    label, model = pattern.removeprefix("admin/").split("/")[:2]
    row = apps.get_model(label, model).objects.order_by("pk").first()
    found = {"none": {"object_id": NUMBER}}
    return found | ({"one": {"object_id": row.pk}} if row else {})


def _judged(town: Town, pattern: str) -> Samples:
    """Editions by who judges them."""
    rows = {"ours judged": town.ours.judged, "ours published": town.ours.published}
    rows["theirs"] = town.theirs.judged
    return {label: {"slug": row.slug} for label, row in rows.items()} | {"none": {"slug": "tidak-ada"}}


def _former_posts(town: Town, pattern: str) -> Samples:
    """A juror's own; an office asks for them under the juror's name."""
    one, other = (member.user for member in town.ours.members)
    first, second = ({"code": row.code, "post_code": _first_code(row.former_posts)} for row in (one, other))
    nothing = {"code": NOWHERE, "post_code": NOWHERE}
    if pattern.startswith("akun/"):
        return {"juror's": first, "juror-other's": second, "none": nothing}
    mixed = first | {"post_code": second["post_code"]}
    return {"of a juror": first, "of a juror, another's": mixed, "none": nothing}


FAMILIES = {
    "kompetisi/<slug:slug>/": _editions,
    "panitia/edisi/<slug:slug>/": _editions,
    "panitia/edisi/<slug:slug>/pengaturan/formulir/": _form,
    "panitia/edisi/<slug:slug>/seleksi/<str:code>/": _screening,
    "surat-seleksi/<str:code>": _screening_letters,
    "panitia/tahap/<str:code>/": _stages,
    "panitia/tahap/<str:code>/kalibrasi/": _rounds,
    "panitia/tahap/<str:code>/kunjungan/": _visits_of_stages,
    "tahap/<str:code>/": _followed,
    "sidang/<str:code>/": _sessions,
    "panitia/rilis/<str:code>/": _releases,
    "instansi/<slug:code>/orang/": _colleagues,
    "panitia/orang/<slug:code>/": _people,
    "panitia/instansi/<slug:code>/": _agencies,
    "panitia/impor/<slug:code>/": _imports,
    "panitia/impor/contoh/": lambda town, pattern: {"people": {"kind": "people"}, "none": {"kind": "x"}},
    "panitia/undangan/<slug:code>/": _invitations,
    "panitia/surat/kiriman/<slug:code>/": _batches,
    "pemberitahuan/<slug:code>/": _notices,
    "undangan/<str:token>/": _tokens,
    "mulai/<str:token>/": _tokens,
    "juri/<str:code>/": _readings,
    "juri/pernyataan/": _judged,
    "juri/keahlian/": _judged,
    "akun/saya/jabatan/": _former_posts,
    "panitia/orang/<slug:code>/jabatan/": _former_posts,
    "juri/kalibrasi/": _anchors,
    "juri/tahap/": _calibrated_stages,
    "juri/lapangan/<str:code>/": _visits,
    "kunjungan/<str:code>": _visits,
    "juri/lanjut/": _resumed,
    "juri/siapkan/": _resumed,
    "proposal/<str:code>/": _proposals,
    "proposal/baru/": _starts,
    "proposal/baru/<slug:slug>/<str:code>/": _starts_again,
    "inovasi/<str:code>/": _innovations,
    "keluar/": _ways_out,
    "dokumen/<str:code>": _documents,
    "panitia/berita-acara/<str:code>": _minutes,
    "^verifikasi/": _hashes,
    "admin/": _admin,
    "admin/^(?P<app_label>": lambda town, pattern: {"": {"app_label": "agencies"}},
    "admin/(?P<url>": lambda town, pattern: {"": {"url": "tidak-ada/"}},
    "admin/r/": lambda town, pattern: {"none": {"content_type_id": NUMBER, "object_id": NUMBER}},
    "akun/^confirm-email/": lambda town, pattern: {"none": {"key": "tidak-ada"}},
    "akun/^password/reset/key/": lambda town, pattern: {"none": {"uidb36": "1", "key": "x-y"}},
}
