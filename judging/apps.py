from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JudgingConfig(AppConfig):
    name = "judging"
    verbose_name = _("Penilaian")
    default_auto_field = "django.db.models.BigAutoField"
