from django.urls import path

from judging.views import home

urlpatterns = [
    path("", home.home, name="home"),
    path("panitia/", home.bureau_home, name="bureau_home"),
    path("panitia/edisi/<slug:slug>/", home.edition, name="edition"),
]
