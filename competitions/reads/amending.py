"""What a letter may change of a form that people are writing in, and how the change reads."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competitions.enums import QuestionKind
from competitions.models import AttachmentSlot, Competition, FormAmendment, Question

NEW = "question"
FIELDS = {
    "label": gettext_lazy("Bunyi pertanyaan"),
    "title": gettext_lazy("Nama berkas"),
    "max_words": gettext_lazy("Batas kata"),
    "options": gettext_lazy("Pilihan"),
    "is_required": gettext_lazy("Wajib"),
    "max_files": gettext_lazy("Paling banyak berkas"),
    NEW: gettext_lazy("Pertanyaan baru"),
}
#: A table is left out: its rows were written under the heads that stand.
_CHOSEN = (QuestionKind.CHOICE, QuestionKind.CHOICES)


def amendable(row: Question | AttachmentSlot) -> list[str]:
    """The fields that a letter may change."""
    if isinstance(row, AttachmentSlot):
        return ["title", "max_files", *(["is_required"] if row.is_required else [])]
    names = ["label"]
    names += ["max_words"] if row.kind == QuestionKind.TEXT else []
    names += ["options"] if row.kind in _CHOSEN else []
    return names + (["is_required"] if row.is_required else [])


def blocker(competition: Competition, at: datetime) -> str:
    """Why the form takes no letter now; empty when it does."""
    if competition.announced_at is None:
        return _("Edisi ini belum diumumkan. Ubah formulirnya langsung, tanpa surat.")
    until = [competition.closes_at, *(extension.until for extension in competition.extensions.all())]
    if at >= max(moment for moment in until if moment):
        return _("Pendaftaran sudah ditutup, sehingga formulir tidak dapat diubah lagi.")
    return ""


def differing(row: Question | AttachmentSlot, values: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in values.items() if getattr(row, name) != value}


def objections(row: Question | AttachmentSlot, changed: Mapping[str, object]) -> list[str]:
    """What takes something from people who have written already, in sentences."""
    found = []
    if set(changed) - set(amendable(row)):
        found.append(_("Yang dapat diubah dengan surat hanya yang tercantum di halaman ini."))
    if changed.get("is_required"):
        found.append(_("Isian yang opsional tidak dapat menjadi wajib sesudah edisi diumumkan."))
    options = changed.get("options")
    if isinstance(options, list) and options[: len(row.options)] != row.options:
        found.append(_("Pilihan yang sudah ada tidak dapat diubah atau dihapus; yang baru ditulis di akhir."))
    files = changed.get("max_files")
    if isinstance(files, int) and files < row.max_files:
        found.append(_("Jumlah berkas hanya dapat ditambah: ada yang mungkin sudah mengunggah sebanyak itu."))
    titles = [changed[name] for name in ("label", "title") if name in changed]
    if not all(str(title).strip() for title in titles):
        found.append(_("Bunyi pertanyaan atau nama berkas tidak boleh kosong."))
    return found


def told(row: Question | AttachmentSlot, changed: Mapping[str, object]) -> list[dict[str, object]]:
    """The entries of the act, in plain values."""
    return [
        {"subject": str(row), "field": name, "before": getattr(row, name), "after": value}
        for name, value in changed.items()
    ]


def in_words(entry: Mapping[str, object]) -> dict[str, str]:
    """One entry of an act as people read it."""
    return {
        "subject": str(entry["subject"]),
        "field": str(FIELDS.get(str(entry["field"]), entry["field"])),
        "before": _plain(entry["before"]),
        "after": _plain(entry["after"]),
    }


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return _("ya") if value else _("tidak")
    if isinstance(value, list):
        return "; ".join(map(str, value))
    return str(value) if value not in ("", None) else "–"


def acts(competition: Competition) -> list[tuple[FormAmendment, list[dict[str, str]]]]:
    """Every act with its changes in words, the newest first."""
    rows = sorted(competition.amendments.all(), key=lambda act: -act.number)
    return [(act, [in_words(entry) for entry in act.changes]) for act in rows]
