"""Addresses below /plans/<slug>/ that belong to indicators."""

from django.urls import path

from indicators import views

urlpatterns = [path("indicators/", views.indicators, name="indicators")]
