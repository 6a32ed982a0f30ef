"""How the final score comes about: which scoring stages weigh in it, for which tracks, and what is amiss."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from competitions.enums import StageKind
from competitions.models import Stage, Track

from . import paths

WHOLE = 100


@dataclass(frozen=True)
class Way:
    """Scoring stages that entries of these tracks go through, in order: the last one gives the result.

    `tracks` are names, none where one way is everybody's.
    """

    tracks: Sequence[str]
    stages: Sequence[Stage]

    @property
    def total(self) -> int:
        return sum(stage.weight for stage in self.stages)

    def said(self, words: str) -> str:
        """Whose way it is, before words about it."""
        if not self.tracks:
            return words
        return _("Jalur %(track)s: %(problem)s") % {"track": ", ".join(self.tracks), "problem": words}


def ways(stages: Iterable[Stage], tracks: Iterable[Track]) -> list[Way]:
    """Every different way, in the order of the tracks, which are only read where stages differ by them."""
    scoring = [stage for stage in stages if stage.kind == StageKind.SCORING]
    gone: dict[tuple[Stage, ...], list[str]] = {}
    for track in tracks if any(stage.track_id for stage in scoring) else ():
        gone.setdefault(tuple(paths.on_the_way(scoring, track.pk)), []).append(track.name)
    if len(gone) < 2:
        return [Way((), next(iter(gone), tuple(scoring)))]
    return [Way(names, way) for way, names in gone.items()]


def sentences(stages: Iterable[Stage], tracks: Iterable[Track]) -> list[str]:
    """The sum in one line a way; nothing where every entry is scored in one stage only."""
    found = ways(stages, tracks)
    if all(len(way.stages) < 2 for way in found):
        return []
    return [way.said(_sum([stage for stage in way.stages if stage.weight])) for way in found]


def _sum(stages: Sequence[Stage]) -> str:
    return formula([(stage.weight, stage.name) for stage in stages])


def formula(terms: Sequence[tuple[int, str]]) -> str:
    """`Nilai akhir = 70 % Penilaian Proposal + 30 % Presentasi`; one stage alone needs no figure."""
    is_alone = [weight for weight, _name in terms] == [WHOLE]
    said = [name if is_alone else f"{weight} % {name}" for weight, name in terms]
    return _("Nilai akhir = %(terms)s") % {"terms": " + ".join(said)}


def faults(stages: Iterable[Stage], tracks: Iterable[Track]) -> list[str]:
    """What keeps the sum from being announced, and how to mend it."""
    found = ways(stages, tracks)
    amiss = [way.said(text) for way in found for text in _faults_of(way)]
    return amiss or list(_mixed(found))


def _faults_of(way: Way) -> Iterator[str]:
    if not way.stages:
        yield _("Belum ada tahap penilaian.")
    elif way.total != WHOLE:
        text = _("%(sum)s. Bobotnya berjumlah %(total)s; ubah bobot tahap sampai berjumlah 100.")
        yield text % {"sum": _sum(way.stages), "total": way.total}
    elif not way.stages[-1].weight:
        text = _(
            "Tahap terakhir, %(stage)s, berbobot 0, sehingga nilainya tidak ikut menentukan hasil. "
            "Beri bobot pada tahap itu, atau hapus tahapnya."
        )
        yield text % {"stage": way.stages[-1].name}


def _mixed(found: Sequence[Way]) -> Iterator[str]:
    """A list whose upper half is final and whose lower half is not would compare different things.

    Stages that alone decide cannot be mixed: who goes on from one of weight 100 meets a last stage of 0.
    """
    for stage in dict.fromkeys(way.stages[-1] for way in found):
        ending = [name for way in found if way.stages[-1] == stage for name in way.tracks]
        passing = [name for way in found if stage in way.stages[:-1] for name in way.tracks]
        if not passing:
            continue
        text = _(
            "%(stage)s adalah tahap terakhir bagi jalur %(ending)s, tetapi bukan bagi jalur %(passing)s: "
            "satu daftar akan membandingkan dua macam nilai. Buat tahap tersendiri untuk setiap jalur."
        )
        yield text % {
            "stage": stage.name,
            "ending": ", ".join(ending),
            "passing": ", ".join(passing),
        }
