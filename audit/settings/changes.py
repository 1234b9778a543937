"""What a profile makes of a rule book. Apart from its siblings because it needs the rule book, which loads slowly."""

from audit.errors import ConfigError, RuleError, UsageError
from audit.rulebook import Policy, Rulebook, RuleChange, changed, load_policy, with_policy
from audit.rulebook.policy import Written
from audit.settings.records import Profile, RuleSetting

__all__ = ["profiled"]


def profiled(rulebook: Rulebook, profile: Profile) -> Rulebook:
    """The rule book under a profile: its policy, then its own changes in order.

    Raises UsageError and RuleError for the policy, ConfigError where the configuration names one that there is not, for
    changes of rules that there are not, and for settings that a rule does not take.
    """
    rulebook = with_policy(rulebook, _policy(profile))
    for layer in profile.rules:
        try:
            rulebook = changed(rulebook, {name: _change(s) for name, s in layer.items()}, origin="the configuration")
        except RuleError as error:
            raise ConfigError(error.path, error.line, error.message) from error
    return rulebook


def _policy(profile: Profile) -> Policy:
    try:
        return load_policy(profile.policy)
    except UsageError as error:
        origin = profile.origin("policy")
        if not origin.line:
            raise
        raise ConfigError(origin.path, origin.line, str(error)) from error


def _change(setting: RuleSetting) -> RuleChange:
    return RuleChange(
        on=setting.on,
        severity=setting.severity,
        settings=setting.settings,
        written=Written(setting.origin.path, setting.origin.line),
    )
