"""All addresses. Paths must stay stable: they are printed in publications and sent in emails."""

from django.urls import include, path

from governance.views import published
from wsoa.web import guide
from wsoa.web.views import favicon, forbidden, healthz

urlpatterns = [
    path("", include("actions.urls")),
    path("statistics/", include("indicators.urls.statistics")),
    path("methods/", include("indicators.urls.methods")),
    path("plans/<slug:slug>/", include("indicators.urls")),
    path("plans/<slug:slug>/", include("governance.urls")),
    path("areas/<slug:area>/", include("governance.urls.areas")),
    path("published/", include("governance.urls.published")),
    path("accessibility/", published.accessibility, name="accessibility"),
    path("privacy/", published.privacy, name="privacy"),
    path("accounts/", include("wsoa.accounts.urls")),
    path("guide/", guide.guide, name="guide"),
    path("guide/<slug:page>/", guide.guide_page, name="guide-page"),
    path("guide/pictures/<str:name>", guide.guide_picture, name="guide-picture"),
    path("healthz", healthz, name="healthz"),
    path("favicon.ico", favicon, name="favicon"),
]

handler403 = forbidden
