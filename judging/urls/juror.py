from django.urls import path

from judging.views import juror, offline, queue, reading_marks

urlpatterns = [
    path("juri/", queue.queue, name="queue"),
    path("juri/luring.js", offline.offline_worker, name="offline_worker"),
    path("juri/lanjut/", queue.resume, name="resume"),
    path("juri/lanjut/<str:stage_code>/", queue.resume, name="resume"),
    path("juri/siapkan/<str:stage_code>/", queue.prepare, name="queue_prepare"),
    path("juri/<str:code>/", juror.sheet, name="sheet"),
    path("juri/<str:code>/buka/", juror.sheet_open, name="sheet_open"),
    path("juri/<str:code>/benturan/", juror.sheet_recuse, name="sheet_recuse"),
    path("juri/<str:code>/abstain/", juror.sheet_abstain, name="sheet_abstain"),
    path("juri/<str:code>/tanda/", reading_marks.flag, name="reading_flag"),
    path("juri/<str:code>/lewati/", reading_marks.skip, name="reading_skip"),
    path("juri/<str:code>/urutan/", reading_marks.move, name="reading_move"),
    path("juri/<str:code>/nilai/<int:criterion_pk>/", juror.score_save, name="score_save"),
    path("juri/<str:code>/catatan/", juror.comment_save, name="comment_save"),
    path("juri/<str:code>/lampiran/<str:sha256>/", juror.sheet_file, name="sheet_file"),
    path("juri/<str:code>/lampiran/<str:sha256>/halaman/<int:page>/", juror.sheet_page, name="sheet_page"),
]
