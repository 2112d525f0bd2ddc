"""Addresses below /areas/<slug>/ that belong to governance."""

from django.urls import path

from governance.views import word_template

urlpatterns = [
    path("word-template/", word_template.templates, name="word-templates"),
    path("word-template/own.docx", word_template.own_file, name="word-template-own"),
    path("word-template/remove/", word_template.remove, name="word-template-remove"),
    path("word-template/<int:pk>/", word_template.found, name="word-template-found"),
    path("word-template/<int:pk>/preview/", word_template.preview, name="word-template-preview"),
    path("word-template/<int:pk>/file/", word_template.file, name="word-template-file"),
]
