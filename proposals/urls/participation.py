from django.urls import path

from kipp.lib.exports import CSV, XLSX
from proposals.views import participation, participation_reminders

LEDGER = "panitia/partisipasi/"

urlpatterns = [
    path(LEDGER, participation.participation, name="participation"),
    path(f"{LEDGER}unduh.csv", participation.participation_file, {"kind": CSV}, name="participation_csv"),
    path(f"{LEDGER}unduh.xlsx", participation.participation_file, {"kind": XLSX}, name="participation_xlsx"),
    path("panitia/edisi/<slug:slug>/ingatkan/", participation_reminders.remind, name="participation_remind"),
    path("instansi/", participation.own, name="own_participation"),
]
