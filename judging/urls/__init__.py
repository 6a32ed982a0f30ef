from . import (
    calibration,
    field,
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
    *field_phone.urlpatterns,  # before the codes of readings
    *field.urlpatterns,
    *juror.urlpatterns,
    *presentations.urlpatterns,
    *watching.urlpatterns,
    *plenary.urlpatterns,
    *results.urlpatterns,
]
