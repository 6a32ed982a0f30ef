from django.urls import path, re_path

from judging.views import (
    closing,
    innovations,
    minutes,
    participation,
    releases,
    results,
    returns,
    shortlist,
    whole,
)

STAGE = "panitia/tahap/<str:code>/"
HASH = r"(?P<sha256>[0-9a-f]{64})"

urlpatterns = [
    path(STAGE + "progres/<str:assignment_code>/kecualikan/", closing.waive, name="waive"),
    path(STAGE + "progres/<str:assignment_code>/buka-kembali/", returns.sheet_reopen, name="sheet_reopen"),
    path(STAGE + "pengecualian/", closing.waivers, name="waivers"),
    path(STAGE + "tutup/", closing.close, name="close"),
    path(STAGE + "buka-kembali/", closing.reopen, name="reopen"),
    path(STAGE + "peringkat/", results.ranking, name="ranking"),
    path(STAGE + "peringkat/semua/", whole.ranking, name="ranking_all"),
    path(STAGE + "peringkat.csv", whole.ranking_csv, name="ranking_csv"),
    path(STAGE + "lembar-nilai.csv", whole.reviews_csv, name="reviews_csv"),
    path(STAGE + "terbitkan/", results.publish, name="publish"),
    path(STAGE + "nilai-sama/", shortlist.ties, name="ties"),
    path("panitia/berita-acara/<str:code>.pdf", minutes.paper, name="minutes_paper"),
    path("panitia/berita-acara/<str:code>/ulang/", minutes.retry, name="minutes_retry"),
    path("panitia/rilis/<str:code>/dokumen/", releases.documents, name="documents"),
    path("panitia/rilis/<str:code>/dokumen.zip", releases.documents_zip, name="documents_zip"),
    path("dokumen/<str:code>.pdf", releases.document_file, name="document_file"),
    path("dokumen/<str:code>/ulang/", releases.retry_document, name="retry_document"),
    path("kompetisi/<slug:slug>/hasil/", releases.public_results, name="public_results"),
    path("inovasi/<str:code>/", innovations.innovation, name="innovation"),
    path(
        "kompetisi/<slug:slug>/partisipasi/", participation.public_participation, name="public_participation"
    ),
    path("proposal/<str:code>/hasil/", releases.proposal_result, name="proposal_result"),
    path("verifikasi/", releases.verify, name="verify"),
    re_path(rf"^verifikasi/{HASH}/$", releases.verify_hash, name="verify_hash"),
    re_path(rf"^verifikasi/{HASH}/rilis\.json$", releases.release_json, name="release_json"),
]
