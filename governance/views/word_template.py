"""The Word template of a local area: upload, what is recognised, preview, use, removal."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from actions.selectors.scope import PlanRequest, administered_area
from governance.forms.word_template import WordTemplateForm
from governance.papers.formats import word_template as own
from governance.presenters.word_template import template_list_page, template_page
from governance.selectors.scope import report_for_preview, word_template_for
from governance.services.committee_papers import preview_of
from governance.services.publication_drafts import PaperRefused
from governance.services.word_templates import (
    remove_word_template,
    upload_word_template,
    use_word_template,
)
from governance.views.shared import word_file
from wsoa.core.uploads import UploadRefused

NOT_YOURS = "Only an administrator of your local area can change its Word template."
FormView = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@FormView
def templates(request: PlanRequest, area: str) -> HttpResponse:
    """The templates of an area, and the form to upload one."""
    local_area = administered_area(request, area, NOT_YOURS)
    sent = request.POST if request.method == "POST" else None
    too_large = getattr(request, "too_large", "")  # known only when the files have been read
    form = WordTemplateForm(request.user, sent, request.FILES or None, too_large=too_large)
    if request.method == "POST" and form.is_valid():
        name, content = form.cleaned_data["template"]
        try:
            made = upload_word_template(
                by=request.user, local_area=local_area, name=name, content=content
            )
            return redirect("word-template-found", local_area.slug, made.pk)
        except UploadRefused as refused:
            form.add_error("template", str(refused))
    shown = {"page": template_list_page(local_area), "form": form, "local_area": local_area}
    return render(request, "papers/word_templates.html", shown)


@never_cache
@FormView
def found(request: PlanRequest, area: str, pk: int) -> HttpResponse:
    """What is recognised in a template; takes it into use."""
    local_area = administered_area(request, area, NOT_YOURS)
    template = word_template_for(local_area, pk)
    if request.method == "POST":
        use_word_template(by=request.user, template=template)
        words = f"{template.name} is in use. Reports show it from the next time they are frozen."
        messages.success(request, words)
        return redirect("word-templates", local_area.slug)
    shown = {
        "page": template_page(template, request.user),
        "template": template,
        "local_area": local_area,
    }
    return render(request, "papers/word_template.html", shown)


@never_cache
@require_safe
def preview(request: PlanRequest, area: str, pk: int) -> HttpResponse:
    """The newest report as it looks in a template."""
    local_area = administered_area(request, area, NOT_YOURS)
    template = word_template_for(local_area, pk)
    paper = report_for_preview(request, local_area)
    try:
        content = preview_of(paper, template)
    except PaperRefused as refused:
        messages.error(request, str(refused))
        return redirect("word-template-found", local_area.slug, pk)
    return word_file(content, f"{local_area.slug}-preview-{pk}.docx")


@never_cache
@require_safe
def file(request: PlanRequest, area: str, pk: int) -> HttpResponse:
    """A template as it was uploaded, to go on from."""
    template = word_template_for(administered_area(request, area, NOT_YOURS), pk)
    return word_file(bytes(template.content), f"{area}-template-{pk}.docx")


@require_safe
def own_file(request: PlanRequest, area: str) -> HttpResponse:
    """The template of the service, to start from."""
    administered_area(request, area, NOT_YOURS)
    return word_file(own.own_template(), "report-template.docx")


@never_cache
@FormView
def remove(request: PlanRequest, area: str) -> HttpResponse:
    """Asks first, then has reports written into the template of the service again."""
    local_area = administered_area(request, area, NOT_YOURS)
    if request.method != "POST":
        shown = {"page": template_list_page(local_area), "local_area": local_area}
        return render(request, "papers/word_template_remove.html", shown)
    if remove_word_template(by=request.user, local_area=local_area):
        messages.success(request, "Removed. Reports are written into the template of the service.")
    return redirect("word-templates", local_area.slug)
