from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from agencies.views.account import email
from kipp.health import healthz, readyz

handler500 = "kipp.failures.server_error"

urlpatterns = [
    path("healthz", healthz),
    path("readyz", readyz),
    path("akun/email/", email),  # before allauth's own
    path("akun/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("bahasa/", include("django.conf.urls.i18n")),
    path("", include("competitions.urls")),  # first: /panitia/edisi/baru/ is no edition
    path("", include("judging.urls")),
    path("", include("proposals.urls")),
    path("", include("agencies.urls")),
]
if settings.DEBUG:
    from kipp.styleguide import styleguide

    urlpatterns.insert(0, path("styleguide/", styleguide))
