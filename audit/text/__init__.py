"""Pure functions over text: offsets to lines and columns, paragraphs, and the pairing of quotation marks."""

from audit.text.english import is_foreign
from audit.text.lines import LineIndex
from audit.text.paragraphs import paragraph_spans
from audit.text.quotations import find_quotations

__all__ = ["LineIndex", "find_quotations", "is_foreign", "paragraph_spans"]
