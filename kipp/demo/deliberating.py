"""A small plenary in the demonstration: one entry leaves the order of scores, with a reason."""

from datetime import datetime, timedelta

from agencies import roles
from agencies.models import User
from competitions.models import Stage
from judging.enums import PlenaryPart, Ruling
from judging.models import Plenary
from judging.reads import agenda
from judging.reads import plenary as reads
from judging.services import plenary as verbs
from judging.services.plenary import Seat
from proposals.models import Entry

FROM, TO = 3, 2  # places
REASON = (
    "Sidang menilai inovasi ini sudah direplikasi dua daerah lain sejak penilaian, yang belum tampak "
    "dalam nilai (contoh)."
)
MINUTES = timedelta(minutes=1)


def deliberate(stage: Stage, publisher: User, at: datetime, *, is_confirmed: bool) -> Plenary:
    """The bureau writes and asks; where the edition goes on to publish, its publisher has confirmed."""
    members = stage.competition.organiser.memberships.filter(role=roles.BUREAU)
    clerk = members.order_by("pk").first().user
    plenary = verbs.open_session(stage=stage, by=clerk, at=at, held_at=at, place="Ruang Rapat Sekda")
    plenary = verbs.describe(
        plenary=plenary,
        by=clerk,
        at=at + MINUTES,
        revision=plenary.revision,
        held_at=at,
        place=plenary.place,
        seats=_seats(plenary, publisher),
    )
    _move(plenary, clerk, at + 30 * MINUTES)
    plenary.refresh_from_db()
    plenary = verbs.ask(plenary=plenary, by=clerk, at=at + 60 * MINUTES, revision=plenary.revision)
    if not is_confirmed:
        return plenary
    return verbs.confirm(plenary=plenary, by=publisher, at=at + 90 * MINUTES, revision=plenary.revision)


def _seats(plenary: Plenary, publisher: User) -> list[Seat]:
    """The publisher leads; of the jurors the last one stayed away."""
    invited = list(plenary.attendees.all())
    chair = Seat(None, publisher.name, "Kepala Bagian Organisasi", PlenaryPart.CHAIR, True)
    return [
        chair,
        *(Seat(row.pk, row.name, row.post, row.part, row != invited[-1]) for row in invited),
    ]


def _move(plenary: Plenary, clerk: User, at: datetime) -> None:
    """The first list that has so many places, where nobody shares them."""
    for item in agenda.agenda(reads.draft(plenary)):
        if item.scored.place == FROM and not item.scored.is_shared:
            entry = Entry.objects.select_related("proposal").get(pk=item.facts.entry_id)
            told = {"ruling": Ruling.MOVED, "place": TO, "reason": REASON, "revision": plenary.revision}
            verbs.rule(plenary=plenary, entry=entry, by=clerk, at=at, **told)
            return
