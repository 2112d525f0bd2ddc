from django.db import migrations


def name_main_series(apps, schema_editor):  # type: ignore[no-untyped-def]
    """Gives the first series of each indicator the first place in its headline."""
    Series = apps.get_model("indicators", "Series")
    named = set()
    for series in Series.objects.order_by("indicator_id", "order", "pk"):
        if series.indicator_id not in named:
            named.add(series.indicator_id)
            series.headline_place = 1
            series.save(update_fields=["headline_place"])


class Migration(migrations.Migration):
    dependencies = [("indicators", "0004_headline_baselines_and_breaks")]

    operations = [migrations.RunPython(name_main_series, migrations.RunPython.noop)]
