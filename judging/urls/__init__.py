from . import calibration, home, integrity, juror, logbook, panel, presentations, results, watching

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
    *results.urlpatterns,
]
