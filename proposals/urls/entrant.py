from django.urls import path

from proposals.views import (
    entrant,
    entrant_people,
    entrant_submission,
    entrant_together,
    entrant_writing,
)

ONE = "proposal/<str:code>/"

urlpatterns = [
    path("proposal/", entrant.OwnProposalList.as_view(), name="list"),
    path("proposal/baru/<slug:slug>/", entrant.start, name="start"),
    path(ONE, entrant.detail, name="detail"),
    path(f"{ONE}isi/", entrant_writing.edit, name="edit"),
    path(f"{ONE}isi/identitas/", entrant_writing.save_header, name="save_header"),
    path(f"{ONE}isi/tim/", entrant_writing.save_team, name="save_team"),
    path(f"{ONE}isi/kesiapan/", entrant_writing.progress, name="progress"),
    path(f"{ONE}isi/hadir/", entrant_together.presence, name="presence"),
    path(f"{ONE}isi/<int:question_pk>/", entrant_writing.save_answer, name="save_answer"),
    path(f"{ONE}isi/<int:question_pk>/banding/", entrant_together.compare, name="compare"),
    path(f"{ONE}isi/<int:question_pk>/sisihkan/", entrant_together.set_aside, name="set_aside"),
    path(f"{ONE}isi/<int:question_pk>/riwayat/", entrant_together.answer_history, name="answer_history"),
    path(f"{ONE}isi/<int:question_pk>/riwayat/<int:version_pk>/", entrant_together.restore, name="restore"),
    path(f"{ONE}orang/", entrant_people.people, name="people"),
    path(f"{ONE}orang/alihkan/", entrant_people.hand_on, name="hand_on"),
    path(f"{ONE}orang/<slug:user_code>/keluarkan/", entrant_people.unshare, name="unshare"),
    path(f"{ONE}kirim/", entrant_submission.submit, name="submit"),
    path(f"{ONE}kembalikan/", entrant_submission.give_back, name="give_back"),
    path(f"{ONE}ambil-kembali/", entrant_submission.take_back, name="take_back"),
    path(f"{ONE}tarik/", entrant_submission.withdraw, name="withdraw"),
    path(f"{ONE}tanda-terima/", entrant_submission.receipt, name="receipt"),
    path(f"{ONE}tanda-terima.pdf", entrant_submission.receipt_file, name="receipt_file"),
    path(f"{ONE}tanda-terima/ulang/", entrant_submission.receipt_retry, name="receipt_retry"),
]
