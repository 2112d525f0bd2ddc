"""Addresses below /published/. They work for ever: they stand in papers, e-mails and minutes."""

from django.urls import path

from governance.views import public, public_forms

urlpatterns = [
    path("", public.plans, name="published-plans"),
    path("<slug:slug>/", public.plan, name="published-plan"),
    path("<slug:slug>/feed.atom", public.atom, name="published-feed"),
    path("<slug:slug>/ask/", public_forms.ask, name="ask-in-public"),
    path("<slug:slug>/ask/sent/", public_forms.asked, name="ask-in-public-sent"),
    path("<slug:slug>/alerts/", public_forms.follow, name="follow"),
    path("<slug:slug>/alerts/sent/", public_forms.follow_sent, name="follow-sent"),
    path("<slug:slug>/alerts/confirm/<str:token>/", public_forms.confirm, name="follow-confirm"),
    path("<slug:slug>/alerts/end/<str:token>/", public_forms.unfollow, name="unfollow"),
    path("<slug:slug>/actions/<str:ref>/", public.action, name="published-action"),
    # All else is a file of a publication, or its page: see governance/services/shown.py.
    path("<slug:slug>/<path:rest>", public.file, name="published-file"),
]
