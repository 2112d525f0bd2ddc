"""Addresses below /published/. They work for ever: they stand in papers, emails and minutes."""

from django.urls import path

from governance.views import public_contact, published

urlpatterns = [
    path("", published.plans, name="published-plans"),
    path("<slug:slug>/", published.plan, name="published-plan"),
    path("<slug:slug>/feed.atom", published.atom, name="published-feed"),
    path("<slug:slug>/ask/", public_contact.ask, name="ask-in-public"),
    path("<slug:slug>/ask/sent/", public_contact.asked, name="ask-in-public-sent"),
    path("<slug:slug>/alerts/", public_contact.follow, name="follow"),
    path("<slug:slug>/alerts/sent/", public_contact.follow_sent, name="follow-sent"),
    path("<slug:slug>/alerts/confirm/<str:token>/", public_contact.confirm, name="follow-confirm"),
    path("<slug:slug>/alerts/end/<str:token>/", public_contact.unfollow, name="unfollow"),
    path("<slug:slug>/actions/<str:ref>/", published.action, name="published-action"),
    path("<slug:slug>/brand/<slug:key>.css", published.brand_style, name="published-brand-style"),
    path("<slug:slug>/brand/<slug:key>.png", published.brand_logo, name="published-brand-logo"),
    # All else is a file of a publication, or its page: see governance/public/index.py.
    path("<slug:slug>/<path:rest>", published.file, name="published-file"),
]
