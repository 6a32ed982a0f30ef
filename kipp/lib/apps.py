from django.apps import AppConfig


class LibConfig(AppConfig):
    name = "kipp.lib"
    label = "kipp_lib"
