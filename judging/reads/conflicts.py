"""Conflicts of interest of a stage, all at once: six queries, whatever the number of pairs."""

from collections import defaultdict
from collections.abc import Mapping

from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from agencies.models import Membership, User
from competitions.models import Stage
from judging import conflicts
from judging.conflicts import Entrant, Ground, Juror, Pair, Teammate
from judging.models import Conflict, PanelMember
from proposals.models import Entry, Proposal, TeamMember

SENTENCES: Mapping[Ground, str] = {
    Ground.AGENCY: _("Juri bekerja atau berperan di instansi pengusul atau induknya."),
    Ground.TEAM: _("Juri tercantum sebagai anggota tim inovasi ini."),
    Ground.DECLARED: _("Juri menyatakan benturan kepentingan."),
    Ground.ORGANISER: _("Panitia menetapkan benturan kepentingan."),
}


def sentences(grounds: frozenset[Ground]) -> list[str]:
    return [str(SENTENCES[ground]) for ground in Ground if ground in grounds]


def conflicting_pairs(stage: Stage, *, entry: Entry | None = None) -> dict[Pair, frozenset[Ground]]:
    """(entry id, panel member id) -> why they may not meet; only of one entry when it is given."""
    jurors = _jurors(PanelMember.objects.filter(stage=stage).values_list("pk", "user"))
    entries = _entries(stage, entry)
    pairs = {pair: set(grounds) for pair, grounds in _derived(jurors, entries).items()}
    member_of = {user_id: juror.key for user_id, juror in jurors.items()}
    stated = Conflict.objects.filter(lifted_at=None, proposal__entries__in=entries)
    for entry_id, user_id, source in stated.values_list("proposal__entries", "user", "source"):
        if user_id in member_of:
            pairs.setdefault((entry_id, member_of[user_id]), set()).add(Ground(source))
    return {pair: frozenset(grounds) for pair, grounds in pairs.items()}


def grounds_against(*, user: User, proposal: Proposal) -> frozenset[Ground]:
    """Why this person may not read this proposal; empty when they may."""
    juror = _jurors([(user.pk, user.pk)])[user.pk]
    entrant = Entrant(proposal.pk, proposal.agency.root_id)
    mates = proposal.team.values_list("proposal_id", "email", "name")
    found = conflicts.derived([juror], [entrant], [Teammate(*row) for row in mates])
    stated = Conflict.objects.filter(lifted_at=None, proposal=proposal, user=user)
    sources = frozenset(Ground(source) for source in stated.values_list("source", flat=True))
    return found.get((proposal.pk, user.pk), frozenset()) | sources


def namesakes(stage: Stage, entry: Entry) -> dict[int, str]:
    """Panel member id -> the team member of this entry who bears the same name."""
    seats = PanelMember.objects.filter(stage=stage).values_list("pk", "user__email", "user__name")
    jurors = [Juror(pk, email, name, frozenset()) for pk, email, name in seats]
    mates = TeamMember.objects.filter(proposal=entry.proposal_id).values_list("email", "name")
    team = [Teammate(entry.pk, email, name) for email, name in mates]
    return {member: name for (_entry, member), name in conflicts.namesakes(jurors, team).items()}


def _entries(stage: Stage, entry: Entry | None):
    entries = Entry.objects.filter(stage=stage)
    return entries.filter(pk=entry.pk) if entry else entries


def _derived(jurors: Mapping[int, Juror], entries) -> dict[Pair, frozenset[Ground]]:
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
    return conflicts.derived(jurors.values(), entrants, team)


def _jurors(keys_and_users) -> dict[int, Juror]:
    """User id -> the juror as the derivation sees them, under the key they are asked for by."""
    key_of = {user_id: key for key, user_id in keys_and_users}
    roots: dict[int, set[int]] = defaultdict(set)
    people = User.objects.filter(pk__in=key_of).values_list("pk", "email", "name", "employer__root")
    held = Membership.objects.filter(user__in=key_of).values_list("user", "agency__root")
    for user_id, root in held:
        roots[user_id].add(root)
    jurors = {}
    for pk, email, name, employer_root in people:
        own = roots[pk] | ({employer_root} if employer_root else set())
        jurors[pk] = Juror(key_of[pk], email, name, frozenset(own))
    return jurors
