"""Conflicts of interest of a stage, all at once: six queries, whatever the number of pairs."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from zoneinfo import ZoneInfo

from django.db.models import DateField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import ExtractDay, ExtractMonth, ExtractYear, Lower
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency, FormerPost, Membership, User
from competitions.models import Competition, Stage
from judging import conflicts
from judging.conflicts import NO_COOLING, Cooling, Entrant, Ground, Juror, Left, Pair, Teammate
from judging.models import Assignment, Conflict, PanelMember
from proposals.models import Entry, Proposal, TeamMember

CLOCK = ZoneInfo("Asia/Jakarta")
A_YEAR = 10_000  # in day numbers

SENTENCES: Mapping[Ground, str] = {
    Ground.AGENCY: _("Juri bekerja atau berperan di instansi pengusul atau induknya."),
    Ground.TEAM: _("Juri tercantum sebagai anggota tim inovasi ini."),
    Ground.FORMER_POST: _("Juri belum cukup lama meninggalkan instansi pengusul atau induknya."),
    Ground.DECLARED: _("Juri menyatakan benturan kepentingan."),
    Ground.ORGANISER: _("Panitia menetapkan benturan kepentingan."),
}


def sentences(grounds: frozenset[Ground]) -> list[str]:
    return [str(SENTENCES[ground]) for ground in Ground if ground in grounds]


def conflicting_pairs(stage: Stage, *, entry: Entry | None = None) -> dict[Pair, frozenset[Ground]]:
    """(entry id, panel member id) -> why they may not meet; only of one entry when it is given."""
    jurors = jurors_by_user(PanelMember.objects.filter(stage=stage).values_list("pk", "user"))
    entries = _entries(stage, entry)
    return with_stated(_derived(stage, jurors, entries), jurors, entries)


def barred_from(entry: Entry, users: Iterable[int]) -> dict[int, frozenset[Ground]]:
    """User id -> why this person may have nothing to do with the entry, on its panel or not."""
    jurors = jurors_by_user([(pk, pk) for pk in users])
    entries = _entries(entry.stage, entry)
    found = with_stated(_derived(entry.stage, jurors, entries), jurors, entries)
    return {user: grounds for (_entry, user), grounds in found.items()}


def with_stated(
    derived: Mapping[Pair, frozenset[Ground]], jurors: Mapping[int, Juror], entries: QuerySet[Entry]
) -> dict[Pair, frozenset[Ground]]:
    """Derived conflicts, and those that somebody stated about these entries and jurors."""
    pairs = {pair: set(grounds) for pair, grounds in derived.items()}
    member_of = {user_id: juror.key for user_id, juror in jurors.items()}
    stated = Conflict.objects.filter(lifted_at=None, proposal__entries__in=entries)
    for entry_id, user_id, source in stated.values_list("proposal__entries", "user", "source"):
        if user_id in member_of:
            pairs.setdefault((entry_id, member_of[user_id]), set()).add(Ground(source))
    return {pair: frozenset(grounds) for pair, grounds in pairs.items()}


def grounds_against(*, user: User, proposal: Proposal) -> frozenset[Ground]:
    """Why this person may not read this proposal; empty when they may."""
    juror = jurors_by_user([(user.pk, user.pk)])[user.pk]
    entrant = Entrant(proposal.pk, proposal.agency.root_id)
    mates = proposal.team.values_list("proposal_id", "email", "name")
    cooling = cooling_of(proposal.competition)
    found = conflicts.derived([juror], [entrant], [Teammate(*row) for row in mates], cooling)
    stated = Conflict.objects.filter(lifted_at=None, proposal=proposal, user=user)
    sources = frozenset(Ground(source) for source in stated.values_list("source", flat=True))
    return found.get((proposal.pk, user.pk), frozenset()) | sources


def _entries(stage: Stage, entry: Entry | None):
    entries = Entry.objects.filter(stage=stage)
    return entries.filter(pk=entry.pk) if entry else entries


def _derived(stage: Stage, jurors: Mapping[int, Juror], entries) -> dict[Pair, frozenset[Ground]]:
    entrants = [Entrant(*row) for row in entries.values_list("pk", "proposal__agency__root")]
    emails = [juror.email.casefold() for juror in jurors.values()]
    mates = (
        TeamMember.objects.filter(proposal__entries__in=entries)
        .annotate(address=Lower("email"))
        .filter(address__in=emails)
        .values_list("proposal__entries", "address", "name")
    )
    of_the_stage = {entrant.key for entrant in entrants}
    team = [Teammate(*row) for row in mates if row[0] in of_the_stage]
    return conflicts.derived(jurors.values(), entrants, team, cooling_of(stage.competition))


def cooling_of(competition: Competition) -> Cooling:
    """Counted to the day of the announced closing, on the clock of Jakarta."""
    if competition.closes_at is None:
        return NO_COOLING
    return Cooling(competition.closes_at.astimezone(CLOCK).date(), competition.cooling_years)


def without_conflict(readings: QuerySet[Assignment], juror: User) -> QuerySet[Assignment]:
    """Of this juror's readings those that no conflict bars, also none that arose after they were assigned.

    The rules of `conflicts.derived` in the database's words, for a juror's pages, which cannot afford to
    read trees and teams; a property test holds the two together. What is known of the juror is no join:
    PostgreSQL took longer to plan the joins of this one statement than for a whole page.
    """
    tree, edition = "entry__proposal__agency__root", "entry__stage__competition"
    stated = Conflict.objects.filter(user=juror, lifted_at=None)
    employer = Agency.objects.filter(employees=juror)
    roles = Membership.objects.filter(user=juror)
    mate = TeamMember.objects.alias(address=Lower("email")).exclude(email="")
    mate = mate.filter(proposal=OuterRef("entry__proposal"), address=Lower(Value(juror.email)))
    cooled = _day_number(f"{edition}__closes_at", CLOCK) - F(f"{edition}__cooling_years") * A_YEAR
    left = FormerPost.objects.alias(day=_day_number("until"))
    left = left.filter(user=juror, agency__root=OuterRef(tree), day__gt=OuterRef("cooled"))
    return readings.alias(cooled=cooled).exclude(
        Q(entry__proposal__in=stated.values("proposal"))
        | Q(**{f"{tree}__in": employer.values("root")})
        | Q(**{f"{tree}__in": roles.values("agency__root")})
        | Q(Exists(mate))
        | Q(Exists(left), **{f"{edition}__cooling_years__gt": 0})
    )


def _day_number(path: str, clock: ZoneInfo | None = None):
    """A day as a number that sorts like it: 20 March 2026 is 20260320."""
    year, month = ExtractYear(path, tzinfo=clock) * A_YEAR, ExtractMonth(path, tzinfo=clock) * 100
    return year + month + ExtractDay(path, tzinfo=clock)


def jurors_by_user(keys_and_users) -> dict[int, Juror]:
    """User id -> the juror as the derivation sees them, under the key they are asked for by."""
    key_of = {user_id: key for key, user_id in keys_and_users}
    roots: dict[int, set[int]] = defaultdict(set)
    left: dict[int, list[Left]] = defaultdict(list)
    people = User.objects.filter(pk__in=key_of)
    for user_id, root, until, agency in _posts(key_of):
        if until is None:
            roots[user_id].add(root)
        else:
            left[user_id].append(Left(root, until, agency))
    jurors = {}
    for pk, email, name, employer, institution in people.values_list(
        "pk", "email", "name", "employer__root", "institution"
    ):
        own = roots[pk] | ({employer} if employer else set())
        jurors[pk] = Juror(key_of[pk], email, name, frozenset(own), tuple(left[pk]), institution)
    return jurors


def _posts(users):
    """User, tree, last day and agency of every post: held ones have no last day."""
    standing = Value(None, output_field=DateField())
    held = Membership.objects.filter(user__in=users)
    left = FormerPost.objects.filter(user__in=users).order_by()
    return held.values_list("user", "agency__root", standing, "agency__name").union(
        left.values_list("user", "agency__root", "until", "agency__name"), all=True
    )
