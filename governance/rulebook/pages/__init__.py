"""The rules, as people meet them in a browser: read, compared, taken away as files, and brought."""

from governance.rulebook.pages.bringing import BringingPages
from governance.rulebook.pages.files import RuleFiles
from governance.rulebook.pages.reading import RulePages

PAGES = (RulePages, RuleFiles, BringingPages)
