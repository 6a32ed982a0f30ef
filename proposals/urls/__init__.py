from . import corrections, entrant, files, innovations, participation, reminders, screening

app_name = "proposals"
urlpatterns = [
    *innovations.urlpatterns,
    *entrant.urlpatterns,
    *files.urlpatterns,
    *screening.urlpatterns,
    *participation.urlpatterns,
    *reminders.urlpatterns,
    *corrections.urlpatterns,
]
