"""A template loader that removes indentation from the HTML that is sent."""

import re

from django.template import Origin
from django.template.loaders import filesystem

_BLOCKS = (
    r"(?:div|p|ul|ol|li|dl|dt|dd|table|caption|thead|tbody|tr|td|th|h[1-6]|section|article|form|"
    r"fieldset|label|legend|details|summary|title)\b"
)
_SILENT = re.compile(r"^(\s*\{% (?:load|with|url) [^%]*%\})\s*\n\s*", re.MULTILINE)
_AFTER = re.compile(rf"(<{_BLOCKS}[^<>]*>|\{{% block [^%]*%\}})\s*\n\s*")
_BEFORE = re.compile(rf"\s*\n\s*(</{_BLOCKS}|\{{% endblock)")
_BREAK = re.compile(r"\s*\n\s*(>?)")


class Loader(filesystem.Loader):
    """Loads templates from the engine's folders, with each line of HTML joined to the next.

    A line break with its indentation becomes one space, as browsers display it. It is removed at
    the edges inside a block, before the end of a tag, and after a tag that prints nothing. No
    template has preformatted text. With DEBUG, files stay unchanged, so that errors have the right
    line.
    """

    def get_contents(self, origin: Origin) -> str:
        contents = super().get_contents(origin)
        if self.engine.debug or not str(origin.name).endswith(".html"):
            return contents
        for pattern in (_SILENT, _AFTER, _BEFORE):
            contents = pattern.sub(r"\1", contents)
        return _BREAK.sub(_joined, contents).strip()


def _joined(line_break: re.Match[str]) -> str:
    return line_break[1] or " "
