"""Which tables have texts that people search, and in which columns.

Another column needs a migration beside it, which makes the index of PostgreSQL anew.
"""

from wsoa.core.search_words import TextSource

ACTIONS = TextSource(0, "actions_action", ("text",))
MEASURES = TextSource(1, "actions_measure", ("text",))
UPDATES = TextSource(
    2, "actions_statusupdate", ("developments", "evidence", "next_steps", "reason", "ask")
)
EVIDENCE = TextSource(3, "actions_evidence", ("title",))
AREA_COMMENTARY = TextSource(
    4, "actions_areacommentary", ("developments", "evidence", "next_steps")
)
PROGRAMME_COMMENTARY = TextSource(5, "actions_programmecommentary", ("programme",))

TEXT_SOURCES = (ACTIONS, MEASURES, UPDATES, EVIDENCE, AREA_COMMENTARY, PROGRAMME_COMMENTARY)
