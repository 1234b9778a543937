"""The configuration: audit.toml, or [tool.audit] in pyproject.toml.

    settings = load_settings()                      # found upwards from the working directory
    matcher = Matcher(settings)
    matcher.is_article(path)                        # for files that nobody named: folders, --changed, --force-exclude
    profile = matcher.profile(path)                 # what holds for one article
    book = profiled(load_rulebook(*settings.rule_folders), profile)     # audit.settings.changes
    report = within_share(report, profile)                              # before waivers
    run, complaint = held_to_budgets(run, settings)                     # after everything that suppresses findings

A configuration is data: nothing in it is run, and no path in it leads out of the repository.
"""

from audit.settings.budgets import ANONYMOUS_SHARE, held_to_budgets, within_share
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
    "ANONYMOUS_SHARE",
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
    "held_to_budgets",
    "load_settings",
    "repository_root",
    "within_share",
]
