from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class ProposalsConfig(AppConfig):
    name = "proposals"
    verbose_name = pgettext_lazy("many", "Proposal")
    default_auto_field = "django.db.models.BigAutoField"
