"""Chinese numerals as people write them in messages: up to the hundreds, or digits read out one by one."""

_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SCALES = {"十": 10, "百": 100}

HAN = "零〇一二两三四五六七八九十百"
"""Every character of a numeral."""


def value(numeral: str) -> int:
    """Return the value of a Chinese numeral below a thousand (十二, 一百零三), or of digits read out one by one (二零三)."""
    if not set(numeral) & set(_SCALES):
        return int("".join(str(_DIGITS[digit]) for digit in numeral))
    total = digit = 0
    for character in numeral:
        if character in _SCALES:
            total += (digit or 1) * _SCALES[character]
            digit = 0
        else:
            digit = _DIGITS[character]
    return total + digit
