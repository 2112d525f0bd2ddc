"""What other pages show of the indicators."""

from django import template

from actions.models import Plan
from indicators.models import Indicator

register = template.Library()


@register.inclusion_tag("indicators/_line.html")
def indicators_line(plan: Plan) -> dict[str, int]:
    """One line: how many there are, and that none has a figure yet. One query."""
    return {"count": Indicator.objects.filter(intention__key_outcome__plan=plan).count()}
