"""The Word template of a local area: uploaded, taken into use, removed. For its administrators.

Templates and choices are rows that never change. Papers keep the template that was in use when they
were frozen.
"""

from __future__ import annotations

import hashlib

from django.db import transaction

from actions.services.area_access import lock_area, record_access
from governance.models import WordTemplate, WordTemplateChoice
from governance.papers.formats.word_checks import checked_template
from governance.selectors.word_templates import template_in_use
from wsoa.accounts.models import LocalArea, User
from wsoa.core import uploads
from wsoa.core.clock import now


@transaction.atomic
def upload_word_template(
    *, by: User, local_area: LocalArea, name: str, content: bytes
) -> WordTemplate:
    """Keeps a template, without using it yet. Audited. One that is kept already is returned.

    Raises NotAdministrator, or UploadRefused with what is wrong with the file.
    """
    checked_template(content, name)
    lock_area(by, local_area)
    sha256 = hashlib.sha256(content).hexdigest()
    known = WordTemplate.objects.of(local_area).filter(sha256=sha256).first()
    if known:
        return known
    made = WordTemplate.objects.create(
        local_area=local_area,
        name=uploads.clean_name(name),
        sha256=sha256,
        content=content,
        made_by=by,
        made_at=now(),
    )
    words = f"Uploaded the Word template {made.name} of {local_area}"
    record_access(by, local_area, "upload", "word template", words, sha256=sha256)
    return made


@transaction.atomic
def use_word_template(*, by: User, template: WordTemplate) -> None:
    """Has reports of its area written into a template from now on. Audited.

    What is published or signed stays as it is. Using the one in use does nothing. Raises
    NotAdministrator.
    """
    local_area = template.local_area
    lock_area(by, local_area)
    if template_in_use(local_area) == template:
        return
    _choose(by, local_area, template)
    words = f"Took the Word template {template.name} of {local_area} into use"
    record_access(by, local_area, "use", "word template", words, sha256=template.sha256)


@transaction.atomic
def remove_word_template(*, by: User, local_area: LocalArea) -> bool:
    """Has reports written into the template of the service again. False where they are. Audited.

    Raises NotAdministrator.
    """
    lock_area(by, local_area)
    used = template_in_use(local_area)
    if used is None:
        return False
    _choose(by, local_area, None)
    words = f"Removed the Word template {used.name} of {local_area}"
    record_access(by, local_area, "remove", "word template", words)
    return True


def _choose(by: User, local_area: LocalArea, template: WordTemplate | None) -> None:
    WordTemplateChoice.objects.create(local_area=local_area, template=template, by=by, at=now())
