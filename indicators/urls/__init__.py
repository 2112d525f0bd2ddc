"""Addresses below /plans/<slug>/ that belong to indicators."""

from django.urls import path, register_converter

from indicators.domain.picture_format import IndicatorPicture, PictureFormat
from indicators.views import (
    challenges,
    charts,
    figure_entry,
    figure_paste,
    figure_upload,
    hidden_figures,
    indicator_list,
    indicator_setup,
    measure_mapping,
    red_comments,
    series_setup,
)


class PictureConverter:
    """Which chart of an indicator: "trend" or "variation"."""

    regex = "|".join(IndicatorPicture)

    def to_python(self, value: str) -> IndicatorPicture:
        return IndicatorPicture(value)

    def to_url(self, value: str) -> str:
        return str(IndicatorPicture(value))


class PictureFormatConverter:
    """What a chart is downloaded as: "svg" or "png"."""

    regex = "|".join(PictureFormat)

    def to_python(self, value: str) -> PictureFormat:
        return PictureFormat(value)

    def to_url(self, value: str) -> str:
        return str(PictureFormat(value))


register_converter(PictureConverter, "picture")
register_converter(PictureFormatConverter, "picture_format")

urlpatterns = [
    path("indicators/", indicator_list.indicators, name="indicators"),
    path("indicators/add/", indicator_setup.add, name="indicator-add"),
    path("indicators/hidden/", hidden_figures.hidden, name="figures-hidden"),
    path("indicators/enter/", figure_entry.many, name="figures-enter"),
    path("indicators/enter/paste/", figure_paste.paste, name="figures-paste"),
    path("indicators/import/", figure_upload.take, name="figures-import"),
    path("indicators/import/<int:pk>/", figure_upload.preview, name="figures-preview"),
    path("indicators/import/<int:pk>/faults.csv", figure_upload.faults, name="figures-faults"),
    path("indicators/export.<str:kind>", figure_upload.export, name="figures-export"),
    path("indicators/<slug:key>/enter/", figure_entry.enter, name="figure-enter"),
    path("indicators/<slug:key>/series/", figure_entry.start, name="series-start"),
    path("indicators/<slug:key>/sums/", hidden_figures.sums, name="series-sums"),
    path("indicators/<slug:key>/figures/<int:pk>/", figure_entry.correct, name="figure-correct"),
    path(
        "indicators/<slug:key>/figures/<int:pk>/withdraw/",
        figure_entry.withdraw,
        name="figure-withdraw",
    ),
    path("indicators/<slug:key>/setup/", indicator_setup.setup, name="indicator-setup"),
    path("indicators/<slug:key>/change/", indicator_setup.change, name="indicator-change"),
    path("indicators/<slug:key>/headline/", series_setup.headline, name="indicator-headline"),
    path("indicators/<slug:key>/links/", series_setup.links, name="indicator-links"),
    path("indicators/<slug:key>/comment/", red_comments.comment, name="indicator-comment"),
    path("indicators/<slug:key>/end/", series_setup.end_indicator, name="indicator-end"),
    path("indicators/<slug:key>/series/<int:pk>/", series_setup.series, name="series-change"),
    path("indicators/<slug:key>/series/<int:pk>/end/", series_setup.end_series, name="series-end"),
    path(
        "indicators/<slug:key>/series/<int:pk>/break/",
        series_setup.series_break,
        name="series-break",
    ),
    path(
        "indicators/<slug:key>/series/<int:pk>/break/<int:break_pk>/remove/",
        series_setup.remove_series_break,
        name="series-break-remove",
    ),
    path("indicators/<slug:key>/targets/add/", series_setup.add_target, name="target-add"),
    path(
        "indicators/<slug:key>/targets/<int:pk>/", series_setup.change_target, name="target-change"
    ),
    path(
        "indicators/<slug:key>/targets/<int:pk>/remove/",
        series_setup.drop_target,
        name="target-remove",
    ),
    path("indicators/<slug:key>/mapping/", measure_mapping.mapping, name="mapping"),
    path("indicators/<slug:key>/mapping/<int:pk>/end/", measure_mapping.unmap, name="unmap"),
    path("questions/", challenges.questions, name="questions"),
    path("questions/<slug:hash_>/answer/", challenges.answer, name="answer-question"),
    path("indicators/<slug:key>/", indicator_list.indicator, name="indicator"),
    path("indicators/<slug:key>/figures.csv", indicator_list.figures, name="indicator-figures"),
    path(
        "indicators/<slug:key>/<picture:which>.<picture_format:form>",
        charts.chart,
        name="indicator-chart",
    ),
]
