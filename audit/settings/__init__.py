"""The configuration: audit.toml, or [tool.audit] in pyproject.toml.

    settings = load_settings()                      # found upwards from the working directory
    matcher = Matcher(settings)
    matcher.is_article(path)                        # for files that nobody named: folders, --changed, --force-exclude
    profile = matcher.profile(path)                 # what holds for one article
    book = profiled(load_rulebook(*settings.rule_folders), profile)     # audit.settings.changes
    report = within_share(report, profile)          # before waivers
    report = within_warnings(report, profile)       # after everything that suppresses findings
    complaint = over_budget(reports, settings)      # makes the run fail

A configuration is data: nothing in it is run, and no path in it leads out of the repository.
"""

from audit.settings.budgets import over_budget, within_share, within_warnings
from audit.settings.discovery import CONFIG_FILE, find_config, load_settings, repository_root
from audit.settings.matching import Matcher
from audit.settings.records import (
    BUILT_IN,
    Budgets,
    FailOn,
    Level,
    Origin,
    Override,
    Profile,
    RuleSetting,
    Settings,
)

__all__ = [
    "BUILT_IN",
    "CONFIG_FILE",
    "Budgets",
    "FailOn",
    "Level",
    "Matcher",
    "Origin",
    "Override",
    "Profile",
    "RuleSetting",
    "Settings",
    "find_config",
    "load_settings",
    "over_budget",
    "repository_root",
    "within_share",
    "within_warnings",
]
