"""The parts of docs/ that are generated from the code.

    python -m wsoa.devtools.docs            writes them
    python -m wsoa.devtools.docs --check    lists the files that are out of date; exit code 1

A document has hand-written text and generated blocks. A block is everything between the lines `<!--
generated: NAME -->` and `<!-- end of NAME -->`.
"""

from __future__ import annotations

import os
import re
import secrets
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from wsoa.devtools.variables import DEVELOPMENT, SERVICE, variables_in_use

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
APPS = ("accounts", "audit", "mail", "actions", "indicators", "governance")
FOLDERS = ("wsoa", "actions", "indicators", "governance")
PLAN = "plans/<slug:slug>/"
PUBLISHED = "published/<slug:slug>/"

# --- writing ----------------------------------------------------------------------------------


def blocks() -> dict[str, dict[str, Callable[[], str]]]:
    """Every generated block: file name under docs/ -> block name -> function for its text."""
    return {
        "adr/index.md": {"decisions": decisions},
        "urls.md": {"addresses": addresses},
        "operations.md": {
            "make": make_targets,
            "commands": commands,
            "service variables": lambda: variables(SERVICE),
            "development variables": lambda: variables(DEVELOPMENT),
            "schedule": schedule,
        },
        "model.md": {app: lambda app=app: tables(app) for app in APPS},  # type: ignore[misc]
    }


def current(name: str) -> str:
    """The text that docs/NAME should have. Raises ValueError if a block has no markers."""
    text = (DOCS / name).read_text()
    for block, make in blocks()[name].items():
        first, last = f"<!-- generated: {block} -->\n", f"<!-- end of {block} -->\n"
        before, marker, rest = text.partition(first)
        _, closed, after = rest.partition(last)
        if not (marker and closed):
            raise ValueError(f"docs/{name} has no block {block!r}.")
        text = f"{before}{first}\n{make().strip()}\n\n{last}{after}"
    return text


def stale() -> list[str]:
    """The documents whose generated blocks are out of date."""
    return [name for name in blocks() if (DOCS / name).read_text() != current(name)]


def main() -> int:
    """Write the blocks, or with --check list the documents that are out of date."""
    parser = ArgumentParser(prog="wsoa.devtools.docs")
    parser.add_argument("--check", action="store_true", help="write nothing")
    check = parser.parse_args().check
    set_up_django()
    behind = stale()
    for name in behind:
        if not check:
            (DOCS / name).write_text(current(name))
        sys.stdout.write(f"docs/{name}: {'not current' if check else 'written'}\n")
    return 1 if check and behind else 0


def set_up_django() -> None:
    """Load the settings with an invented key, because nothing is signed here."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wsoa.settings")
    os.environ.setdefault("SECRET_KEY", secrets.token_urlsafe(50))
    import django

    django.setup()


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table."""
    heads = tuple(heads)
    written = [heads, ("---",) * len(heads), *rows]
    cells = [[cell.replace("|", "\\|") for cell in row] for row in written]
    return "\n".join(f"| {' | '.join(row)} |" for row in cells)


def first_sentence(docstring: str | None) -> str:
    """The first paragraph of a docstring, on one line; empty without a docstring."""
    return " ".join((docstring or "").strip().partition("\n\n")[0].split())


# --- decisions --------------------------------------------------------------------------------


def decisions() -> str:
    """A link to every page of docs/adr/, with its title, in the order of their numbers."""
    written = []
    for page in sorted((DOCS / "adr").glob("[0-9]*.md")):
        title = re.sub(r"^# (\d+\. )?", "", page.read_text().partition("\n")[0])
        written.append(f"- [{page.name[:4]}]({page.name}) {title}")
    return "\n".join(written)


# --- addresses --------------------------------------------------------------------------------


def patterns(resolver: Any, before: str = "") -> Iterator[tuple[str, Any]]:
    """Every address with its URL pattern, in the order in which they are tried."""
    for pattern in resolver.url_patterns:
        here = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from patterns(pattern, here)
        else:
            yield here, pattern


def readable(route: str) -> str:
    """A readable address: `<key>` for `<str:key>`, without regular expression syntax."""
    route = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", route).replace("^", "").removesuffix("$")
    return re.sub(r"<\w+:(\w+)>", lambda match: f"<{match[1].rstrip('_')}>", route)


def addresses() -> str:
    """All addresses by prefix: name, view, and the view's docstring."""
    from django.urls import get_resolver

    by_route = dict(patterns(get_resolver()))
    written = []
    for title, prefix, base in (
        ("The site", "", "/"),
        ("A plan", PLAN, "/plans/<slug>/"),
        ("What is published of a plan", PUBLISHED, "/published/<slug>/"),
        ("Signing in", "accounts/", "/accounts/"),
    ):
        under_prefix = {
            route: by_route.pop(route) for route in list(by_route) if belongs(route, prefix)
        }
        rows = (
            (f"`{readable(route.removeprefix(prefix)) or base}`", *of_view(under_prefix[route]))
            for route in sorted(under_prefix)
        )
        written.append(f"### {title}: below `{base}`\n")
        written.append(table(("Address", "Name", "What it is", "View"), rows) + "\n")
    return "\n".join(written)


def belongs(route: str, prefix: str) -> bool:
    """Whether an address is listed under a prefix; the empty one takes what no other does."""
    others = (PLAN, PUBLISHED, "accounts/")
    return route.startswith(prefix) if prefix else not route.startswith(others)


