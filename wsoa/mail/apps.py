from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "wsoa.mail"
    label = "mail"
