from django.urls import path

from judging.views import juror

urlpatterns = [
    path("juri/", juror.queue, name="queue"),
    path("juri/<str:code>/", juror.sheet, name="sheet"),
    path("juri/<str:code>/buka/", juror.sheet_open, name="sheet_open"),
    path("juri/<str:code>/benturan/", juror.sheet_recuse, name="sheet_recuse"),
    path("juri/<str:code>/nilai/<int:criterion_pk>/", juror.score_save, name="score_save"),
    path("juri/<str:code>/catatan/", juror.comment_save, name="comment_save"),
    path("juri/<str:code>/lampiran/<str:sha256>/", juror.sheet_file, name="sheet_file"),
]
