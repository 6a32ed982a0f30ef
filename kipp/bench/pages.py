"""The pages that are measured, with whom they are for and what they may take."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.urls import reverse

from agencies.models import User
from competitions.enums import QuestionKind
from judging.models import Assignment, Score
from kipp.bench.seed import Seeded
from kipp.demo.people import DOMAIN
from proposals.models import Answer, Proposal


class Saving:
    """What a form sends again and again: something new each time, at the revision it was told last."""

    def __init__(self, revision: int, fields: Callable[[int], Mapping[str, object]]):
        self.revision, self.fields, self.count = revision, fields, 0

    def body(self) -> dict[str, object]:
        self.count += 1
        return {**self.fields(self.count), "revision": self.revision}

    def learn(self, answer: Mapping[str, int]) -> None:
        self.revision = answer["revision"]


@dataclass(frozen=True)
class Page:
    """`target` in milliseconds, on a quiet machine; None where none was set.

    A page that `is_cold` finds nothing kept: it is the first look after a change.
    """

    name: str
    url: str
    user: User | None
    target: int | None = None
    saving: Saving | None = None
    is_cold: bool = False


#: What any answer costs on its way through the portal's layers: the others are told as multiples of it, too.
EMPTY = Page("empty view", "/healthz", None)


def pages(data: Seeded) -> list[Page]:
    return [EMPTY, *bureau_pages(data), *juror_pages(data), *entrant_pages(data), *public_pages(data)]


def bureau_pages(data: Seeded) -> list[Page]:
    publisher = User.objects.get(email=f"penanggungjawab@{DOMAIN}")
    stage, edition = data.scoring, data.scoring.competition
    ranking = reverse("judging:ranking", args=[stage.code])
    return [
        Page("bureau: edition", reverse("judging:edition", args=[edition.slug]), publisher),
        Page(
            "bureau: selection, first page",
            reverse("proposals:screening_list", args=[edition.slug]),
            publisher,
            60,
        ),
        Page("bureau: entries, first page", reverse("judging:assignments", args=[stage.code]), publisher, 60),
        Page("bureau: progress", reverse("judging:progress", args=[stage.code]), publisher, 100),
        Page("bureau: ranking, first page", ranking, publisher, 100),
        Page("bureau: ranking after a change", ranking, publisher, is_cold=True),
        Page("bureau: ranking, all rows", reverse("judging:ranking_all", args=[stage.code]), publisher, 300),
        Page("bureau: all sheets as CSV", reverse("judging:reviews_csv", args=[stage.code]), publisher, 500),
        Page("bureau: far apart", reverse("judging:contested", args=[stage.code]), publisher),
        Page("bureau: to look at twice", reverse("judging:oddities", args=[stage.code]), publisher),
        Page("bureau: who is behind", reverse("judging:chasing", args=[stage.code]), publisher),
    ]


def juror_pages(data: Seeded) -> list[Page]:
    reading = (
        Assignment.objects.filter(entry__stage=data.scoring, sheet__status="draft")
        .select_related("member__user")
        .order_by("pk")
        .first()
    )
    juror = reading.member.user
    score = Score.objects.filter(sheet__assignment=reading).select_related("criterion").order_by("pk").first()
    saving = Saving(score.revision, lambda n: {"points": 3 + n % 2, "comment": f"Catatan {n}"})
    return [
        Page("juror: queue", reverse("judging:queue"), juror, 40),
        Page("juror: score screen", reverse("judging:sheet", args=[reading.code]), juror, 30),
        Page(
            "juror: save",
            reverse("judging:score_save", args=[reading.code, score.criterion_id]),
            juror,
            12,
            saving,
        ),
    ]


def entrant_pages(data: Seeded) -> list[Page]:
    draft = (
        Proposal.objects.filter(competition=data.open, status="draft").select_related("created_by").first()
    )
    writer = draft.created_by
    url, saving = answer_to_save(draft)
    return [
        Page("entrant: own proposals", reverse("proposals:list"), writer),
        Page("entrant: edit page", reverse("proposals:edit", args=[draft.code]), writer, 50),
        Page("entrant: save", url, writer, 17, saving),
    ]


def answer_to_save(draft: Proposal) -> tuple[str, Saving]:
    answer = Answer.objects.filter(proposal=draft, question__kind=QuestionKind.TEXT).order_by("pk").first()
    saving = Saving(answer.revision, lambda n: {"text": f"{answer.text} Simpanan ke-{n}."})
    return reverse("proposals:save_answer", args=[draft.code, answer.question_id]), saving


def public_pages(data: Seeded) -> list[Page]:
    return [
        Page("public: home", reverse("judging:home"), None),
        Page("public: editions", reverse("competitions:list"), None),
        Page("public: results", reverse("judging:public_results", args=[data.published.slug]), None, 20),
    ]
