"""Signs of fonts that have an alphabet of their own."""

from __future__ import annotations

#: What a sign is shown as that may be a digit for all we know.
LOST = "\ufffd"
_PICTURES = ("wingdings", "webdings", "symbol", "marlett", "zapfdingbats")
_PRIVATE = range(0xE000, 0xF900)
_OWN = 0xF000  # where the 256 signs of such a font begin


def symbol(code: str, font: str) -> str:
    """The character that a sign stands for, by its code and its font.

    Digits and circled digits are given; a sign known to be a picture is a space, so that
    what stands on either side stays apart; any other is `LOST`.

    Examples
    --------
    >>> symbol("F032", "Symbol"), symbol("F081", "Wingdings"), symbol("2460", "SimSun")
    ('2', '①', '①')
    >>> symbol("F0FC", "Wingdings"), symbol("F032", "Unknown") == LOST
    (' ', True)
    """
    try:
        number = int(code, 16)
    except ValueError:
        return LOST
    if number not in _PRIVATE and 0x20 <= number < 0xD800:
        return chr(number)
    name, own = font.lower().replace(" ", ""), number - _OWN
    if not name.startswith(_PICTURES) or not 0x20 <= own <= 0xFF:
        return LOST
    return _SIGNS.get((name, own), " ")


_SIGNS = {
    **{("symbol", own): chr(own) for own in (*range(0x30, 0x3A), *b"%(),./")},
    **{("wingdings", 0x80 + count): "⓪①②③④⑤⑥⑦⑧⑨⑩"[count] for count in range(11)},
    **{("wingdings", 0x8B + count): "⓿❶❷❸❹❺❻❼❽❾❿"[count] for count in range(11)},
    **{("wingdings2", 0x69 + count): "⓪①②③④⑤⑥⑦⑧⑨⑩"[count] for count in range(11)},
    **{("wingdings2", 0x74 + count): "⓿❶❷❸❹❺❻❼❽❾❿"[count] for count in range(11)},
}
