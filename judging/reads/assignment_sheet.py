"""The assignment as a spreadsheet: one row per proposal, one column per reader.

A row that is sent back says who reads that proposal from now on: readers are added and taken away until it
is so. Proposals without a row stay as they are. A row that cannot be is a fault, told apart by its kind, so
that everybody reads about it in their own language.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy

from agencies.reads.importing import Hints
from competitions.models import Stage
from judging.conflicts import Ground, Pair
from judging.models import Assignment, PanelMember
from judging.reads import conflicts
from judging.reads.plan_inputs import PlanInputs
from proposals.models import Entry

CODE, TITLE, AGENCY, JUROR = "kode", "judul", "instansi", "juri"

SENTENCES: Mapping[str, str] = {
    "stray": gettext_lazy("Ada isi di luar kolom berjudul."),
    "no code": gettext_lazy("Kode proposal kosong."),
    "unknown code": gettext_lazy("Proposal dengan kode “%(code)s” tidak ada di tahap ini.%(hint)s"),
    "repeated code": gettext_lazy("Proposal ini sudah ada di baris %(line)s."),
    "not judged": gettext_lazy("Proposal ini tidak dinilai: didiskualifikasi atau tidak hadir."),
    "unknown juror": gettext_lazy("Tidak ada juri dengan alamat “%(email)s” di panel ini.%(hint)s"),
    "repeated juror": gettext_lazy("%(juror)s tertulis dua kali di baris ini."),
    "gone": gettext_lazy("%(juror)s sudah keluar dari panel, atau akunnya dinonaktifkan."),
    "ended": gettext_lazy("Bacaan %(juror)s untuk proposal ini sudah berakhir; lihat halaman proposalnya."),
    "conflict": gettext_lazy("%(juror)s tidak boleh membaca proposal ini."),
    "opened": gettext_lazy("%(juror)s sudah membuka lembar nilainya, jadi tetap tertulis di baris ini."),
    "apart": gettext_lazy("%(juror)s dan %(other)s tidak membaca proposal yang sama."),
    "full": gettext_lazy("%(juror)s akan membaca %(load)s proposal; batasnya %(cap)s."),
}


@dataclass
class Verdict:
    """Pairs that the sheet makes and takes away; faults as (line, code as typed, kind, facts)."""

    made: list[Pair] = field(default_factory=list)
    removed: list[Pair] = field(default_factory=list)
    faults: list[tuple[int, str, str, dict]] = field(default_factory=list)


@dataclass(frozen=True)
class Fault:
    line: int
    code: str
    sentence: str


def spoken(faults: Sequence[Sequence]) -> list[Fault]:
    """Stored faults as sentences, in the order of the file."""
    said = []
    for line, code, kind, facts in sorted(faults, key=lambda fault: fault[0]):
        reasons = conflicts.sentences(frozenset(map(Ground, facts.get("grounds", ()))))
        said.append(Fault(line, code, " ".join([SENTENCES[kind] % facts, *reasons])))
    return said


def rows(stage: Stage) -> Iterator[list[str]]:
    """The present assignment, heading first: what can be changed and sent back. Two queries."""
    emails = defaultdict(list)
    held = Assignment.objects.filter(entry__stage=stage, recused_at=None).order_by("pk")
    for entry, email in held.values_list("entry", "member__user__email"):
        emails[entry].append(email)
    width = max([stage.readers, *map(len, emails.values())])
    yield [CODE, TITLE, AGENCY, *(f"{JUROR} {number}" for number in range(1, width + 1))]
    entries = Entry.objects.filter(stage=stage).order_by("proposal__title", "pk")
    for pk, *cells in entries.values_list(
        "pk", "proposal__code", "proposal__title", "proposal__agency__name"
    ):
        yield [*cells, *emails[pk], *[""] * (width - len(emails[pk]))]


def judge(stage: Stage, inputs: PlanInputs, lines: Sequence[Sequence]) -> Verdict:
    """Lines are (number, code, addresses, whether something stands outside the columns)."""
    book = _Book(stage, inputs)
    for number, code, emails, is_stray in lines:
        _Line(book, number, code, is_stray).read(emails)
    book.refuse_full()
    return book.verdict


@dataclass(frozen=True)
class _Seat:
    pk: int
    name: str
    cap: int | None
    is_gone: bool


class _Book:
    """What the lines are judged against, and what was found so far."""

    def __init__(self, stage: Stage, inputs: PlanInputs):
        self.planned = set(inputs.entries)
        self.apart = {frozenset(pair) for pair in inputs.apart}
        self.grounds = conflicts.conflicting_pairs(stage)
        entries = Entry.objects.filter(stage=stage).values_list("proposal__code", "pk")
        self.entries = {code.upper(): pk for code, pk in entries}
        self.seats = {}
        for email, left_at, is_active, *facts in PanelMember.objects.filter(stage=stage).values_list(
            "user__email", "left_at", "user__is_active", "pk", "user__name", "load_cap"
        ):
            self.seats[email.lower()] = _Seat(*facts, is_gone=bool(left_at) or not is_active)
        self.names = {seat.pk: seat.name for seat in self.seats.values()}
        self.held: dict[int, list[int]] = defaultdict(list)
        self.fixed: set[Pair] = set()
        self.ended: set[Pair] = set()
        readings = Assignment.objects.filter(entry__stage=stage).order_by("pk")
        for entry, member, recused_at, sheet, waiver in readings.values_list(
            "entry", "member", "recused_at", "sheet", "waiver"
        ):
            if recused_at:
                self.ended.add((entry, member))
                continue
            self.held[entry].append(member)
            if sheet or waiver:
                self.fixed.add((entry, member))
        self.code_hints, self.juror_hints = Hints(self.entries), Hints(self.seats)
        self.first_lines: dict[int, int] = {}
        self.made_on: list[tuple[int, str, Pair]] = []
        self.verdict = Verdict()

    def refuse_full(self) -> None:
        """Whoever would read more than their cap: the last rows that do it are named."""
        before = Counter(member for members in self.held.values() for member in members)
        taken = Counter(member for _entry, member in self.verdict.removed)
        given = Counter(member for _entry, member in self.verdict.made)
        for seat in self.seats.values():
            load = before[seat.pk] - taken[seat.pk] + given[seat.pk]
            beyond = 0 if seat.cap is None else min(load - seat.cap, given[seat.pk])
            if beyond <= 0:
                continue
            mine = [(line, code) for line, code, (_entry, member) in self.made_on if member == seat.pk]
            facts = {"juror": seat.name, "load": load, "cap": seat.cap}
            self.verdict.faults += [(line, code, "full", facts) for line, code in mine[-beyond:]]


class _Line:
    """One row of the file, held against the book."""

    def __init__(self, book: _Book, number: int, code: str, is_stray: bool):
        self.book, self.number, self.code = book, number, code
        if is_stray:
            self.refuse("stray")

    def refuse(self, kind: str, **facts) -> None:
        self.book.verdict.faults.append((self.number, self.code, kind, facts))

    def read(self, emails: Sequence[str]) -> None:
        entry = self._entry()
        if entry is None:
            return
        wanted = self._wanted(entry, emails)
        if wanted is None:
            return
        held = self.book.held[entry]
        self._refuse_apart(wanted, held)
        for member in [member for member in held if member not in wanted]:
            self._take(entry, member)
        for member in [member for member in wanted if member not in held]:
            self.book.verdict.made.append((entry, member))
            self.book.made_on.append((self.number, self.code, (entry, member)))

    def _entry(self) -> int | None:
        book, code = self.book, self.code.upper()
        if not code:
            return self.refuse("no code")
        entry = book.entries.get(code)
        if entry is None:
            return self.refuse("unknown code", code=self.code, hint=book.code_hints.near(code))
        if entry in book.first_lines:
            return self.refuse("repeated code", line=book.first_lines[entry])
        book.first_lines[entry] = self.number
        return entry

    def _wanted(self, entry: int, emails: Sequence[str]) -> list[int] | None:
        """The members this row names; None when one of them cannot be."""
        found: list[int] = []
        faults = len(self.book.verdict.faults)
        for email in emails:
            seat = self.book.seats.get(email.lower())
            if seat is None:
                self.refuse("unknown juror", email=email, hint=self.book.juror_hints.near(email))
            elif seat.pk in found:
                self.refuse("repeated juror", juror=seat.name)
            else:
                found.append(seat.pk)
                self._refuse_reader(entry, seat)
        return found if len(self.book.verdict.faults) == faults else None

    def _refuse_reader(self, entry: int, seat: _Seat) -> None:
        """A reading that has been opened is no matter for a spreadsheet any more, conflict or not."""
        book, pair = self.book, (entry, seat.pk)
        if pair in book.fixed:
            return
        if pair in book.grounds:
            self.refuse("conflict", juror=seat.name, grounds=sorted(book.grounds[pair]))
        elif seat.pk in book.held[entry]:
            return
        elif entry not in book.planned:
            self.refuse("not judged")
        elif pair in book.ended:
            self.refuse("ended", juror=seat.name)
        elif seat.is_gone:
            self.refuse("gone", juror=seat.name)

    def _refuse_apart(self, wanted: Sequence[int], held: Sequence[int]) -> None:
        for at, one in enumerate(wanted):
            for other in wanted[at + 1 :]:
                is_new = one not in held or other not in held
                if is_new and frozenset((one, other)) in self.book.apart:
                    self.refuse("apart", juror=self.book.names[one], other=self.book.names[other])

    def _take(self, entry: int, member: int) -> None:
        if (entry, member) in self.book.fixed:
            self.refuse("opened", juror=self.book.names[member])
        else:
            self.book.verdict.removed.append((entry, member))
