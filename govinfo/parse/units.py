"""Money units stated in a header."""

from __future__ import annotations

import re

from govinfo.parse.fold import to_simplified

_STATED = re.compile(r"(?:[（(]|单位|[:：/／])[:：]?(?:人民币)?([^\W\d]{0,2}元)(?:[）)]|$)")


def stated_unit(header: str) -> str:
    """The unit of money that a header states, or an empty string.

    Examples
    --------
    >>> stated_unit("本年收费金额（单位：万元）")
    '万元'
    """
    found = _STATED.search(to_simplified("".join(header.split())))
    return found[1] if found else ""
