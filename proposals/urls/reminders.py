from django.urls import path

from proposals.views import reminders

EDITION = "panitia/edisi/<slug:slug>/pengingat/"

urlpatterns = [
    path(EDITION, reminders.show, name="reminders"),
    path(EDITION + "kirim/", reminders.send, name="reminders_send"),
]
