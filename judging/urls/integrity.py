from django.urls import path

from judging.views import expertise, integrity

urlpatterns = [
    path("juri/pernyataan/<slug:slug>/", integrity.integrity, name="integrity"),
    path("juri/keahlian/<slug:slug>/", expertise.own, name="own_expertise"),
]
