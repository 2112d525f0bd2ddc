"""Addresses below /plans/<slug>/ that belong to governance."""

from django.urls import path

from governance.views import commentary, highlights, publications, questions, reports

urlpatterns = [
    path("governance/", reports.governance, name="governance"),
    path("reports/", reports.reports, name="reports"),
    path("reports/<str:key>/", reports.report_page, name="report-page"),
    path("reports/<str:key>/commentary/", commentary.commentary, name="commentary"),
    path(
        "reports/<str:key>/commentary/<str:ref>/",
        commentary.area_commentary,
        name="commentary-area",
    ),
    path("reports/<str:key>/programme/", commentary.programme, name="commentary-programme"),
    path("reports/<str:key>/pdf/", reports.request_pdf, name="report-pdf"),
    path("reports/<str:key>/pdf/<int:pk>/", reports.progress, name="report-progress"),
    path("reports/<str:key>/pdf/<int:pk>/again/", reports.try_again, name="report-again"),
    path("reports/<str:key>/pdf/<int:pk>/file/", reports.download, name="report-file"),
    path("public-questions/", questions.public_questions, name="public-questions"),
    path(
        "public-questions/<int:pk>/",
        questions.answer_public_question,
        name="answer-public-question",
    ),
    path("publications/", publications.publications, name="publications"),
    path("publications/<str:key>/", publications.publication, name="publication"),
    path("publications/<str:key>/progress/", publications.progress, name="publication-progress"),
    path("publications/<str:key>/draft/", publications.draft, name="publication-draft"),
    path(
        "publications/<str:key>/document.json", publications.document, name="publication-document"
    ),
    path(
        "publications/<str:key>/sign/<str:side>/",
        publications.sign_publication,
        name="publication-sign",
    ),
    path("highlights/", highlights.highlights, name="highlights"),
    path("highlights/<str:key>/", highlights.highlight, name="highlight"),
    path("highlights/<str:key>/progress/", highlights.progress, name="highlight-progress"),
    path("highlights/<str:key>/ask/", highlights.ask_about, name="highlight-ask"),
    path("highlights/<str:key>/do/<slug:verb>/", highlights.do, name="highlight-do"),
    path("highlights/<str:key>/file/<slug:form>/", highlights.download, name="highlight-file"),
    path(
        "highlights/<str:key>/remark/<slug:section>/",
        highlights.add_remark,
        name="highlight-remark",
    ),
    path(
        "highlights/<str:key>/questions/<int:pk>/",
        highlights.answer_board,
        name="highlight-answer",
    ),
]
