from django.apps import AppConfig


class KippConfig(AppConfig):
    name = "kipp"

    def ready(self):
        from kipp import checks  # noqa: F401 (registers the checks)
