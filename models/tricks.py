"""Made-up brands of gambling, and the tricks by which such names are disguised, to train on.

The disguises that the classifier is *tried* with are of :mod:`models.disguises`, written apart from these.
"""

import random
from collections.abc import Callable
from typing import Final

_ONSETS: Final = (
    "b",
    "d",
    "g",
    "h",
    "j",
    "k",
    "l",
    "m",
    "n",
    "p",
    "r",
    "s",
    "t",
    "w",
    "c",
    "z",
    "kr",
    "pr",
    "st",
    "x",
    "",
)
_VOWELS: Final = ("a", "i", "u", "e", "o", "a", "i")
_CODAS: Final = ("", "", "", "n", "ng", "r", "s", "l", "k", "x")
_ENDINGS: Final = (
    "88",
    "77",
    "777",
    "99",
    "69",
    "138",
    "303",
    "4d",
    "4d",
    "bet",
    "toto",
    "slot",
    "hoki",
    "win",
    "play",
    "cuan",
    "jp",
    " toto",
    "88 slot",
    "",
    "",
    "",
)
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
_CYRILLIC: Final = dict(zip("aceopxyhkmtbis", "асеорхуһкмтЬіѕ", strict=True))
_GREEK: Final = dict(zip("abekmnoptuxyzhi", "αβεκμνορτυχγζηι", strict=True))
_CHEROKEE: Final = dict(zip("abcdeghijklmprstvwz", "ᎪᏴᏟᎠᎬᎶᎻᎥᎫᏦᏞᎷᏢᎡᏚᎢᏙᎳᏃ", strict=True))
_SMALL_CAPITALS: Final = dict(zip("abcdefghijklmnoprtuvwyz", "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀᴛᴜᴠᴡʏᴢ", strict=True))
_LEET: Final = {"a": "4", "e": "3", "i": "1", "o": "0", "s": "5", "t": "7"}
# First code points of a run of 26 capitals, of 26 small letters, and of ten digits (0: none in that style).
_ALPHABETS: Final = (
    (0x1D400, 0x1D41A, 0x1D7CE),  # bold
    (0x1D434, 0x1D434, 0),  # italic capitals
    (0x1D468, 0x1D482, 0x1D7CE),  # bold italic
    (0x1D4D0, 0x1D4EA, 0x1D7D8),  # bold script
    (0x1D56C, 0x1D586, 0x1D7D8),  # bold fraktur
    (0x1D538, 0x1D552, 0x1D7D8),  # double-struck
    (0x1D5A0, 0x1D5BA, 0x1D7E2),  # sans-serif
    (0x1D5D4, 0x1D5EE, 0x1D7EC),  # sans-serif bold
    (0x1D608, 0x1D622, 0),  # sans-serif italic
    (0x1D63C, 0x1D656, 0x1D7EC),  # sans-serif bold italic
    (0x1D670, 0x1D68A, 0x1D7F6),  # monospace
    (0xFF21, 0xFF41, 0xFF10),  # full width
    (0x24B6, 0x24D0, 0),  # circled
    (0x1F130, 0x1F130, 0),  # squared
    (0x1F150, 0x1F150, 0),  # negative circled
    (0x1F170, 0x1F170, 0),  # negative squared
    (0x1F1E6, 0x1F1E6, 0),  # regional indicators
)
# Code points of these alphabets that Unicode never assigned, or gave to a letterlike symbol elsewhere.
_HOLES: Final = frozenset({0x1D53A, 0x1D53F, 0x1D545, 0x1D547, 0x1D548, 0x1D549, 0x1D551})


def made_up_brand(chance: random.Random) -> str:
    """Return a name as gambling sites have them, lower case, with or without digits."""
    syllables = chance.choice((1, 2, 2, 2, 3))
    stem = "".join(chance.choice(_ONSETS) + chance.choice(_VOWELS) for _ in range(syllables)) + chance.choice(_CODAS)
    return stem + chance.choice(_ENDINGS)


def styled(name: str, chance: random.Random, share: float = 1.0) -> str:
    """Return *name* in one of Unicode's other alphabets, each letter with probability *share*."""
    capital, small, digit = chance.choice(_ALPHABETS)
    upper = chance.random() < 0.7  # noqa: PLR2004 - as often as seen
    return "".join(
        _restyled(char, capital if upper else small, digit) if chance.random() < share else char for char in name
    )


def _restyled(char: str, letters: int, digits: int) -> str:
    if char.lower() in _LETTERS:
        code = letters + _LETTERS.index(char.lower())
        return char.upper() if code in _HOLES else chr(code)
    if digits and char.isascii() and char.isdigit():
        return chr(digits + int(char))
    return char


def _cased(name: str, chance: random.Random) -> str:
    """Return *name* in capitals, mostly, or in small letters, or with one capital."""
    return chance.choice((name.upper(), name.upper(), name.upper(), name, name.title()))


def _spaced(name: str, chance: random.Random) -> str:
    return chance.choice((" ", " ", " ", "  ", ".", "-", " . ", "_", "*", "|", "/")).join(_cased(name, chance))


