"""Hostile rule files, lexicons, policies, configurations, baselines and files of waivers."""

from collections.abc import Mapping

__all__ = ["BASELINES", "CONFIGURATIONS", "LEXICONS", "POLICIES", "RULE_FILES", "WAIVERS"]

RULE = """\
id: HOUSE001
name: plainly
family: hedges
severity: error
summary: s
why: w
advice: Cut it.
check: wording
settings: {words: own}
message: “{text}”
examples:
  flag: [{text: "It [[plainly]] rained."}, {text: "[[Plainly]] it rained."}]
  pass: [{text: It rained.}, {text: It snowed.}]
lexicons:
  own: plainly
"""
ALIASES = "a: &a [x, x]\n" + "".join(
    f"{b}: &{b} [*{a}, *{a}, *{a}]\n" for a, b in zip("abcdefghijkl", "bcdefghijklm", strict=True)
)


def _changed(old: str, new: str) -> bytes:
    assert old in RULE
    return RULE.replace(old, new, 1).encode()


RULE_FILES: Mapping[str, bytes] = {
    "sound": RULE.encode(),
    "empty": b"",
    "binary": bytes(range(256)),
    "utf16": RULE.encode("utf-16"),
    "nul": RULE.encode() + b"\0",
    "object": b"a: !!python/object/apply:os.system ['touch owned']\n",
    "name": b"a: !!python/name:os.system\n",
    "module": b"!!python/module:this\n",
    "aliases": ALIASES.encode(),
    "merge": b"a: &a {x: 1}\nb: {<<: *a}\n",
    "recursive": b"&a [*a]\n",
    "deep-lists": b"[" * 100_000,
    "deep-maps": b"{a: " * 40_000,
    "deep-dashes": b"- " * 90_000 + b"a",
    "deep-keys": b"? " * 90_000 + b"a",
    "long": b"a: " + b"b" * 5_000_000,
    "many-keys": b"".join(b"k%d: v\n" % n for n in range(15_000)),
    "number": _changed("limit", "limit")
    if "limit" in RULE
    else _changed("check: wording", "check: wording\nlimit: 0x" + "f" * 9_000),
    "severity-number": _changed("severity: error", "severity: 0x" + "f" * 9_000),
    "infinite": _changed("check: wording", "check: wording\nlimit: .inf"),
    "nan": _changed("check: wording", "check: wording\nlimit: .nan"),
    "negative": _changed("check: wording", "check: wording\nlimit: -1"),
    "list": b"- a\n- b\n",
    "text": b"just words\n",
    "null": b"~\n",
    "twice": RULE.encode() + b"id: HOUSE001\n",
    "documents": RULE.encode() + b"---\n" + RULE.encode(),
    "directive": b"%YAML 9.9\n---\na: 1\n",
    "message-attribute": _changed("“{text}”", "“{text.__class__}”"),
    "message-index": _changed("“{text}”", "“{text[0]}”"),
    "message-width": _changed("“{text}”", "“{text:>999999999}”"),
    "message-broken": _changed("“{text}”", "“{text”"),
    "message-html": _changed("“{text}”", "<script>alert(1)</script> ::error::x {text}"),
    "path-in-id": _changed("id: HOUSE001", "id: ../../x"),
    "path-in-words": _changed("{words: own}", "{words: ../../etc/passwd}"),
    "name-pattern": _changed("name: plainly", "name: " + "a-" * 50_000),
    "examples-many": _changed("text: It rained.", "times: 1000000000, text: It rained."),
    "examples-open": _changed("[[plainly]]", "[[[[plainly]]"),
    "examples-long": _changed("It rained.", "It rained. " * 15_000),
    "unknown-check": _changed("check: wording", "check: __import__('os')"),
    "unhashable": _changed("check: wording", "check: [wording]"),
    "control": _changed("advice: Cut it.", 'advice: "\\e]0;owned\\a ::error::x"'),
    "half-character": _changed("advice: Cut it.", 'advice: "\\ud800"'),
    "yields-itself": _changed("check: wording", "check: wording\nyields_to: [HOUSE001]"),
}

LEXICONS: Mapping[str, bytes] = {
    "gaps": b"a .. " * 20 + b"plainly\n",
    "optional": b"a (a) " * 20 + b"plainly\n",
    "long-pattern": b"plainly " * 5_000,
    "long-word": b"plainly" * 20_000,
    "many": b"".join(b"word%d\n" % n for n in range(60_000)),
    "too-large": b"plainly\n" * 200_000,
    "brackets": b"[" * 10_000 + b"plainly",
    "bars": b"|" * 10_000 + b"plainly",
    "alternatives": b"|".join(b"w%d" % n for n in range(20_000)) + b"\n",
    "slashes": b"a/" * 10_000,
    "tilde": b"~" * 10_000,
    "binary": bytes(range(256)) * 10,
    "separators": "plainly\u2028[\x85]\x1c(".encode(),
    "exceptions": b"plainly\n" + b"- plainly rained\n",
    "anything": b"/N .. /N .. /N .. /N .. plainly\n",
}

