"""Addresses below /plans/<slug>/ that belong to governance."""

from django.urls import path

from governance import views

urlpatterns = [
    path("governance/", views.governance, name="governance"),
    path("reports/", views.reports, name="reports"),
    path("reports/<str:key>/", views.report_page, name="report-page"),
    path("reports/<str:key>/pdf/", views.request_pdf, name="report-pdf"),
    path("reports/<str:key>/pdf/<int:pk>/", views.progress, name="report-progress"),
    path("reports/<str:key>/pdf/<int:pk>/again/", views.try_again, name="report-again"),
    path("reports/<str:key>/pdf/<int:pk>/file/", views.download, name="report-file"),
]
