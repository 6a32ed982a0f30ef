from django.contrib import admin
from django.urls import include, path

from kipp.health import healthz, readyz

urlpatterns = [
    path("healthz", healthz),
    path("readyz", readyz),
    path("akun/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]
