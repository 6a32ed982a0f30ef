"""Releases: their hashes, their arithmetic, their chain, and the tables that show them."""

import json
from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from typing import Any

from django.utils.translation import gettext as _

from competitions.models import Competition
from judging import releases
from judging.enums import Ruling
from judging.models import Minutes, ProposalResult, ResultRelease
from judging.reads import standings
from kipp.lib import canonical
from kipp.verification.chains import Said
from kipp.verification.parts import Part, examine
from kipp.verification.recomputing import first_difference, recomputed

Check = Callable[[ResultRelease, Mapping[str, Any], Said], str]


def check(edition: Competition, said: Said) -> Part:
    rows = ResultRelease.objects.filter(stage__competition=edition).select_related("stage", "supersedes")
    told = {event.payload.get("sha256") for event in said.of("release").values()}
    present = set(rows.values_list("sha256", flat=True))
    gone = (
        ""
        if sha256 in present
        else _("rilis %(sha256)s tercatat di rantai, tetapi tidak ada") % {"sha256": sha256}
        for sha256 in sorted(filter(None, told))
    )
    findings = chain.from_iterable(
        _named(release, said) for release in rows.order_by("stage__position", "stage", "number")
    )
    return examine(_("Rilis hasil %(edition)s") % {"edition": edition.slug}, chain(findings, gone))


def _named(release: ResultRelease, said: Said) -> Iterator[str]:
    for finding in _findings(release, said):
        yield finding and f"{release.stage.name}, rilis {release.number}: {finding}"


def _findings(release: ResultRelease, said: Said) -> Iterator[str]:
    """One finding a check. What follows the hashes is only asked of a payload that gives its hash."""
    if finding := _hashes(release):
        yield finding
        return
    body = json.loads(release.payload)
    for ask in CHECKS:
        try:
            yield ask(release, body, said)
        except (KeyError, TypeError, ValueError) as error:
            yield _("isinya tidak berbentuk rilis (%(error)s)") % {"error": error}
            return


def _hashes(release: ResultRelease) -> str:
    if canonical.sha256(release.payload) != release.sha256:
        return _("isi rilis diubah: sidiknya bukan lagi %(sha256)s") % {"sha256": release.sha256}
    if not is_canonical(release.payload):
        return _("isi rilis bukan JSON kanonik")
    body = json.loads(release.payload)
    if not isinstance(body, dict) or canonical.sha256(release.annex) != body.get("annex_sha256"):
        return _("lampiran rilis (catatan juri) diubah")
    return ""


def is_canonical(text: str) -> bool:
    try:
        return canonical.dumps(json.loads(text)) == text
    except (TypeError, ValueError):
        return False


def _row(release: ResultRelease, body: Mapping[str, Any], said: Said) -> str:
    found = {
        "number": release.number,
        "stage": release.stage.code,
        "ledger": [release.ledger_seq, release.ledger_hash],
        "letter": [release.letter_number, release.letter_on.isoformat(), release.signer, release.signer_post],
    }
    letter = body["letter"]
    expected = {
        "number": body["number"],
        "stage": body["stage"]["code"],
        "ledger": [body["ledger"]["seq"], body["ledger"]["hash"]],
        "letter": [letter["number"], letter["on"], letter["signer"], letter["signer_post"]],
    }
    return _told(first_difference(found, expected))


def _succession(release: ResultRelease, body: Mapping[str, Any], said: Said) -> str:
    """Number one follows nothing; every other names the hash of the one before and says why."""
    former = release.supersedes
    found = (
        None
        if former is None
        else {"number": former.number, "sha256": former.sha256, "reason": release.reason}
    )
    is_next = release.number == (1 if former is None else former.number + 1)
    if not is_next or (former and former.stage_id != release.stage_id):
        return _("nomor rilis tidak berurutan")
    return _told(first_difference(found, body["supersedes"]))


def _arithmetic(release: ResultRelease, body: Mapping[str, Any], said: Said) -> str:
    again = recomputed(body)
    return _told(first_difference({name: body[name] for name in again}, again))


def _announced(release: ResultRelease, body: Mapping[str, Any], said: Said) -> str:
    event = said.about("release", f"release:{release.code}")
    if event is not None and event.payload.get("sha256") == release.sha256:
        return ""
    return _("penerbitannya tidak tercatat di rantai dengan sidik ini")


