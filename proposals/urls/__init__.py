from . import entrant, screening

app_name = "proposals"
urlpatterns = [*entrant.urlpatterns, *screening.urlpatterns]
