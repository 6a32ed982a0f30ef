"""What a demonstration answers to a question of any kind. Synthetic, chosen by the given random numbers."""

from collections.abc import Callable
from random import Random

from django.utils.text import slugify

from competitions.enums import QuestionKind, YesNo
from competitions.models import Question
from kipp.demo import words
from kipp.lib.numbers import format_number
from proposals import answers
from proposals.models import Proposal

YES = 0.4
_SOURCES = ("Register layanan", "Survei kepuasan", "Laporan tahunan")
_TABLE_ROWS = (
    {"ukuran": "Waktu layanan (hari)", "sebelum": "9", "sesudah": "2"},
    {"ukuran": "Warga terlayani per tahun", "sebelum": "420", "sesudah": "1.860"},
    {"ukuran": "Indeks kepuasan masyarakat", "sebelum": "78,40", "sesudah": "88,15"},
)
#: What stands in a cell, by a word of its column's head; the first that fits.
_CELLS: dict[str, Callable[[dict[str, str], Proposal, Random], str]] = {
    "ukuran": lambda row, proposal, rng: row["ukuran"],
    "sebelum": lambda row, proposal, rng: row["sebelum"],
    "sesudah": lambda row, proposal, rng: row["sesudah"],
    "sumber": lambda row, proposal, rng: rng.choice(
        ("Register layanan", "Survei kepuasan", "Laporan tahunan")
    ),
    "tahun": lambda row, proposal, rng: str(proposal.started_on.year + 1),
    "judul": lambda row, proposal, rng: proposal.title,
    "penghargaan": lambda row, proposal, rng: rng.choice(("Juara II", "Harapan I", "Sepuluh terbaik")),
    "penyelenggara": lambda row, proposal, rng: "Pemerintah provinsi (contoh)",
}


def reply(question: Question, proposal: Proposal, rng: Random) -> str:
    """An answer that could be sent as it is."""
    return _REPLIES[QuestionKind(question.kind)](question, proposal, rng)


def _text(question: Question, proposal: Proposal, rng: Random) -> str:
    return words.answer(question.code, proposal.title, question.max_words, rng)


def _yesno(question: Question, proposal: Proposal, rng: Random) -> str:
    return YesNo.YES if rng.random() < YES else YesNo.NO


def _choices(question: Question, proposal: Proposal, rng: Random) -> str:
    many = rng.randint(1, min(3, len(question.options)))
    return "\n".join(
        question.options[place] for place in sorted(rng.sample(range(len(question.options)), many))
    )


def _number(question: Question, proposal: Proposal, rng: Random) -> str:
    least = int(question.minimum) if question.minimum is not None else 1
    most = int(question.maximum) if question.maximum is not None else least + 900
    return format_number(rng.randint(least, max(least, most)))


def _link(question: Question, proposal: Proposal, rng: Random) -> str:
    return f"https://contoh.invalid/{slugify(proposal.title)}"


def _table(question: Question, proposal: Proposal, rng: Random) -> str:
    many = len(_TABLE_ROWS) if any("sebelum" in head.casefold() for head in question.options) else 1
    rows = [[_cell(head, row, proposal, rng) for head in question.options] for row in _TABLE_ROWS[:many]]
    return answers.table(rows)


def _cell(head: str, row: dict[str, str], proposal: Proposal, rng: Random) -> str:
    fitting = (fill for word, fill in _CELLS.items() if word in head.casefold())
    fill = next(fitting, None)
    return fill(row, proposal, rng) if fill else "Contoh"


_REPLIES: dict[QuestionKind, Callable[[Question, Proposal, Random], str]] = {
    QuestionKind.TEXT: _text,
    QuestionKind.SHORT: lambda question, proposal, rng: proposal.title,
    QuestionKind.YESNO: _yesno,
    QuestionKind.CHOICE: lambda question, proposal, rng: rng.choice(question.options),
    QuestionKind.CHOICES: _choices,
    QuestionKind.NUMBER: _number,
    QuestionKind.DATE: lambda question, proposal, rng: proposal.started_on.isoformat(),
    QuestionKind.LINK: _link,
    QuestionKind.TABLE: _table,
}
