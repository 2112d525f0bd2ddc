"""The chat of a local area: which service, where, and whether messages go there."""

from __future__ import annotations

from typing import Any

from django import forms

from actions.domain.chat import ChatService
from actions.models import ChatWebhook
from actions.services.chat import WebhookRefused, set_webhook
from wsoa.accounts.models import LocalArea, User
from wsoa.core.forms.base import Form, Radios


class ChatForm(Form):
    """The address is not shown again: who has it can write to the chat."""

    kind = forms.ChoiceField(
        label="Chat service",
        choices=ChatService.choices_of_form(),
        widget=Radios,
        error_messages={"required": "Select the chat service"},
    )
    address = forms.CharField(
        label="Address of the webhook",
        required=False,
        max_length=1000,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="It begins with https://. In Teams: Workflows, “Post to a channel when a webhook "
        "request is received”. In Slack: Incoming Webhooks.",
    )
    enabled = forms.BooleanField(label="Send one message every morning", required=False)

    def __init__(self, local_area: LocalArea, data: Any = None) -> None:
        self.local_area = local_area
        self.webhook = ChatWebhook.objects.of(local_area).first()
        initial = {}
        if self.webhook:
            initial = {"kind": self.webhook.kind, "enabled": self.webhook.enabled}
        super().__init__(data, initial=initial)
        if self.webhook:
            self.fields[
                "address"
            ].help_text = "An address is saved, and is not shown. Leave this empty to keep it."

    def save(self, *, by: User) -> bool:
        """Whether it was saved; otherwise the form has the error."""
        try:
            self.webhook = set_webhook(
                by=by,
                local_area=self.local_area,
                kind=ChatService(self.cleaned_data["kind"]),
                address=self.cleaned_data["address"],
                enabled=self.cleaned_data["enabled"],
            )
        except WebhookRefused as refused:
            self.add_error(refused.field, str(refused))
            return False
        return True

    def done(self) -> str:
        """What was saved, and what follows."""
        if self.cleaned_data["enabled"]:
            return "Saved. One message will be sent every morning, with counts and links only."
        return "Saved. No messages will be sent until you turn them on."
