"""XML in UTF-8, whatever encoding it declares (`XML 1.0 §4.3.3 <https://www.w3.org/TR/xml/#charencoding>`_)."""

from __future__ import annotations

import codecs
import re

_DECLARATION = re.compile(r"""\A(\s*<\?xml\b[^>]*?\bencoding\s*=\s*)(["'])([A-Za-z][\w.-]*)\2""")
_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_HEAD = 1000


def in_utf8(content: bytes) -> bytes:
    """The document in UTF-8, each statement at its line and column; one that cannot be decoded as it is."""
    wide = content.startswith(_MARKS)
    head = content[:_HEAD].decode("utf-16" if wide else "latin-1", "replace")
    declaration = _DECLARATION.match(head)
    encoding = "utf-16" if wide else declaration[3].lower() if declaration else "utf-8"
    if encoding in ("utf-8", "utf8", "us-ascii", "ascii"):
        return content
    try:
        text = content.decode(encoding)
    except (LookupError, UnicodeDecodeError):
        return content  # reading it as UTF-8 says at which place it fails
    # Spaces after the declaration keep the columns of what stands on its line.
    text = _DECLARATION.sub(lambda match: f"{match[1]}{match[2]}UTF-8{match[2]}{' ' * (len(match[3]) - 5)}", text)
    return text.encode()