def of_view(pattern: Any) -> tuple[str, str, str]:
    """The name of an address, the first sentence of its view, and the view's file."""
    view = getattr(pattern.callback, "view_class", pattern.callback)
    ours = view.__module__.partition(".")[0] in FOLDERS
    words = first_sentence(view.__doc__) or view.__name__.replace("_", " ").capitalize() + "."
    where = f"{view.__module__.replace('.', '/')}.py" if ours else "django-allauth"
    return f"`{pattern.name}`", words if ours else view.__name__, f"`{where}`"


# --- commands ---------------------------------------------------------------------------------


def make_targets() -> str:
    """The targets of the Makefile, from its own help."""
    listed = re.findall(r'@echo "make (\w[\w-]*) +(.*)"', (ROOT / "Makefile").read_text())
    rows = ((f"`make {name}`", does) for name, does in listed)
    return table(("Command", "What it does"), rows)


def commands() -> str:
    """The project's management commands, with the arguments from their parsers."""
    from django.core.management import get_commands, load_command_class
    from django.core.management.base import BaseCommand

    everybody = {action.dest for action in BaseCommand().create_parser("", "")._actions}
    rows = []
    for name, app in sorted(get_commands().items()):
        if str(app).partition(".")[0] not in FOLDERS:
            continue
        command = load_command_class(str(app), name)
        own = [
            action
            for action in command.create_parser("manage.py", name)._actions
            if action.dest not in everybody
        ]
        named = [positional(action) for action in own if not action.option_strings]
        options = [argument(action) for action in own]
        usage = " ".join([name, *named])
        rows.append((f"`{usage}`", command.help, "; ".join(filter(None, options))))
    return table(("`manage.py …`", "What it does", "Arguments"), rows)


def positional(action: Any) -> str:
    """A positional argument in a usage line: `SLUG`, or `[FOLDER]` if optional."""
    name = action.dest.upper()
    return f"[{name}]" if action.nargs == "?" else name


def argument(action: Any) -> str:
    """The description of one argument; empty if it needs none."""
    name = action.option_strings[0] if action.option_strings else action.dest.upper()
    choices = f" ({', '.join(action.choices)})" if action.choices else ""
    words = f" {action.help}" if action.help else ""
    if not action.option_strings and not words:
        return ""
    return f"`{name}`{choices}{words}"


# --- the environment --------------------------------------------------------------------------


def variables(meanings: Mapping[str, tuple[str, str]]) -> str:
    """The environment variables of one list: kind, default and meaning."""
    kinds = variables_in_use()
    rows = ((f"`{name}`", kinds[name], *meanings[name]) for name in meanings)
    return table(("Variable", "Kind", "Default", "Meaning"), rows)


# --- what happens by itself -------------------------------------------------------------------


def schedule() -> str:
    """The scheduled tasks: how often they run, and their docstring."""
    from wsoa.celery import app

    app.loader.import_default_modules()
    rows = []
    for entry in app.conf.beat_schedule.values():
        task = app.tasks[entry["task"]]
        words = first_sentence(task.run.__doc__)
        rows.append((f"`{entry['task']}`", how_often(entry["schedule"]), words))
    return table(("Task", "When", "What it does"), sorted(rows))


def how_often(when: Any) -> str:
    """An interval in seconds or minutes, or a time of day in London."""
    if hasattr(when, "_orig_hour"):
        return f"daily at {int(when._orig_hour):02}:{int(when._orig_minute):02}"
    seconds = int(when)
    unit, count = ("minutes", seconds // 60) if seconds % 60 == 0 else ("seconds", seconds)
    return "every minute" if seconds == 60 else f"every {count} {unit}"


# --- the tables -------------------------------------------------------------------------------


def tables(app: str) -> str:
    """The diagram of one app, and a list of its tables with their database constraints."""
    from django.apps import apps

    models = sorted(apps.get_app_config(app).get_models(), key=lambda model: model.__name__)
    lines = sorted({line for model in models for line in relations(model)})
    diagram = "\n    ".join(["erDiagram", *(model.__name__ for model in models), *lines])
    rows = (
        (
            f"`{model.__name__}`",
            own_docstring(model),
            ", ".join(enforced(model)),
        )
        for model in models
    )
    heads = ("Table", "What it holds", "What the database enforces")
    return f"```mermaid\n{diagram}\n```\n\n{table(heads, rows)}"


def enforced(model: Any) -> Iterator[str]:
    """The unique columns of a table, and its constraints by name."""
    for field in model._meta.local_fields:
        if field.unique and not field.primary_key:
            yield f"unique `{field.name}`"
    yield from (f"`{rule.name}`" for rule in model._meta.constraints)


def own_docstring(model: Any) -> str:
    """The first sentence of a model's docstring, without the one that Django generates."""
    words = first_sentence(model.__doc__)
    return "" if words.startswith(f"{model.__name__}(") else words


def relations(model: Any) -> Iterator[str]:
    """The relations of one table as lines of an erDiagram.

    Relations to a person without a reverse name (`by`, `decided_by`) are left out, because almost
    every table has one.
    """
    for field in (*model._meta.fields, *model._meta.many_to_many):
        other = field.related_model
        if other is None or (other.__name__ == "User" and field.remote_field.hidden):
            continue
        if other.__module__.startswith("django.") or field.auto_created:
            continue
        cardinality = "|o" if field.null else "||"
        many = f"{cardinality}--{'o|' if field.one_to_one else 'o{'}"
        ends = "}o--o{" if field.many_to_many else many
        yield f"{other.__name__} {ends} {model.__name__} : {field.name}"


if __name__ == "__main__":
    sys.exit(main())
