"""Why: what was read at a place of an article, which rules looked at it, and why each did or did not report it.

explanation = explain(Target(path="story.txt", line=12), settings, today=today())
render_text(explanation)
"""

from audit.explaining.asjson import render_json
from audit.explaining.gathering import Explanation, Passage
from audit.explaining.target import Target, parse_target
from audit.explaining.text import render_text
from audit.explaining.usecase import explain

__all__ = ["Explanation", "Passage", "Target", "explain", "parse_target", "render_json", "render_text"]
