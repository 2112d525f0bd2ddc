"""Addresses below /plans/<slug>/ that belong to indicators."""

from django.urls import path

from indicators.views import entering, importing, listing, mapping, questions

urlpatterns = [
    path("indicators/", listing.indicators, name="indicators"),
    path("indicators/enter/", entering.many, name="figures-enter"),
    path("indicators/import/", importing.take, name="figures-import"),
    path("indicators/import/<int:pk>/", importing.preview, name="figures-preview"),
    path("indicators/import/<int:pk>/faults.csv", importing.faults, name="figures-faults"),
    path("indicators/export.<str:kind>", importing.export, name="figures-export"),
    path("indicators/<slug:key>/enter/", entering.enter, name="figure-enter"),
    path("indicators/<slug:key>/series/", entering.start, name="series-start"),
    path("indicators/<slug:key>/figures/<int:pk>/", entering.correct, name="figure-correct"),
    path(
        "indicators/<slug:key>/figures/<int:pk>/withdraw/",
        entering.withdraw,
        name="figure-withdraw",
    ),
    path("indicators/<slug:key>/mapping/", mapping.mapping, name="mapping"),
    path("indicators/<slug:key>/mapping/<int:pk>/end/", mapping.unmap, name="unmap"),
    path("questions/", questions.questions, name="questions"),
    path("questions/<slug:hash_>/answer/", questions.answer, name="answer-question"),
    path("indicators/<slug:key>/", listing.indicator, name="indicator"),
    path("indicators/<slug:key>/figures.csv", listing.figures, name="indicator-figures"),
]
