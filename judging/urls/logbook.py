from django.urls import path

from judging.views import logbook

EDITION = "panitia/edisi/<slug:slug>/catatan/"

urlpatterns = [
    path(EDITION, logbook.acts, name="logbook"),
    path(EDITION + "pembacaan/", logbook.readings, name="logbook_readings"),
]
