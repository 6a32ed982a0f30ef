"""What is wrong with a file, and what to do about it."""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competitions.models import AttachmentSlot
from kipp.lib import kinds
from kipp.lib.errors import Refused
from kipp.lib.inspection import Problem, UnfitFile
from kipp.lib.templatetags.ui import filesize_id

SENTENCES = {
    Problem.NAME: gettext_lazy(
        "Hanya berkas %(accepted)s yang diterima. Simpan dalam bentuk itu, lalu unggah lagi."
    ),
    Problem.KIND: gettext_lazy(
        "Isi berkas ini bukan %(kind)s walaupun namanya begitu. "
        "Simpan ulang sebagai %(kind)s, lalu unggah lagi."
    ),
    Problem.OLD: gettext_lazy(
        "Dokumen ini berformat lama atau dikunci dengan kata sandi. "
        "Simpan tanpa kata sandi sebagai %(kind)s, lalu unggah lagi."
    ),
    Problem.EMPTY: gettext_lazy("Berkas ini kosong. Periksa berkas di komputer Anda, lalu unggah lagi."),
    Problem.BROKEN: gettext_lazy(
        "Berkas %(kind)s ini rusak. Buka dan simpan ulang dari dokumen asalnya, lalu unggah lagi."
    ),
    Problem.LOCKED: gettext_lazy(
        "%(kind)s ini dikunci dengan kata sandi. Simpan tanpa kata sandi, lalu unggah lagi."
    ),
    Problem.NO_PAGES: gettext_lazy(
        "PDF ini tidak berisi halaman. Periksa dokumen asalnya, lalu unggah lagi."
    ),
    Problem.TOO_MANY_PAGES: gettext_lazy(
        "PDF ini lebih dari 500 halaman. Kurangi halamannya, lalu unggah lagi."
    ),
    Problem.TOO_MANY_PIXELS: gettext_lazy(
        "Foto ini lebih dari 40 megapiksel. Perkecil ukurannya, lalu unggah lagi."
    ),
    Problem.TOO_LARGE_INSIDE: gettext_lazy(
        "Isi dokumen ini terlalu besar setelah dibuka. "
        "Perkecil gambarnya atau simpan sebagai PDF, lalu unggah lagi."
    ),
    Problem.ACTIVE: gettext_lazy(
        "PDF ini berisi program atau tindakan otomatis. Cetak dokumen ke PDF baru, lalu unggah hasilnya."
    ),
    Problem.MACROS: gettext_lazy(
        "Dokumen ini berisi makro. Simpan sebagai %(kind)s tanpa makro atau sebagai PDF, lalu unggah lagi."
    ),
    Problem.EMBEDDED: gettext_lazy(
        "Dokumen ini memuat objek dari program lain. Ganti objek itu dengan gambar atau simpan sebagai PDF, "
        "lalu unggah lagi."
    ),
    Problem.EXTERNAL: gettext_lazy(
        "Dokumen ini mengambil isi dari tempat lain saat dibuka, misalnya gambar atau data yang ditautkan. "
        "Putuskan tautannya atau simpan sebagai PDF, lalu unggah lagi."
    ),
}


def unfit(found: UnfitFile, slot: AttachmentSlot) -> Refused:
    words = {
        "accepted": kinds.CALLED[slot.accepts],
        "kind": found.kind.label if found.kind else "",
    }
    return Refused(SENTENCES[found.problem] % words, status=422)


def infected(virus: str) -> Refused:
    return Refused(
        _(
            "Pemindai menemukan virus (%(virus)s) di berkas ini. "
            "Bersihkan komputer asalnya, lalu buat berkas baru."
        )
        % {"virus": virus},
        status=422,
    )


def too_large() -> Refused:
    limit = filesize_id(settings.MAX_UPLOAD_BYTES)
    return Refused(
        _(
            "Berkas ini lebih besar dari %(limit)s. Perkecil ukurannya, lalu unggah lagi. "
            "Isian lain tidak berubah."
        )
        % {"limit": limit},
        status=413,
    )


def full(slot: AttachmentSlot) -> Refused:
    return Refused(
        _(
            "“%(slot)s” sudah berisi %(count)s berkas, paling banyak yang diterima. "
            "Ganti atau hapus salah satunya."
        )
        % {"slot": slot.title, "count": slot.max_files}
    )


def unsigned() -> Refused:
    return Refused(
        _(
            "Ini surat dari portal yang belum ditandatangani. Cetak, tanda tangani, dan pindai, "
            "lalu unggah hasil pindaiannya."
        ),
        status=422,
    )


def gone() -> Refused:
    return Refused(_("Berkas yang hendak diganti sudah tidak ada di sini. Muat ulang halaman ini."))


def already_here() -> Refused:
    return Refused(_("Berkas yang sama sudah ada di tempat ini. Pilih berkas lain."))


def waiting() -> Refused:
    return Refused(
        _(
            "Berkas sudah diterima dan sedang diperiksa. "
            "Anda tidak perlu mengunggahnya lagi; lihat lagi nanti."
        ),
        status=202,
    )


def wrong_offset() -> str:
    return _("Potongan berkas ini tidak menyambung dengan yang sudah diterima.")


def incomplete() -> Refused:
    return Refused(_("Berkas tidak diterima utuh. Unggah lagi dari awal."), status=422)


def too_many_unfinished() -> Refused:
    return Refused(_("Terlalu banyak unggahan yang belum selesai. Lanjutkan atau batalkan dahulu yang ada."))
