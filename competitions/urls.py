from django.urls import path

from .views import amendments, calls, form_builder, public, settings, stages

app_name = "competitions"

SETTINGS = "panitia/edisi/<slug:slug>/pengaturan/"
FORM = f"{SETTINGS}formulir/"

urlpatterns = [
    path("kompetisi/", public.CompetitionList.as_view(), name="list"),
    path("kompetisi/<slug:slug>/", public.detail, name="detail"),
    path("kompetisi/<slug:slug>/tahap/<str:code>/aturan/", public.rules, name="stage_rules"),
    path("kompetisi/<slug:slug>/tahap/<str:code>/aturan.json", public.rules_json, name="stage_rules_json"),
    path("panitia/edisi/baru/", calls.create, name="create"),
    path(SETTINGS, settings.show, name="settings"),
    path(f"{SETTINGS}usulan/", calls.assumptions, name="settings_assumptions"),
    path(f"{SETTINGS}umumkan/", calls.announce, name="settings_announce"),
    path(f"{SETTINGS}perpanjangan/", calls.extension, name="settings_extension"),
    path(FORM, form_builder.show, name="settings_form"),
    path(f"{FORM}bagian/baru/", form_builder.section_add, name="settings_section_add"),
    path(f"{FORM}berkas/baru/", form_builder.slot_add, name="settings_slot_add"),
    path(f"{FORM}berkas/<int:pk>/", form_builder.slot, name="settings_slot"),
    path(f"{FORM}pertanyaan/<int:pk>/", form_builder.question, name="settings_question"),
    path(f"{FORM}hapus/<slug:kind>/<int:pk>/", form_builder.remove, name="settings_form_remove"),
    path(f"{FORM}surat/<slug:code>/", amendments.add_question, name="amendment_question_add"),
    path(f"{FORM}surat/<slug:kind>/<int:pk>/", amendments.change, name="amendment_change"),
    path(f"{FORM}<slug:code>/", form_builder.section, name="settings_section"),
    path(f"{FORM}<slug:code>/pertanyaan/", form_builder.question_add, name="settings_question_add"),
    path(f"{SETTINGS}tahap/<slug:code>/", stages.stage, name="settings_stage"),
    path(f"{SETTINGS}tahap/<slug:code>/rubrik/", stages.rubric, name="settings_rubric"),
    path(f"{SETTINGS}<slug:part>/", settings.part, name="settings_part"),
]
