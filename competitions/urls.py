from django.urls import path

from .views import calls, public, settings, stages

app_name = "competitions"

SETTINGS = "panitia/edisi/<slug:slug>/pengaturan/"

urlpatterns = [
    path("kompetisi/", public.CompetitionList.as_view(), name="list"),
    path("kompetisi/<slug:slug>/", public.detail, name="detail"),
    path("panitia/edisi/baru/", calls.create, name="create"),
    path(SETTINGS, settings.show, name="settings"),
    path(f"{SETTINGS}usulan/", calls.assumptions, name="settings_assumptions"),
    path(f"{SETTINGS}umumkan/", calls.announce, name="settings_announce"),
    path(f"{SETTINGS}perpanjangan/", calls.extension, name="settings_extension"),
    path(f"{SETTINGS}formulir/<slug:code>/", settings.questions, name="settings_questions"),
    path(f"{SETTINGS}tahap/<slug:code>/", stages.stage, name="settings_stage"),
    path(f"{SETTINGS}tahap/<slug:code>/rubrik/", stages.rubric, name="settings_rubric"),
    path(f"{SETTINGS}<slug:part>/", settings.part, name="settings_part"),
]
