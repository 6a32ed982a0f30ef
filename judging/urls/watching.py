"""The bureau's pages on a stage at work: how far it is, who is chased, what deserves a second look."""

from django.urls import path

from judging.views import chasing, contested, oddities, progress

STAGE = "panitia/tahap/<str:code>/"
PROGRESS = STAGE + "progres/"

urlpatterns = [
    path(PROGRESS, progress.progress, name="progress"),
    path(PROGRESS + "ingatkan/", chasing.chasing, name="chasing"),
    path(STAGE + "berselisih/", contested.contested, name="contested"),
    path(STAGE + "berselisih/<str:entry_code>/", contested.readers, name="contested_readers"),
    path(STAGE + "pemeriksaan/", oddities.oddities, name="oddities"),
    path(STAGE + "pemeriksaan/<str:assignment_code>/", oddities.oddity, name="oddity"),
    path("juri/<str:code>/penjelasan/", oddities.explain, name="explain"),
]