CONFIGURATIONS: Mapping[str, bytes] = {
    "empty": b"",
    "binary": bytes(range(256)),
    "utf16": "jobs = 2\n".encode("utf-16"),
    "long": b"#" * 300_000,
    "dots": b"a" + b".a" * 90_000 + b" = 1\n",
    "quoted-dots": b'"a"' + b'."a"' * 40_000 + b" = 1\n",
    "deep-lists": b"a = " + b"[" * 150_000,
    "deep-tables": b"a = " + b"{a = " * 30_000,
    "number": b"jobs = 0x" + b"f" * 9_000,
    "number-for-text": b"fail-on = 0x" + b"f" * 9_000,
    "decimal": b"jobs = " + b"9" * 9_000,
    "nan": b"[budgets]\nmax-anonymous-share = nan\n",
    "negative": b"[limits]\nwords = -1\n",
    "no-limits": b"[limits]\nwords = 999999999999\n",
    "many-jobs": b"jobs = 1000000\n",
    "pattern-stars": b'articles = ["' + b"*a" * 60 + b'*b"]\n',
    "pattern-range": b'articles = ["[z-a]"]\n',
    "pattern-long": b'exclude = ["' + b"a" * 100_000 + b'"]\n',
    "patterns-many": b"exclude = [" + b'"a",' * 20_000 + b"]\n",
    "out-baseline": b'baseline = "../../../etc/passwd"\n',
    "out-rules": b'rule-folders = ["/etc"]\n',
    "out-policy": b'policy = "/etc/passwd.yaml"\n',
    "policy-null": b'policy = "\\u0000"\n',
    "policy-text": b'policy = "::error::x"\n',
    "overrides": b"[[overrides]]\npaths = ['a']\n" * 6_000,
    "override-paths": b"[[overrides]]\npaths = ['*a*a*a*a*a*a*a*a*a*a*a*a*b']\n",
    "unknown": b'"::error::x\\u001b[31m" = 1\n',
    "date": b"jobs = 1979-05-27\n",
    "table-for-list": b"articles = {a = 1}\n",
    "rules": b"[rules]\n" + b"".join(b"X%d = 'off'\n" % n for n in range(9_000)),
    "rule-settings": b"[rules.ANON001.settings]\nwhere = {kind = 1979-05-27}\n",
}

POLICIES: Mapping[str, bytes] = {
    "out": b"name: policy\ntitle: t\nsummary: s\nextends: ../../etc/passwd.yaml\n",
    "itself": b"name: policy\ntitle: t\nsummary: s\nextends: ./policy.yaml\n",
    "object": b"!!python/object/apply:os.system ['touch owned']\n",
    "null": b'name: policy\ntitle: t\nsummary: s\nextends: "./a\\0.yaml"\n',
    "settings": b"name: policy\ntitle: t\nsummary: s\nchanges: {ANON001: {settings: {where: [[[[[[]]]]]]}}}\n",
}

BASELINES: Mapping[str, bytes] = {
    "empty": b"",
    "binary": bytes(range(256)),
    "deep": b"[" * 200_000,
    "deep-maps": b'{"a":' * 200_000,
    "number": b'{"baseline": ' + b"9" * 9_000 + b', "articles": []}',
    "infinite": b'{"baseline": 1e999, "articles": []}',
    "nan": b'{"baseline": NaN, "articles": []}',
    "list": b"[]",
    "null": b"null",
    "half-character": b'{"baseline": 1, "articles": [{"path": "\\ud800", "begins": "", "findings": []}]}',
    "null-in-path": b'{"baseline": 1, "articles": [{"path": "a\\u0000", "begins": "x", "findings": []}]}',
    "long-path": b'{"baseline": 1, "articles": [{"path": "' + b"a/" * 50_000 + b'", "begins": "x", "findings": []}]}',
    "out": b'{"baseline": 1, "articles": [{"path": "../../../etc/passwd", "begins": "x", "findings": []}]}',
    "many": b'{"baseline": 1, "articles": [' + b'{"path": "a", "begins": "b", "findings": []},' * 50_000 + b"]}",
    "version": b'{"baseline": 99, "articles": []}',
    "keys": b'{"baseline": 1, "baseline": 1, "articles": [], "x": 1}',
    "utf16": '{"baseline": 1, "articles": []}'.encode("utf-16"),
}

WAIVERS: Mapping[str, bytes] = {
    "empty": b"",
    "binary": bytes(range(256)),
    "large": b"waive ANON001 because it is so\n" * 5_000,
    "many": b"waive ANON001 because it is so\n" * 2_000,
    "words": b"waive ANON001 at \xe2\x80\x9c" + b"a " * 900 + b"b\xe2\x80\x9d because it is so\n",
    "pattern": "waive ANON001 at “(a+)+$” because it is so\n".encode() * 500,
    "commands": b"::error::x\n\x1b[31m\nwaive ANON001 because ::error::x\n",
    "brackets": b"waive ANON001 because " + b"(by " * 400 + b"\n",
    "blanks": b"waive" + b" " * 60_000 + b"ANON001\n",
    "nul": b"waive ANON001 because \0 so it is\n",
}
