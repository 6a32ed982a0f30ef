from django.urls import path

from proposals.views import entrant, entrant_files, entrant_submission, entrant_writing

ONE = "proposal/<str:code>/"

urlpatterns = [
    path("proposal/", entrant.OwnProposalList.as_view(), name="list"),
    path("proposal/baru/<slug:slug>/", entrant.start, name="start"),
    path(ONE, entrant.detail, name="detail"),
    path(f"{ONE}isi/", entrant_writing.edit, name="edit"),
    path(f"{ONE}isi/identitas/", entrant_writing.save_header, name="save_header"),
    path(f"{ONE}isi/tim/", entrant_writing.save_team, name="save_team"),
    path(f"{ONE}isi/kesiapan/", entrant_writing.progress, name="progress"),
    path(f"{ONE}isi/<int:question_pk>/", entrant_writing.save_answer, name="save_answer"),
    path(f"{ONE}lampiran/<slug:slot_code>/unggah/", entrant_files.upload, name="upload"),
    path(f"{ONE}lampiran/<str:attachment_code>/", entrant_files.download, name="attachment"),
    path(f"{ONE}lampiran/<str:attachment_code>/hapus/", entrant_files.remove, name="attachment_remove"),
    path(f"{ONE}kirim/", entrant_submission.submit, name="submit"),
    path(f"{ONE}kembalikan/", entrant_submission.give_back, name="give_back"),
    path(f"{ONE}ambil-kembali/", entrant_submission.take_back, name="take_back"),
    path(f"{ONE}tarik/", entrant_submission.withdraw, name="withdraw"),
    path(f"{ONE}tanda-terima/", entrant_submission.receipt, name="receipt"),
    path(f"{ONE}tanda-terima.pdf", entrant_submission.receipt_file, name="receipt_file"),
    path(f"{ONE}tanda-terima/ulang/", entrant_submission.receipt_retry, name="receipt_retry"),
]
