"""What a form asks, in words: for the bureau that builds it and for the public that reads of it."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from competitions.enums import FileKinds, QuestionKind, YesNo
from competitions.form_rules import Fault
from competitions.models import AttachmentSlot, Question
from kipp.lib.numbers import format_number

FAULTS = {
    Fault.TOO_FEW_OPTIONS: gettext_lazy("Tulis paling sedikit dua pilihan, satu pilihan satu baris."),
    Fault.NO_COLUMN: gettext_lazy("Tulis paling sedikit satu judul kolom."),
    Fault.BROKEN_OPTION: gettext_lazy("Setiap pilihan atau judul kolom terdiri atas satu baris yang berisi."),
    Fault.OPTION_TWICE: gettext_lazy("Ada pilihan atau judul kolom yang ditulis dua kali."),
    Fault.OPTION_TOO_LONG: gettext_lazy("Satu pilihan atau judul kolom paling panjang 200 huruf."),
    Fault.NO_WORD_LIMIT: gettext_lazy("Isi batas kata antara 1 dan 5000."),
    Fault.LIMITS_CROSSED: gettext_lazy("Angka terkecil harus di bawah angka terbesar."),
    Fault.AWAITED_GONE: gettext_lazy("Pertanyaan yang menjadi syaratnya tidak ada di formulir ini."),
    Fault.AWAITED_LATER: gettext_lazy("Pertanyaan yang menjadi syaratnya harus berada lebih dahulu."),
    Fault.AWAITED_ELSEWHERE: gettext_lazy("Pertanyaan yang menjadi syaratnya hanya ada di jalur lain."),
    Fault.NOT_OFFERED: gettext_lazy("Jawaban yang ditunggu tidak ada di antara pilihan yang ditawarkan."),
}


def asked(question: Question) -> str:
    """ "Teks, paling banyak 200 kata", "Pilih satu dari 4", "Angka dalam persen, 0 sampai 100"."""
    many = len(question.options)
    words = {
        QuestionKind.TEXT: lambda: _("Teks, paling banyak %(count)s kata") % {"count": question.max_words},
        QuestionKind.SHORT: lambda: _("Teks pendek, satu baris"),
        QuestionKind.YESNO: lambda: _("Ya atau tidak"),
        QuestionKind.CHOICE: lambda: _("Pilih satu dari %(count)s") % {"count": many},
        QuestionKind.CHOICES: lambda: _("Pilih satu atau lebih dari %(count)s") % {"count": many},
        QuestionKind.NUMBER: lambda: _number(question),
        QuestionKind.DATE: lambda: _("Tanggal"),
        QuestionKind.LINK: lambda: _("Tautan ke halaman web"),
        QuestionKind.TABLE: lambda: _("Tabel dengan kolom %(heads)s") % {"heads": _listed(question.options)},
    }
    return words[QuestionKind(question.kind)]()


def _number(question: Question) -> str:
    text = _("Angka dalam %(unit)s") % {"unit": question.unit} if question.unit else _("Angka")
    least, most = _plain(question.minimum), _plain(question.maximum)
    if least and most:
        return _("%(number)s, %(least)s sampai %(most)s") % {"number": text, "least": least, "most": most}
    if least:
        return _("%(number)s, paling sedikit %(least)s") % {"number": text, "least": least}
    return _("%(number)s, paling banyak %(most)s") % {"number": text, "most": most} if most else text


def _plain(value: Decimal | None) -> str:
    """Without the zeros that the database puts behind: "12,5"."""
    if value is None:
        return ""
    places = max(0, -int(value.normalize().as_tuple().exponent))
    return format_number(value, places, "en" if (get_language() or "id").startswith("en") else "id")


def _listed(words: Sequence[str]) -> str:
    return ", ".join(f"“{word}”" for word in words)


def files(slot: AttachmentSlot) -> str:
    """ "Satu berkas PDF", "Paling banyak 3 berkas foto (JPEG atau PNG)"."""
    kind = _("foto (JPEG atau PNG)") if slot.accepts == FileKinds.IMAGE else slot.get_accepts_display()
    return ngettext("Satu berkas %(kind)s", "Paling banyak %(count)s berkas %(kind)s", slot.max_files) % {
        "kind": kind,
        "count": slot.max_files,
    }


def answered(awaited: Question, value: str) -> str:
    """An answer as people read it: yes/no is stored in one language."""
    return str(YesNo(value).label) if awaited.kind == QuestionKind.YESNO and value in YesNo else value


def condition(awaited: Question, value: str) -> str:
    words = {"label": awaited.label, "value": answered(awaited, value)}
    if awaited.kind == QuestionKind.CHOICES:
        return _("Hanya bila jawaban “%(label)s” memuat “%(value)s”") % words
    return _("Hanya bila “%(label)s” dijawab “%(value)s”") % words