def _bracketed(name: str, chance: random.Random) -> str:
    left, right = chance.choice(
        ("【】", "〖〗", "[]", "『』", "()", "()", "{}", "<>", "「」", "〔〕", "「」", "||", "**")
    )
    between = chance.choice(("", "", " "))
    return between.join(f"{left}{char}{right}" for char in _cased(name, chance))


def _struck(name: str, chance: random.Random) -> str:
    line = chance.choice("\u0332\u0336\u0335\u035f\u0305\u0333")
    return "".join(char + line for char in _cased(name, chance))


def _cyrillic(name: str, chance: random.Random) -> str:
    return "".join(_CYRILLIC.get(char, char) if chance.random() < 0.7 else char.upper() for char in name)  # noqa: PLR2004 - as often as seen


def _filled(name: str, chance: random.Random) -> str:
    block = chance.choice("░▒█▓▌▐■▬")
    return block + block.join(_cased(name, chance)) + block


def _invisible(name: str, chance: random.Random) -> str:
    return chance.choice("\u200b\u200c\u200d\u2060\u2063\u00ad\ufeff").join(_cased(name, chance))


def _leet(name: str, chance: random.Random) -> str:
    share = chance.choice((0.4, 0.6, 1.0))
    return _cased("".join(_LEET.get(char, char) if chance.random() < share else char for char in name), chance)


def _greek(name: str, chance: random.Random) -> str:
    share = chance.choice((0.3, 0.7, 1.0))
    table = chance.choice((_GREEK, _CHEROKEE, _SMALL_CAPITALS))
    return "".join(table.get(char, char.upper()) if chance.random() < share else char.upper() for char in name)


def _digits_alone(name: str, chance: random.Random) -> str:
    """Return *name* plain, its digits alone in another style."""
    if chance.random() < 0.3:  # noqa: PLR2004 - as often as seen
        first = chance.choice((0x278A, 0x2776, 0x2460))
        digits = {str(digit): chr(first + digit - 1) for digit in range(1, 10)}
    else:
        zero = chance.choice([digit for *_, digit in _ALPHABETS if digit])
        digits = {str(digit): chr(zero + digit) for digit in range(10)}
    return "".join(digits.get(char, char) for char in _cased(name, chance))


def _keycaps(name: str, chance: random.Random) -> str:
    body = styled(name, chance)
    return "".join(f"{char}\ufe0f\u20e3" if char.isascii() and char.isdigit() else char for char in body)


def _syllables(name: str, chance: random.Random) -> str:
    size = chance.choice((2, 2, 3, 4))
    parts = [name[at : at + size] for at in range(0, len(name), size)]
    if chance.random() < 0.4:  # noqa: PLR2004 - as often as seen
        return " ".join(styled(part, chance) if chance.random() < 0.4 else part.title() for part in parts)  # noqa: PLR2004 - as often as seen
    write = chance.choice((str.title, str.upper, str.lower))
    return chance.choice((" ", " ", " ", "-", ".")).join(map(write, parts))


def _patchwork(name: str, chance: random.Random) -> str:
    """Return *name* with each letter in another alphabet, digits for letters now and then."""
    seen = _leet(name, chance).lower() if chance.random() < 0.5 else name  # noqa: PLR2004 - as often as seen
    return "".join(styled(char, chance) for char in seen)


def _styled_leet(name: str, chance: random.Random) -> str:
    """Return *name* with digits for letters, in another alphabet."""
    return styled(_leet(name, chance).lower(), chance)


def _styled_apart(name: str, chance: random.Random) -> str:
    """Return *name* in one other alphabet with a sign between its letters."""
    return chance.choice((" ", " ", "-", ".", "_", "\u200b")).join(styled(name, chance))


def _mixed(name: str, chance: random.Random) -> str:
    return styled(name, chance, 0.6)


TRICKS: Final[tuple[Callable[[str, random.Random], str], ...]] = (
    # Twice where the letters themselves give little away.
    styled,
    styled,
    _styled_leet,
    _mixed,
    _patchwork,
    _styled_apart,
    _spaced,
    _spaced,
    _bracketed,
    _bracketed,
    _struck,
    _cyrillic,
    _cyrillic,
    _filled,
    _invisible,
    _leet,
    _leet,
    _greek,
    _keycaps,
    _digits_alone,
    _digits_alone,
    _syllables,
    _syllables,
    lambda name, _: name.upper(),
    lambda name, _: name.upper(),
    lambda name, _: name.title(),
    lambda name, _: name,
    lambda name, _: name,
)


def disguised(name: str, chance: random.Random) -> str:
    """Return *name* dressed in a trick drawn at random, now and then none, with or without decoration around it."""
    dressed = chance.choice(TRICKS)(name, chance)
    if chance.random() < 0.3:  # noqa: PLR2004 - as often as seen
        sign = chance.choice("⭐🔥💥✨❤🎰💎🚀👑📌🌟🎯⚡🍀🏆")
        return f"{sign}{dressed}{sign}" if chance.random() < 0.5 else f"{sign} {dressed} {sign}"  # noqa: PLR2004 - as often as seen
    return dressed
