"""Addresses of published statistics, which are of no single plan."""

from django.urls import path

from indicators.views import statistics

urlpatterns = [
    path("", statistics.statistics, name="statistics"),
    path("read/", statistics.read_in, name="statistics-read"),
    path("read/<int:pk>/", statistics.preview, name="statistics-preview"),
    path("<int:pk>/", statistics.compare, name="statistics-compare"),
]
