from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "wsoa.audit"
    label = "audit"
