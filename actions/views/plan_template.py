"""An empty plan to fill in, for a local area."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from actions.importing.plan_template import TemplateFormat, write_plan_template
from actions.selectors.scope import PlanRequest, area_for
from wsoa.accounts.models import Post


class TemplateFormatConverter:
    """The end of an address that names a format; another end leads nowhere."""

    regex = "|".join(TemplateFormat)

    def to_python(self, value: str) -> TemplateFormat:
        return TemplateFormat(value)

    def to_url(self, value: str) -> str:
        return value


@require_safe
def plan_template(request: PlanRequest, area: str, form: TemplateFormat) -> HttpResponse:
    """An empty plan with the posts of the area, for people who belong to it."""
    local_area = area_for(request, area)
    posts = tuple(Post.objects.of(local_area).order_by("code").values_list("code", flat=True))
    content = write_plan_template(local_area.name, posts, form)
    name = f'attachment; filename="{local_area.slug}-plan-template.{form}"'
    return HttpResponse(content, form.media_type, headers={"Content-Disposition": name})
