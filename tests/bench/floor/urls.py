"""The floor's addresses."""

from django.urls import path

from tests.bench.floor import views

urlpatterns = [
    path("plan/", views.plan, name="plan"),
    path("plan/<str:ref>/", views.action, name="action"),
    path("indicators/", views.indicators, name="indicators"),
    path("plan/<str:ref>/update/", views.update, name="update"),
]
