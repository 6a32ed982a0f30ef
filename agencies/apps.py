from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class AgenciesConfig(AppConfig):
    name = "agencies"
    verbose_name = pgettext_lazy("many", "Instansi")
    default_auto_field = "django.db.models.BigAutoField"
