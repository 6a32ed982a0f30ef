"""What the tables say now, against what the chain says happened: an edit by hand leaves no event."""

from collections.abc import Iterable, Iterator
from itertools import chain

from django.utils.translation import gettext as _

from competitions.ledger import Event
from competitions.models import Competition, Stage, StageRules
from judging.enums import SheetStatus
from judging.models import Assignment, Minutes, Plenary, Score, ScoreSheet, Substitution, Waiver
from kipp.lib import canonical
from kipp.verification.chains import Said
from kipp.verification.parts import Part, examine
from proposals.models import Entry, Screening


def check(edition: Competition, said: Said) -> Part:
    findings = chain(
        _assignments(edition, said),
        _scores(edition, said),
        _sheets(edition, said),
        _waivers(edition, said),
        _attendances(edition, said),
        _screenings(edition, said),
        _stages(edition, said),
        _rules(edition, said),
        _minutes(edition, said),
        _plenaries(edition, said),
        _substitutions(edition, said),
    )
    return examine(_("Isi tabel terhadap rantai %(edition)s") % {"edition": edition.slug}, findings)


def _assignments(edition: Competition, said: Said) -> Iterator[str]:
    rows = Assignment.objects.filter(entry__stage__competition=edition).values_list(
        "code", "entry__proposal__code", "member__user__code"
    )
    standing = {
        subject: (event.payload.get("proposal"), event.payload.get("juror"))
        for (subject, _criterion), event in said.of("assignment").items()
        if event.kind != "assignment.removed"
    }
    for code, proposal, juror in rows.iterator():
        told = standing.pop(f"assignment:{code}", None)
        yield (
            "" if told == (proposal, juror) else _("penugasan %(code)s tidak sesuai rantai") % {"code": code}
        )
    yield from _gone(_("penugasan"), standing)


def _scores(edition: Competition, said: Said) -> Iterator[str]:
    rows = Score.objects.filter(sheet__assignment__entry__stage__competition=edition).values_list(
        "sheet__assignment__code",
        "criterion__code",
        "points",
        "comment",
        "revision",
        "sheet__assignment__entry__proposal__code",
        "sheet__assignment__member__user__name",
    )
    left = said.of("score")
    for code, criterion, points, comment, revision, proposal, juror in rows.iterator(chunk_size=5000):
        event = left.pop((f"assignment:{code}", criterion), None)
        if event is None and (points, comment, revision) == (None, "", 0):
            yield ""
            continue
        found = {"points": points, "comment_sha256": canonical.sha256(comment), "revision": revision}
        where = {"proposal": proposal, "juror": juror, "criterion": criterion}
        yield _difference(found, event, where)
    yield from _gone(_("nilai"), [" ".join(key) for key in left])


def _difference(found: dict[str, object], event: Event | None, where: dict[str, str]) -> str:
    told = {name: event.payload.get(name) for name in found} if event else {}
    if told == found:
        return ""
    if found["points"] != told.get("points"):
        sentence = _(
            "nilai proposal %(proposal)s dari %(juror)s, kriteria %(criterion)s: tabel memuat %(points)s, "
            "rantai memuat %(told)s (kejadian #%(seq)s)"
        )
    else:
        sentence = _(
            "catatan atau revisi proposal %(proposal)s dari %(juror)s, kriteria %(criterion)s tidak sesuai "
            "rantai (kejadian #%(seq)s)"
        )
    seq = event.seq if event else "?"
    return sentence % {**where, "points": found["points"], "told": told.get("points"), "seq": seq}


def _sheets(edition: Competition, said: Said) -> Iterator[str]:
    """Final exactly when the chain says so; the general comment gives the hash of its last event."""
    rows = ScoreSheet.objects.filter(assignment__entry__stage__competition=edition).values_list(
        "assignment__code", "status", "comment"
    )
    for code, status, comment in rows.iterator():
        state = said.about("state", f"assignment:{code}")
        is_final = state is not None and state.kind == "sheet.finalised"
        told = said.about("comment", f"assignment:{code}")
        hashed = told.payload.get("comment_sha256") if told else canonical.sha256("")
        if is_final != (status == SheetStatus.FINAL):
            yield _("lembar nilai %(code)s: status finalnya tidak sesuai rantai") % {"code": code}
        elif canonical.sha256(comment) != hashed:
            yield _("lembar nilai %(code)s: catatan umumnya tidak sesuai rantai") % {"code": code}
        else:
            yield ""


def _waivers(edition: Competition, said: Said) -> Iterator[str]:
    rows = Waiver.objects.filter(assignment__entry__stage__competition=edition)
    left = {subject: event.payload.get("reason") for (subject, _none), event in said.of("waiver").items()}
    for code, reason in rows.values_list("assignment__code", "reason"):
        told = left.pop(f"assignment:{code}", None)
        yield "" if told == reason else _("pengecualian %(code)s tidak sesuai rantai") % {"code": code}
    yield from _gone(_("pengecualian"), left)


