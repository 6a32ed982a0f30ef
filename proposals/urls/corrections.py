from django.urls import path

from proposals.views import corrections, versions

from .screening import SCREENING

RETURN = SCREENING + "<str:code>/kembalikan/"
VERSIONS = "proposal/<str:code>/versi/"

urlpatterns = [
    path(RETURN, corrections.ask, name="correction_ask"),
    path(RETURN + "cabut/", corrections.lift, name="correction_lift"),
    path(VERSIONS, versions.compare, name="versions"),
    path(VERSIONS + "<int:number>/", versions.version, name="version"),
]
