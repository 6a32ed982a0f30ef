from django.urls import path

from proposals.views import (
    form_preview,
    resemblances,
    screening,
    screening_letters,
    screening_queue,
    screening_records,
)

SCREENING = "panitia/edisi/<slug:slug>/seleksi/"

urlpatterns = [
    path("panitia/edisi/<slug:slug>/pratinjau-formulir/", form_preview.show, name="form_preview"),
    path(SCREENING, screening_queue.ScreeningList.as_view(), name="screening_list"),
    path(SCREENING + "pilihan/", screening_queue.screening_bulk, name="screening_bulk"),
    path(SCREENING + "kalimat/", screening_records.screening_reasons, name="screening_reasons"),
    path(SCREENING + "surat/", screening_letters.screening_letters, name="screening_letters"),
    path(SCREENING + "surat.zip", screening_letters.screening_letters_zip, name="screening_letters_zip"),
    path(SCREENING + "<str:code>/", screening.screening, name="screening"),
    path(SCREENING + "<str:code>/riwayat/", screening_records.screening_history, name="screening_history"),
    path(SCREENING + "<str:code>/sahkan/", screening.confirm, name="screening_confirm"),
    path(SCREENING + "<str:code>/usulan-kembali/", screening.send_back, name="screening_send_back"),
    path(SCREENING + "<str:code>/kemiripan/", resemblances.resemblances, name="resemblances"),
    path(
        "panitia/edisi/<slug:slug>/kemiripan/",
        resemblances.ResemblanceList.as_view(),
        name="resemblance_list",
    ),
    path(SCREENING + "<str:code>/tinjau-ulang/", screening.reconsider, name="screening_reconsider"),
    path("surat-seleksi/<str:code>.pdf", screening_letters.screening_letter, name="screening_letter"),
    path(
        "surat-seleksi/<str:code>/ulang/",
        screening_letters.screening_letter_retry,
        name="screening_letter_retry",
    ),
    path("kompetisi/<slug:slug>/seleksi/", screening_letters.screening_public, name="screening_public"),
]
