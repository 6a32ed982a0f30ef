from django.urls import path

from proposals.views import exports, innovations, profile, reuse

ONE = "inovasi/<str:code>/"

urlpatterns = [
    path("proposal/baru/<slug:slug>/<str:code>/", reuse.start_again, name="start_again"),
    path("proposal/<str:code>/inovasi/", innovations.link, name="innovation_link"),
    path("inovasi/", innovations.InnovationList.as_view(), name="innovations"),
    path(f"{ONE}profil/", profile.profile, name="innovation_profile"),
    path(f"{ONE}penghargaan/", innovations.recognise, name="innovation_recognise"),
    path(f"{ONE}penghargaan/<int:recognition_pk>/cabut/", innovations.revoke, name="innovation_revoke"),
    path(f"{ONE}ekspor/", exports.exports, name="innovation_exports"),
    path(f"{ONE}ekspor/<str:export_code>/", exports.export_file, name="innovation_export"),
    path(f"{ONE}ekspor/<str:export_code>/ulang/", exports.export_retry, name="innovation_export_retry"),
]
