"""What was sent, version by version, and what changed between two of them."""

import json
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from kipp.lib.templatetags.ui import day, filesize_id, number
from proposals.differences import Change, Span, compare
from proposals.enums import TeamKind
from proposals.lifecycle import SENT
from proposals.models import Finding, Proposal, ProposalVersion

from . import corrections, drafts, payload
from .shown import shown

#: How an address names what was written and not sent.
UNSENT = "draf"


@dataclass(frozen=True)
class Choice:
    """One of the texts that can be compared: a version, or what was written since and not sent."""

    name: str
    label: str
    content: Mapping


@dataclass(frozen=True)
class Line:
    label: str
    spans: list[Span]

    @property
    def is_changed(self) -> bool:
        return any(span.change != Change.SAME for span in self.spans)


@dataclass(frozen=True)
class Part:
    title: str
    lines: list[Line]

    @property
    def changed(self) -> list[Line]:
        return [line for line in self.lines if line.is_changed]


@dataclass(frozen=True)
class Comparison:
    choices: Sequence[Choice]
    before: Choice
    after: Choice
    parts: list[Part]

    @property
    def changed(self) -> int:
        return sum(len(part.changed) for part in self.parts)

    @property
    def total(self) -> int:
        return sum(len(part.lines) for part in self.parts)


def choices(proposal: Proposal, at: datetime, *, with_unsent: bool) -> list[Choice]:
    """The versions, the first first; for its agency also what it has written since and not sent."""
    rows = list(proposal.versions.select_related("correction"))[::-1]
    zone = proposal.competition.tz
    found = [
        Choice(
            str(row.number),
            _("Versi %(number)s, %(day)s")
            % {"number": row.number, "day": day(row.submitted_at.astimezone(zone).date())},
            json.loads(row.payload),
        )
        for row in rows
    ]
    if with_unsent and _has_unsent(proposal, rows, at):
        content = payload.build(drafts.load(copy(proposal).with_mended()), len(rows) + 1)
        found.append(Choice(UNSENT, _("Tulisan yang belum dikirim"), content))
    return found


def _has_unsent(proposal: Proposal, rows: Sequence[ProposalVersion], at: datetime) -> bool:
    if proposal.status not in SENT:
        return True
    state = corrections.state(rows[-1], at)
    return state is not None and (state.is_lapsed or state.is_lifted)


def comparison(found: Sequence[Choice], before: str, after: str) -> Comparison | None:
    """Of two texts by name; the last two by default. None where there is nothing to compare."""
    if len(found) < 2:
        return None
    by_name = {choice.name: choice for choice in found}
    old, new = by_name.get(before, found[-2]), by_name.get(after, found[-1])
    return Comparison(found, old, new, list(_parts(old.content, new.content)))


def _parts(old: Mapping, new: Mapping) -> Iterable[Part]:
    yield Part(_("Identitas"), _lines(_header(old), _header(new)))
    yield Part(_("Lampiran"), _lines(_files(old), _files(new)))
    titles = {section["code"]: section["title"] for section in (*new["sections"], *old["sections"])}
    before, after = _sections(old), _sections(new)
    for code, title in titles.items():
        yield Part(title, _lines(before.get(code, {}), after.get(code, {})))


def _lines(old: Mapping[str, str], new: Mapping[str, str]) -> list[Line]:
    labels = dict.fromkeys([*new, *old])
    return [Line(label, compare(old.get(label, ""), new.get(label, ""))) for label in labels]


def _header(content: Mapping) -> dict[str, str]:
    started = content["started_on"]
    return {
        _("Judul inovasi"): content["title"],
        _("Kategori"): content["category"],
        _("Jalur"): content["track"],
        _("Kelompok peserta"): content["group"],
        _("Mulai diterapkan"): day(date.fromisoformat(started)) if started else "",
        _("Pengusul"): str(TeamKind(content["team_kind"]).label),
        _("Nama pengusul"): "\n".join(_person(member) for member in content["team"]),
        _("Tautan video"): content["video_url"],
    }


def _person(member: Mapping) -> str:
    return " · ".join(said for said in (member["name"], member["nip"], member["duty"]) if said)


def _files(content: Mapping) -> dict[str, str]:
    """By place. The beginning of its fingerprint tells a file from another one of the same name."""
    found: dict[str, list[str]] = {}
    for file in content["attachments"]:
        facts = {
            "name": file["name"],
            "size": filesize_id(file["size"]),
            "pages": number(file["pages"]),
            "hash": file["sha256"][:8],
        }
        line = _("%(name)s (%(size)s, %(pages)s halaman, sidik %(hash)s)") % facts
        found.setdefault(file["title"], []).append(line)
    return {title: "\n".join(lines) for title, lines in found.items()}


def _sections(content: Mapping) -> dict[str, dict[str, str]]:
    return {
        section["code"]: {answer["label"]: _reading(answer) for answer in section["answers"]}
        for section in content["sections"]
    }


def _reading(answer: Mapping) -> str:
    """An answer as one text: choices line by line, a table row by row."""
    said = shown(answer)
    rows = ([said.head] if said.rows else []) + said.rows
    return said.text or "\n".join([*said.lines, *(" | ".join(row) for row in rows)])


@dataclass(frozen=True)
class VersionPage:
    """One version as it was sent. `findings` are for the secretariat's side alone."""

    version: ProposalVersion
    content: Mapping
    started_on: date | None
    state: corrections.CorrectionState | None
    findings: list[Finding]


def page(version: ProposalVersion, at: datetime, *, with_findings: bool) -> VersionPage:
    content = json.loads(version.payload)
    screening = getattr(version, "screening", None) if with_findings else None
    found = screening.findings.select_related("item") if screening else Finding.objects.none()
    return VersionPage(
        version=version,
        content=content,
        started_on=date.fromisoformat(content["started_on"]) if content["started_on"] else None,
        state=corrections.state(version, at),
        findings=list(found.order_by("item__position", "item_id")),
    )
