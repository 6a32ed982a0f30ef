"""Titles, answers and comments for demonstrations. Synthetic, and chosen by the given random numbers."""

from random import Random

from proposals.words import count_words

#: Titles known from public news; everything said about them in a demonstration is made up.
KNOWN_TITLES = (
    "Lady Song", "Besuk Kiamat", "Tape Pasar", "Si Bapak On", "Simpan Budi", "Siandung Esmaku",
    "Permata Cintaku", "Junjang Adminduk", "Sumpah Beruang", "Kopi Roro", "Jogja Resik Toya",
    "Segar Kagemi", "Rumah Diapers", "Kader Gegana Pedes", "Ampera Kito", "Lapor Hendi",
)  # fmt: skip
_VERBS = (
    "Gerakan",
    "Sistem",
    "Rumah",
    "Kelas",
    "Pojok",
    "Layanan",
    "Aksi",
    "Klinik",
    "Kampung",
    "Jemput Bola",
)
_THINGS = (
    "Sehat", "Cepat Tanggap", "Ramah Anak", "Bebas Antre", "Peduli Lansia", "Bersih Sungai", "Baca Bersama",
    "Data Terpadu", "Siaga Rob", "Usaha Mikro", "Pangan Mandiri", "Arsip Digital", "Belajar Keliling",
    "Inklusif", "Tanpa Kertas",
)  # fmt: skip
_PLACES = ("Pesisir", "Kota", "Kelurahan", "Sekolah", "Puskesmas", "Pasar", "Kampung Nelayan", "Terminal")

_SENTENCES = {
    "ringkasan": (
        "Inovasi {title} menyederhanakan layanan {service} bagi {people}.",
        "Warga cukup datang satu kali dan menerima hasilnya dalam {after} {unit}.",
        "Petugas mendatangi warga yang tidak dapat datang sendiri.",
        "Sejak diterapkan, waktu layanan turun dari {before} menjadi {after} {unit}.",
    ),
    "latar": (
        "Sebelum inovasi ini, {people} menunggu rata-rata {before} {unit} untuk layanan {service}.",
        "Sebanyak {percent} persen warga harus datang lebih dari satu kali karena berkas tidak lengkap.",
        "Keluhan terbanyak pada survei kepuasan masyarakat adalah alur yang berbelit dan biaya perjalanan.",
        "Kelompok rentan seperti lansia dan penyandang disabilitas paling sulit menjangkau loket.",
        "Tujuan inovasi adalah layanan yang selesai dalam satu kunjungan, tanpa biaya tambahan.",
        "Sasarannya {count} warga di wilayah kerja kami, dengan keluarga prasejahtera didahulukan.",
    ),
    "kebaruan": (
        "Cara lama mengharuskan warga berpindah loket; kini satu petugas mendampingi sampai selesai.",
        "Inovasi ini memadukan kunjungan rumah dengan pencatatan daring yang dapat dipantau warga.",
        "Belum ada perangkat daerah lain di kota ini yang memakai cara serupa untuk layanan {service}.",
        "Nilai tambahnya adalah kepastian waktu: warga menerima janji layanan yang tertulis.",
    ),
    "implementasi": (
        "Warga mendaftar lewat pesan singkat, petugas menjadwalkan, lalu layanan diberikan di tempat.",
        "Setiap Senin tim memeriksa daftar tunggu dan membagi wilayah kunjungan.",
        "Kader kelurahan membantu warga yang tidak memiliki telepon.",
        "Tanggapan warga dicatat pada hari yang sama dan dibahas setiap bulan.",
    ),
    "signifikansi": (
        "Waktu layanan turun dari {before} menjadi {after} {unit} dalam satu tahun.",
        "Jumlah warga yang terlayani naik dari {count} menjadi {more} orang per tahun.",
        "Indeks kepuasan masyarakat naik dari 78,40 menjadi 88,{percent}.",
        "Biaya yang dikeluarkan warga turun rata-rata Rp{percent}.000 setiap kali mengurus layanan.",
        "Dampak diukur dari catatan layanan harian, survei kepuasan, dan wawancara dengan {people}.",
        "Data sebelum inovasi diambil dari buku register; data sesudahnya dari aplikasi pencatatan.",
        "Keluhan tertulis turun dari {percent} menjadi 4 dalam setahun, dan semuanya terjawab.",
        "Hasil ini ditinjau inspektorat dan dibahas bersama perwakilan warga setiap triwulan.",
        "Kelompok sasaran yang sebelumnya tidak terjangkau kini mencapai {percent} persen dari penerima.",
    ),
    "direplikasi-oleh": (
        "Dua kelurahan tetangga memakai cara ini sejak tahun lalu dengan pendampingan tim kami.",
        "Waktu layanan di sana turun {percent} persen dalam enam bulan.",
    ),
    "potensi-replikasi": (
        "Inovasi ini hanya memerlukan satu petugas terlatih, satu telepon, dan jadwal kunjungan.",
        "Panduan, formulir, dan bahan pelatihan tersedia dan boleh dipakai instansi lain.",
        "Penyesuaian yang diperlukan hanyalah wilayah kerja dan jam layanan.",
    ),
    "sumber_daya": (
        "Anggaran Rp{percent} juta per tahun berasal dari DPA dan dukungan mitra.",
        "Tim terdiri atas {after} orang petugas, dibantu kader di setiap kelurahan.",
        "Peralatan yang dipakai adalah telepon, komputer jinjing, dan kendaraan dinas yang sudah ada.",
    ),
    "keberlanjutan": (
        "Keputusan kepala perangkat daerah menetapkan tim, tugas, dan standar layanannya.",
        "Anggarannya sudah masuk rencana kerja tahun depan dan dibahas dalam musrenbang.",
        "Petugas baru dilatih dua kali setahun dengan modul yang kami susun.",
        "Warga dan kader dilibatkan dalam evaluasi triwulan, sehingga layanan tetap sesuai kebutuhan.",
        "Mitra dari perguruan tinggi membantu pengukuran dampak setiap tahun.",
    ),
}  # fmt: skip
_GENERAL = (
    "Pelaksanaannya dicatat setiap hari dan dilaporkan setiap bulan kepada pimpinan.",
    "Warga dapat memberi masukan melalui kotak saran, telepon, dan pertemuan kelurahan.",
    "Perbaikan dilakukan bertahap berdasarkan catatan petugas dan tanggapan {people}.",
)
_SERVICES = (
    "administrasi kependudukan",
    "kesehatan ibu dan anak",
    "pengelolaan sampah",
    "perizinan usaha",
    "belajar membaca",
    "bantuan sosial",
    "air bersih",
    "kesiapsiagaan rob",
    "arsip keluarga",
)
_PEOPLE = (
    "ibu hamil",
    "nelayan",
    "lansia",
    "pelajar",
    "pedagang pasar",
    "penyandang disabilitas",
    "warga pesisir",
)

