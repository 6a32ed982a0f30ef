from django.urls import path, re_path

from judging.views import releases, results, returns

STAGE = "panitia/tahap/<str:code>/"
HASH = r"(?P<sha256>[0-9a-f]{64})"

urlpatterns = [
    path(STAGE + "progres/", results.progress, name="progress"),
    path(STAGE + "progres/<str:assignment_code>/kecualikan/", results.waive, name="waive"),
    path(STAGE + "progres/<str:assignment_code>/buka-kembali/", returns.sheet_reopen, name="sheet_reopen"),
    path(STAGE + "tutup/", results.close, name="close"),
    path(STAGE + "buka-kembali/", results.reopen, name="reopen"),
    path(STAGE + "peringkat/", results.ranking, name="ranking"),
    path(STAGE + "terbitkan/", results.publish, name="publish"),
    path("panitia/rilis/<str:code>/dokumen/", releases.documents, name="documents"),
    path("panitia/rilis/<str:code>/dokumen.zip", releases.documents_zip, name="documents_zip"),
    path("dokumen/<str:code>.pdf", releases.document_file, name="document_file"),
    path("dokumen/<str:code>/ulang/", releases.retry_document, name="retry_document"),
    path("kompetisi/<slug:slug>/hasil/", releases.public_results, name="public_results"),
    path("proposal/<str:code>/hasil/", releases.proposal_result, name="proposal_result"),
    path("verifikasi/", releases.verify, name="verify"),
    re_path(rf"^verifikasi/{HASH}/$", releases.verify_hash, name="verify_hash"),
    re_path(rf"^verifikasi/{HASH}/rilis\.json$", releases.release_json, name="release_json"),
]
