"""Pages that set up the series of an indicator, its targets, its links, and its end."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from actions.selectors.scope import PlanRequest
from indicators.domain.enums import HeadlineRule
from indicators.forms.series_setup import BreakForm, EndForm, HeadlineForm, SeriesChangeForm
from indicators.forms.target import LinksForm, TargetForm
from indicators.models import EndEvent, Indicator, Series, Target
from indicators.presenters.setup_form import outcome_choices, setup_form_page
from indicators.selectors.definitions import latest_change
from indicators.selectors.ends import ends_by
from indicators.selectors.plan_links import linkable_outcomes, linked_keys
from indicators.selectors.scope import indicator_to_set_up, series_to_set_up, target_to_set_up
from indicators.services.indicator_ends import end_measuring
from indicators.services.indicator_links import link_indicator
from indicators.services.series_setup import add_break, change_series, choose_headline, remove_break
from indicators.services.targets import remove_target, set_target
from indicators.views.indicator_setup import FORM, form_page, saved, sent_or_kept
from wsoa.core.clock import today

UNCHANGED = "Nothing was different, so nothing was changed."


@require_http_methods(FORM)
def series(request: PlanRequest, slug: str, key: str, pk: int) -> HttpResponse:
    """Changes a series."""
    own = series_to_set_up(request, slug, key, pk)
    seen = latest_change(own.indicator)
    form = SeriesChangeForm(own, seen, request.user, sent_or_kept(request))
    done = saved(
        request,
        form,
        lambda: change_series(
            by=request.user, series=own, based_on=form.seen_change, **form.values()
        ),
    )
    if done is not None:
        messages.success(request, f"“{own.name}” was changed." if done else UNCHANGED)
        return redirect("indicator-setup", slug, key)
    return form_page(request, form, setup_form_page(own.indicator, f"Change {own}", "Save series"))


@require_http_methods(FORM)
def series_break(request: PlanRequest, slug: str, key: str, pk: int) -> HttpResponse:
    """Adds a break to a series."""
    own = series_to_set_up(request, slug, key, pk)
    form = BreakForm(request.user, sent_or_kept(request))
    done = saved(request, form, lambda: _add_break(request, own, form))
    if done:
        messages.success(request, f"The break was added to “{own.name}”.")
        return redirect("indicator-setup", slug, key)
    intro = (
        "A break says that later figures are of another definition. No line is drawn across it, "
        "and nothing is judged across it."
    )
    page = setup_form_page(own.indicator, f"Add a break to {own.name}", "Add break", intro)
    return form_page(request, form, page)


def _add_break(request: PlanRequest, own: Series, form: BreakForm) -> bool:
    data = form.cleaned_data
    add_break(by=request.user, series=own, first_day=data["first_day"], reason=data["reason"])
    return True


@require_POST
def remove_series_break(
    request: PlanRequest, slug: str, key: str, pk: int, break_pk: int
) -> HttpResponse:
    """Removes a break that was entered by mistake."""
    own = series_to_set_up(request, slug, key, pk)
    remove_break(by=request.user, series=own, pk=break_pk)
    messages.success(request, f"The break was removed from “{own.name}”.")
    return redirect("indicator-setup", slug, key)


@require_http_methods(FORM)
def headline(request: PlanRequest, slug: str, key: str) -> HttpResponse:
    """Chooses which series speak for an indicator."""
    indicator = indicator_to_set_up(request, slug, key)
    own = list(Series.objects.of_indicators([indicator.pk]))
    seen, rule = latest_change(indicator), indicator.headline_rule
    form = HeadlineForm(own, rule, seen, request.user, sent_or_kept(request))
    done = saved(request, form, lambda: _choose(request, indicator, form))
    if done is not None:
        messages.success(request, "Which series speak was changed." if done else UNCHANGED)
        return redirect("indicator-setup", slug, key)
    page = setup_form_page(indicator, "Which series speak", "Save")
    return form_page(request, form, page)


def _choose(request: PlanRequest, indicator: Indicator, form: HeadlineForm) -> bool:
    return choose_headline(
        by=request.user,
        indicator=indicator,
        rule=HeadlineRule(form.cleaned_data["rule"]),
        series=form.chosen(),
        based_on=form.seen_change,
    )


@require_http_methods(FORM)
def add_target(request: PlanRequest, slug: str, key: str) -> HttpResponse:
    """Adds a target to an indicator."""
    indicator = indicator_to_set_up(request, slug, key)
    return _target(request, indicator, None)


@require_http_methods(FORM)
def change_target(request: PlanRequest, slug: str, key: str, pk: int) -> HttpResponse:
    """Changes a target of an indicator."""
    target = target_to_set_up(request, slug, key, pk)
    return _target(request, target.indicator, target)


def _target(request: PlanRequest, indicator: Indicator, target: Target | None) -> HttpResponse:
    own = Series.objects.of_indicators([indicator.pk])
    seen, sent = latest_change(indicator), sent_or_kept(request)
    form = TargetForm(indicator, own, seen, request.user, sent, target=target)
    if saved(request, form, lambda: _set_target(request, indicator, target, form)):
        messages.success(request, "The target was saved.")
        return redirect("indicator-setup", indicator.plan.slug, indicator.key)
    heading = "Change a target" if target else "Add a target"
    return form_page(request, form, setup_form_page(indicator, heading, "Save target"))


def _set_target(
    request: PlanRequest, indicator: Indicator, target: Target | None, form: TargetForm
) -> Target | None:
    content = form.content()
    if content is None:
        return None
    return set_target(
        by=request.user,
        indicator=indicator,
        content=content,
        target=target,
        based_on=form.seen_change,
    )


@require_POST
def drop_target(request: PlanRequest, slug: str, key: str, pk: int) -> HttpResponse:
    """Takes a target away; the history of the set-up keeps it."""
    target = target_to_set_up(request, slug, key, pk)
    remove_target(by=request.user, target=target)
    messages.success(request, "The target was removed. The history below keeps it.")
    return redirect("indicator-setup", slug, key)


@require_http_methods(FORM)
def links(request: PlanRequest, slug: str, key: str) -> HttpResponse:
    """Links an indicator to outcomes and measures of success."""
    indicator = indicator_to_set_up(request, slug, key)
    outcomes, linked = linkable_outcomes(indicator.plan), linked_keys(indicator)
    seen = latest_change(indicator)
    form = LinksForm(outcomes, linked, seen, request.user, sent_or_kept(request))
    done = saved(request, form, lambda: _link(request, indicator, form))
    if done is not None:
        messages.success(request, "The links were changed." if done else UNCHANGED)
        return redirect("indicator-setup", slug, key)
    intro = "Select the outcomes that should move it, and the measures that it is evidence for."
    page = setup_form_page(indicator, "What should move it", "Save links", intro)
    context = {"form": form, "page": page, "outcomes": outcome_choices(outcomes, *form.chosen)}
    return render(request, "indicators/setup/links.html", context)


def _link(request: PlanRequest, indicator: Indicator, form: LinksForm) -> bool:
    return link_indicator(
        by=request.user,
        indicator=indicator,
        outcomes=form.keys("outcomes"),
        measures=form.keys("measures"),
        based_on=form.seen_change,
    )


@require_http_methods(FORM)
def end_indicator(request: PlanRequest, slug: str, key: str) -> HttpResponse:
    """Ends or discontinues an indicator, or takes it up again."""
    indicator = indicator_to_set_up(request, slug, key)
    ended = ends_by([indicator.pk], today()).of_indicators.get(indicator.pk)
    return _end(request, indicator, None, ended)


@require_http_methods(FORM)
def end_series(request: PlanRequest, slug: str, key: str, pk: int) -> HttpResponse:
    """Ends or discontinues a series, or takes it up again."""
    own = series_to_set_up(request, slug, key, pk)
    ended = ends_by([own.indicator_id], today()).of_series.get(own.pk)
    return _end(request, own.indicator, own, ended)


def _end(
    request: PlanRequest, indicator: Indicator, own: Series | None, ended: EndEvent | None
) -> HttpResponse:
    form = EndForm(ended is not None, request.user, sent_or_kept(request))
    event = saved(request, form, lambda: _end_it(request, indicator, own, form))
    if event:
        messages.success(request, f"{event.sentence}.")
        return redirect("indicator-setup", indicator.plan.slug, indicator.key)
    name = own.name if own else indicator.short_title
    intro = (
        "It stays in lists with the reason, and in publications that are out. No more figures are "
        "asked for, and no question is put because they do not come."
    )
    heading = f"Measure {name} again, or correct its end" if ended else f"End {name}"
    page = setup_form_page(indicator, heading, "Save", *(() if ended else (intro,)))
    return form_page(request, form, page)


def _end_it(
    request: PlanRequest, indicator: Indicator, own: Series | None, form: EndForm
) -> EndEvent:
    return end_measuring(by=request.user, indicator=indicator, series=own, **form.values())
