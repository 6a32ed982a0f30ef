from . import (
    calibration,
    field_phone,
    home,
    integrity,
    juror,
    logbook,
    panel,
    plenary,
    presentations,
    results,
    watching,
)

app_name = "judging"
urlpatterns = [
    *home.urlpatterns,
    *logbook.urlpatterns,
    *panel.urlpatterns,
    *integrity.urlpatterns,
    *calibration.urlpatterns,
    *juror.urlpatterns,
    *presentations.urlpatterns,
    *watching.urlpatterns,
    *plenary.urlpatterns,
    *results.urlpatterns,
]
