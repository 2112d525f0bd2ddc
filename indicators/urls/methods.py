"""The address of the page that explains how figures are judged."""

from django.urls import path

from indicators.views import methods

urlpatterns = [path("", methods.methods, name="methods")]
