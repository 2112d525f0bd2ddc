"""Addresses below /plans/<slug>/ that belong to governance."""

from django.urls import path

from governance.views import (
    commentary,
    committee_paper,
    easy_read,
    highlight,
    public_question,
    publication,
    publication_preview,
    report,
    take_down,
)

urlpatterns = [
    path("governance/", report.governance, name="governance"),
    path("reports/", report.reports, name="reports"),
    path("reports/<str:key>/", report.report_page, name="report-page"),
    path("reports/<str:key>/commentary/", commentary.commentary, name="commentary"),
    path(
        "reports/<str:key>/commentary/<str:ref>/",
        commentary.area_commentary,
        name="commentary-area",
    ),
    path("reports/<str:key>/easy-read/<str:ref>/", easy_read.easy_read, name="easy-read"),
    path("reports/<str:key>/programme/", commentary.programme, name="commentary-programme"),
    path("reports/<str:key>/pdf/", report.request_pdf, name="report-pdf"),
    path("reports/<str:key>/pdf/<int:pk>/", report.progress, name="report-progress"),
    path("reports/<str:key>/pdf/<int:pk>/again/", report.try_again, name="report-again"),
    path("reports/<str:key>/pdf/<int:pk>/file/", report.download, name="report-file"),
    path("public-questions/", public_question.public_questions, name="public-questions"),
    path(
        "public-questions/<int:pk>/",
        public_question.answer_public_question,
        name="answer-public-question",
    ),
    path(
        "public-questions/<int:pk>/restore/",
        public_question.restore,
        name="restore-public-question",
    ),
    path("publications/", publication.publications, name="publications"),
    path("publications/<str:key>/", publication.publication, name="publication"),
    path("publications/<str:key>/progress/", publication.progress, name="publication-progress"),
    path("publications/<str:key>/draft/", publication.draft, name="publication-draft"),
    path(
        "publications/<str:key>/preview.pdf",
        publication_preview.pdf,
        name="publication-preview-pdf",
    ),
    path(
        "publications/<str:key>/preview-progress/",
        publication_preview.progress,
        name="publication-preview-progress",
    ),
    path(
        "publications/<str:key>/preview/<path:place>",
        publication_preview.page,
        name="publication-preview-file",
    ),
    path(
        "publications/<str:key>/preview/",
        publication_preview.page,
        {"place": ""},
        name="publication-preview",
    ),
    path("publications/<str:key>/document.json", publication.document, name="publication-document"),
    path(
        "publications/<str:key>/word/",
        committee_paper.committee_paper,
        name="committee-paper",
    ),
    path(
        "publications/<str:key>/word/<int:pk>/",
        committee_paper.download,
        name="committee-paper-file",
    ),
    path("highlights/<str:key>/word/", committee_paper.committee_paper, name="highlight-word"),
    path(
        "highlights/<str:key>/word/<int:pk>/",
        committee_paper.download,
        name="highlight-word-file",
    ),
    path(
        "publications/<str:key>/take-down/<int:version>/",
        take_down.take_down_version,
        name="publication-take-down",
    ),
    path(
        "publications/<str:key>/sign/<str:side>/",
        publication.sign_publication,
        name="publication-sign",
    ),
    path("highlights/", highlight.highlights, name="highlights"),
    path("highlights/<str:key>/", highlight.highlight, name="highlight"),
    path("highlights/<str:key>/progress/", highlight.progress, name="highlight-progress"),
    path("highlights/<str:key>/ask/", highlight.ask_about, name="highlight-ask"),
    path("highlights/<str:key>/do/<slug:verb>/", highlight.do, name="highlight-do"),
    path("highlights/<str:key>/file/<slug:form>/", highlight.download, name="highlight-file"),
    path(
        "highlights/<str:key>/remark/<slug:section>/",
        highlight.add_remark,
        name="highlight-remark",
    ),
    path(
        "highlights/<str:key>/questions/<int:pk>/",
        highlight.answer_board,
        name="highlight-answer",
    ),
    path(
        "highlights/<str:key>/questions/<int:pk>/read/",
        highlight.read_board_answer,
        name="highlight-answer-read",
    ),
]