def _results(release: ResultRelease, body: Mapping[str, Any], said: Said) -> str:
    rows = ProposalResult.objects.filter(release=release).values_list(
        "proposal__code", "list_name", "place", "total", "is_advanced", "award"
    )
    found = {code: [name, place, str(total), *rest] for code, name, place, total, *rest in rows.iterator()}
    expected = {
        row["code"]: [ranked["name"], row["place"], row["total"], row["is_advanced"], row["award"]]
        for ranked in body["lists"]
        for row in ranked["standings"]
        if row["place"] is not None
    }
    return _told(first_difference(found, expected, _("tabel hasil")))


def _scores(release: ResultRelease, body: Mapping[str, Any], said: Said) -> str:
    """The scores in the tables, while this release speaks for the stage as it is closed now."""
    is_in_force = not ResultRelease.objects.filter(supersedes=release).exists()
    if release.stage.published_at is None or not is_in_force:
        return ""
    letters = {code: letter for letter, code in json.loads(release.annex)["jurors"].items()}
    table = standings.table(release.stage)
    found = {
        key: {letters.get(r.juror_code, r.juror_code): r.points for r in readings if r.counts}
        for key, readings in table.readings.items()
    }
    excluded = {row["code"] for ranked in body["lists"] for row in ranked.get("excluded", ())}
    found = {key: points for key, points in found.items() if key not in excluded}
    expected = {
        row["code"]: {sheet["juror"]: sheet["points"] for sheet in row["sheets"]}
        for ranked in body["lists"]
        for row in ranked["standings"]
    } | {row["code"]: {} for ranked in body["lists"] for row in ranked.get("absent", ())}
    return _told(first_difference(found, expected, _("nilai di tabel")))


def _carried(release: ResultRelease, body: Mapping[str, Any], said: Said) -> str:
    """What earlier stages gave, counted again from the points in the releases that are named."""
    rows = [row for ranked in body["lists"] for row in ranked["standings"]]
    for stage in body.get("carried", {}).get("stages", ()):
        code = stage["code"]
        named = ResultRelease.objects.filter(sha256=stage["sha256"], number=stage["number"], stage__code=code)
        payload = named.values_list("payload", flat=True).first()
        if payload is None:
            return _("rilis tahap %(stage)s yang ikut dihitung tidak ada") % {"stage": stage["name"]}
        totals = releases.exact_totals(json.loads(payload))
        found = {row["code"]: row["carried"][code] for row in rows if code in row["carried"]}
        exact = {key: totals.get(key) for key in found}
        expected = {key: None if total is None else str(total) for key, total in exact.items()}
        if difference := first_difference(found, expected, stage["name"]):
            return _told(difference)
    return ""


def _plenary(release: ResultRelease, body: Mapping[str, Any], said: Said) -> str:
    """What a plenary changed, against the minutes that are named; nothing is changed without them."""
    found = {
        row["code"]: [row["place"], row["ruled"]["reason"]]
        for ranked in body["lists"]
        for row in ranked["standings"]
        if "ruled" in row
    } | {row["code"]: [None, row["reason"]] for ranked in body["lists"] for row in ranked.get("excluded", ())}
    named = body.get("plenary", {}).get("minutes_sha256")
    minutes = Minutes.objects.filter(stage=release.stage_id, sha256=named).first() if named else None
    if named and minutes is None:
        return _("berita acara sidang pleno yang disebut rilis tidak ada")
    decided = json.loads(minutes.payload)["plenary"]["rulings"] if minutes else ()
    departed = [row for row in decided if row["ruling"] != Ruling.KEPT]
    expected = {row["code"]: [row["place"], row["reason"]] for row in departed}
    return _told(first_difference(found, expected, _("keputusan pleno")))


CHECKS: tuple[Check, ...] = (
    _row,
    _succession,
    _arithmetic,
    _carried,
    _plenary,
    _announced,
    _results,
    _scores,
)


def _told(difference: tuple[str, Any, Any] | None) -> str:
    if difference is None:
        return ""
    where, found, expected = difference
    return _("%(where)s: tertulis %(found)s, seharusnya %(expected)s") % {
        "where": where,
        "found": _short(found),
        "expected": _short(expected),
    }


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 80 else text[:77] + "…"