_PRAISE = (
    "Perbedaan dengan cara lama dijelaskan dengan jelas dan didukung data.",
    "Bukti dampaknya kuat; sumber angkanya disebutkan.",
    "Syarat replikasinya sederhana dan sudah diuji di tempat lain.",
    "Dukungan aturan dan anggaran sudah nyata, bukan rencana.",
)
_ADVICE = (
    "Sebutkan sumber data sebelum inovasi supaya peningkatannya dapat diperiksa.",
    "Jelaskan siapa yang belum terlayani dan langkah untuk menjangkaunya.",
    "Rinci biaya per penerima layanan agar efisiensinya terlihat.",
    "Cantumkan rencana bila petugas utama berpindah tugas.",
    "Bandingkan dengan praktik serupa di daerah lain.",
)
_DOUBT = (
    "Dampak belum terukur; yang disampaikan baru jumlah kegiatan.",
    "Belum tampak bedanya dengan layanan yang sudah ada.",
    "Keberlanjutan bergantung pada satu orang; perlu dasar hukum dan kaderisasi.",
)


def titles(count: int, rng: Random) -> list[str]:
    """Distinct titles, those known from the news first."""
    made = list(KNOWN_TITLES)
    endings = [f"{verb} {thing} {place}" for verb in _VERBS for thing in _THINGS for place in _PLACES]
    rng.shuffle(endings)
    made += endings
    while len(made) < count:
        made += [f"{title} {len(made) // len(endings) + 1}" for title in endings]
    return made[:count]


def answer(code: str, title: str, max_words: int, rng: Random) -> str:
    """An answer of a plausible length, never over the limit."""
    facts = {
        "title": title,
        "service": rng.choice(_SERVICES),
        "people": rng.choice(_PEOPLE),
        "before": rng.randint(6, 14),
        "after": rng.randint(1, 4),
        "unit": rng.choice(("hari", "jam", "minggu")),
        "percent": rng.randint(12, 68),
        "count": rng.randint(120, 900),
        "more": rng.randint(1000, 4200),
    }
    chosen, room = [], max_words
    for sentence in (*_SENTENCES.get(code, ()), *_GENERAL):
        written = sentence.format(**facts)
        room -= count_words(written)
        if room < 0:
            break
        chosen.append(written)
    return " ".join(chosen)


def comment(points: int, maximum: int, rng: Random) -> str:
    """What a juror might write beside these points; empty for about a third of the rows."""
    if rng.random() < 0.35:
        return ""
    share = points / maximum
    first = rng.choice(_PRAISE if share > 0.7 else _DOUBT if share < 0.5 else _ADVICE)
    second = rng.choice(_ADVICE)
    return first if rng.random() < 0.5 or second == first else f"{first} {second}"
