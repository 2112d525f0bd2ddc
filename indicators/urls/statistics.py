"""Addresses of published statistics, which are of no single plan."""

from django.urls import path

from indicators.views import charts, statistics

urlpatterns = [
    path("", statistics.statistics, name="statistics"),
    path("read/", statistics.read_in, name="statistics-read"),
    path("read/<int:pk>/", statistics.preview, name="statistics-preview"),
    path("<int:pk>/", statistics.compare, name="statistics-compare"),
    path("<int:pk>/areas.csv", charts.areas, name="statistics-areas"),
    path("<int:pk>/chart.<picture_format:form>", charts.comparison, name="statistics-chart"),
]
