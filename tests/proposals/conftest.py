import pytest


@pytest.fixture
def media(settings, tmp_path):
    """Files of one test, in a folder of its own."""
    storage = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(tmp_path)},
    }
    settings.STORAGES = {**settings.STORAGES, "default": storage}
    return tmp_path
