from django.urls import path

from proposals.views import screening

SCREENING = "panitia/edisi/<slug:slug>/seleksi/"

urlpatterns = [
    path(SCREENING, screening.ScreeningList.as_view(), name="screening_list"),
    path(SCREENING + "<str:code>/", screening.screening, name="screening"),
    path(SCREENING + "<str:code>/tinjau-ulang/", screening.reconsider, name="screening_reconsider"),
]
