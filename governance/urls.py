"""Addresses below /plans/<slug>/ that belong to governance."""

from django.urls import path

from governance.views import reports

urlpatterns = [
    path("governance/", reports.governance, name="governance"),
    path("reports/", reports.reports, name="reports"),
    path("reports/<str:key>/", reports.report_page, name="report-page"),
    path("reports/<str:key>/pdf/", reports.request_pdf, name="report-pdf"),
    path("reports/<str:key>/pdf/<int:pk>/", reports.progress, name="report-progress"),
    path("reports/<str:key>/pdf/<int:pk>/again/", reports.try_again, name="report-again"),
    path("reports/<str:key>/pdf/<int:pk>/file/", reports.download, name="report-file"),
]