def _attendances(edition: Competition, said: Said) -> Iterator[str]:
    """An entry of which the chain says nothing was never marked."""
    rows = Entry.objects.filter(stage__competition=edition)
    for code, attendance, note in rows.values_list("code", "attendance", "attendance_note").iterator():
        event = said.about("attendance", f"entry:{code}")
        told = event.payload if event else {"attendance": "", "note_sha256": canonical.sha256("")}
        same = (told.get("attendance"), told.get("note_sha256")) == (attendance, canonical.sha256(note))
        yield "" if same else _("kehadiran %(code)s tidak sesuai rantai") % {"code": code}


def _screenings(edition: Competition, said: Said) -> Iterator[str]:
    rows = Screening.objects.filter(version__proposal__competition=edition).values_list(
        "version__proposal__code", "version__number", "version__sha256", "outcome"
    )
    for proposal, number, sha256, outcome in rows.iterator():
        event = said.about("screening", f"proposal:{proposal}")
        if event is None or event.payload.get("number") != number:  # of an earlier version, or undecided
            is_told = event is not None or not outcome
        else:
            is_told = (event.payload.get("outcome", ""), event.payload.get("sha256")) == (outcome, sha256)
        yield (
            ""
            if is_told
            else _("seleksi administrasi proposal %(code)s tidak sesuai rantai") % {"code": proposal}
        )


def _stages(edition: Competition, said: Said) -> Iterator[str]:
    for stage in Stage.objects.filter(competition=edition):
        event = said.about("stage", f"stage:{stage.code}")
        is_closed = event is not None and event.kind == "stage.closed"
        told = is_closed == stage.is_closed
        yield "" if told else _("penutupan tahap %(stage)s tidak sesuai rantai") % {"stage": stage.name}


def _rules(edition: Competition, said: Said) -> Iterator[str]:
    told = {subject: event.payload.get("sha256") for (subject, _criterion), event in said.of("rules").items()}
    rows = StageRules.objects.filter(stage__competition=edition).order_by("stage__position", "stage")
    for code, name, payload in rows.values_list("stage__code", "stage__name", "payload"):
        is_told = canonical.sha256(payload) == told.pop(f"stage:{code}", None)
        yield "" if is_told else _("aturan beku tahap %(stage)s tidak sesuai rantai") % {"stage": name}
    yield from _gone(_("aturan beku"), told)


def _gone(what: str, left: Iterable[str]) -> Iterator[str]:
    for subject in left:
        yield _("%(what)s yang tercatat di rantai tidak ada lagi: %(subject)s") % {
            "what": what,
            "subject": subject,
        }


def _minutes(edition: Competition, said: Said) -> Iterator[str]:
    told = {
        subject: event.payload.get("sha256") for (subject, _criterion), event in said.of("minutes").items()
    }
    rows = Minutes.objects.filter(stage__competition=edition).order_by("pk")
    for code, kind, number, payload in rows.values_list("stage__code", "kind", "number", "payload"):
        expected = told.pop(f"minutes:{code}:{kind}:{number}", None)
        where = {"kind": kind, "number": number}
        is_told = canonical.sha256(payload) == expected
        yield "" if is_told else _("berita acara %(kind)s %(number)s tidak sesuai rantai") % where
    yield from _gone(_("berita acara"), told)


def _plenaries(edition: Competition, said: Said) -> Iterator[str]:
    """A session stands confirmed exactly when the chain says so, by who asked and with the same minutes."""
    told = {subject: event for (subject, _criterion), event in said.of("plenary").items()}
    rows = Plenary.objects.filter(stage__competition=edition, confirmed_at__isnull=False).order_by("pk")
    for code, number, sha256, asked, confirmed in rows.values_list(
        "code", "number", "minutes__sha256", "asked_by__code", "confirmed_by__code"
    ):
        event = told.pop(f"plenary:{code}", None)
        found = (event.payload.get("sha256"), event.payload.get("asked_by"), event.actor) if event else ()
        is_told = found == (sha256, asked, confirmed)
        yield "" if is_told else _("sidang pleno %(number)s tidak sesuai rantai") % {"number": number}
    yield from _gone(_("sidang pleno"), told)


def _substitutions(edition: Competition, said: Said) -> Iterator[str]:
    told = {subject: event.payload for (subject, _criterion), event in said.of("substitution").items()}
    rows = Substitution.objects.filter(stage__competition=edition).order_by("pk")
    for code, leaving, coming, letter, reason in rows.values_list(
        "code", "leaving__user__code", "coming__user__code", "letter_number", "reason"
    ):
        payload = told.pop(f"substitution:{code}", {})
        found = {
            "leaving": leaving,
            "coming": coming or "",
            "letter_number": letter,
            "reason_sha256": canonical.sha256(f"{code}\n{reason}"),
        }
        is_told = found == {name: payload.get(name) for name in found}
        yield "" if is_told else _("pergantian juri %(code)s tidak sesuai rantai") % {"code": code}
    yield from _gone(_("pergantian juri"), told)
