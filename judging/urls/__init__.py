from . import home, juror, panel, results

app_name = "judging"
urlpatterns = [
    *home.urlpatterns,
    *panel.urlpatterns,
    *juror.urlpatterns,
    *results.urlpatterns,
]
