"""Addresses below /plans/<slug>/ that belong to indicators."""

from django.urls import path

from indicators.views import listing

urlpatterns = [path("indicators/", listing.indicators, name="indicators")]
