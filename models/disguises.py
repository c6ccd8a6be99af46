"""Every trick by which a name is hidden in comments, by name, to try a classifier with.

Written apart from :mod:`models.augment`, from which it learns: a classifier that knew only its teacher's way to space
out a name, or only its alphabets, would show here. The tricks are those counted on the page of the training data.
"""

import random
from collections.abc import Callable
from typing import Final

Trick = Callable[[str, random.Random], str]

_SMALL: Final = "abcdefghijklmnopqrstuvwxyz"
# Unicode's letters of mathematics, by the code point of their capital A; small letters follow 26 later.
_MATHEMATICAL: Final = (
    0x1D400, 0x1D434, 0x1D468, 0x1D4D0, 0x1D56C, 0x1D5A0, 0x1D5D4, 0x1D608, 0x1D63C, 0x1D670,
)  # fmt: skip
_ZEROS: Final = (0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6)
_CIRCLED, _SQUARED, _DARK_CIRCLED, _DARK_SQUARED, _REGIONAL = 0x24B6, 0x1F130, 0x1F150, 0x1F170, 0x1F1E6
_ITALIC_H: Final = 0x1D455  # unassigned: Planck's constant has its place
_CYRILLIC: Final = str.maketrans("acehijkmopstxy", "асеһіјкморѕтху")
_CYRILLIC_CAPITALS: Final = str.maketrans("ABCEHIJKMOPSTXY", "АВСЕНІЈКМОРЅТХУ")
_GREEK: Final = str.maketrans("ABEHIKMNOPTXYZ", "ΑΒΕΗΙΚΜΝΟΡΤΧΥΖ")
_CHEROKEE: Final = str.maketrans("ABCDEGHIJKLMPRSTVWYZ", "ᎪᏴᏟᎠᎬᏀᎻᏆᎫᏦᏞᎷᏢᎡᏚᎢᏙᎳᎩᏃ")
_SMALL_CAPITALS: Final = str.maketrans(_SMALL, "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘǫʀꜱᴛᴜᴠᴡxʏᴢ")
_DIGIT_FOR_LETTER: Final = str.maketrans("aeiostg", "4310579")
_DINGBATS: Final = ("⓿❶❷❸❹❺❻❼❽❾", "🄋➀➁➂➃➄➅➆➇➈", "⓪①②③④⑤⑥⑦⑧⑨")
_OVER_AND_UNDER: Final = "\u0332\u0333\u0336\u0335\u0305\u033e\u0330\u0359"
_BRACKETS: Final = ("【】", "〔〕", "「」", "()", "[]")
_BLOCKS: Final = "░▒▓█"
_INVISIBLE: Final = "\u200b\u200c\u200d\u2060\u00ad"
_SEPARATORS: Final = (" ", "  ", ".", "-", "_", "·")
_LONGEST_PIECE: Final = 3


def _letter(char: str, capital: int, small: int) -> str:
    if char.isascii() and char.isalpha():
        code = (capital if char.isupper() else small) + _SMALL.index(char.lower())
        return "ℎ" if code == _ITALIC_H else chr(code)
    return char


def _alphabet(name: str, capital: int, small: int) -> str:
    return "".join(_letter(char, capital, small) for char in name)


def _numerals(name: str, zero: int) -> str:
    return "".join(chr(zero + int(char)) if char in "0123456789" else char for char in name)


def _cased(name: str, chance: random.Random) -> str:
    return chance.choice((name.upper(), name.upper(), name.title(), name))


def mathematical(name: str, chance: random.Random) -> str:
    """Return *name* in one of the alphabets of mathematics, its digits too."""
    capital = chance.choice(_MATHEMATICAL)
    return _numerals(_alphabet(_cased(name, chance), capital, capital + 26), chance.choice(_ZEROS))


def mathematical_digits(name: str, chance: random.Random) -> str:
    """Return *name* with its digits alone in a mathematical style; without digits, as it is in capitals."""
    return _numerals(name.upper(), chance.choice(_ZEROS))


def mixed(name: str, chance: random.Random) -> str:
    """Return *name* with about half of its letters styled, at least one and not all, from several alphabets."""
    places = set(chance.sample(range(len(name)), k=max(1, len(name) // 2)))
    return "".join(mathematical(char, chance) if at in places else char.upper() for at, char in enumerate(name))


def full_width(name: str, chance: random.Random) -> str:
    """Return *name* in the wide letters of Chinese and Japanese type."""
    return _numerals(_alphabet(_cased(name, chance), 0xFF21, 0xFF41), 0xFF10)


def enclosed(name: str, chance: random.Random) -> str:
    """Return *name* in letters in circles or squares, dark or light."""
    capital = chance.choice((_CIRCLED, _SQUARED, _DARK_CIRCLED, _DARK_SQUARED))
    return _alphabet(name.upper(), capital, capital)


def regional(name: str, chance: random.Random) -> str:
    """Return *name* in the letters that flags are made of, kept apart so that none becomes a flag."""
    return chance.choice((" ", "\u200b")).join(_alphabet(name.upper(), _REGIONAL, _REGIONAL))


def digits_for_letters(name: str, chance: random.Random) -> str:
    """Return *name* with one letter or more written as a digit, where it has one that can be."""
    able = [at for at, char in enumerate(name) if char in "aeiostg"]
    places = set(chance.sample(able, k=min(len(able), chance.choice((1, 2, 3)))))
    written = (char.translate(_DIGIT_FOR_LETTER) if at in places else char for at, char in enumerate(name))
    return _cased("".join(written), chance)


def spaced(name: str, chance: random.Random) -> str:
    """Return *name* letter by letter with the same sign between."""
    return chance.choice(_SEPARATORS).join(_cased(name, chance))


def cyrillic(name: str, chance: random.Random) -> str:
    """Return *name* with the letters that Cyrillic has too taken from there."""
    return _cased(name, chance).translate(_CYRILLIC).translate(_CYRILLIC_CAPITALS)


def greek(name: str, _: random.Random) -> str:
    """Return *name* in capitals, those that Greek has too taken from there."""
    return name.upper().translate(_GREEK)


def cherokee(name: str, _: random.Random) -> str:
    """Return *name* in letters of Cherokee that look like capitals."""
    return name.upper().translate(_CHEROKEE)


def small_capitals(name: str, _: random.Random) -> str:
    """Return *name* in small capitals."""
    return name.translate(_SMALL_CAPITALS)


def lined(name: str, chance: random.Random) -> str:
    """Return *name* with a line over, through or under each of its characters."""
    line = chance.choice(_OVER_AND_UNDER)
    return "".join(char + line for char in _cased(name, chance))


def bracketed(name: str, chance: random.Random) -> str:
    """Return *name* with each letter in brackets."""
    left, right = chance.choice(_BRACKETS)
    return "".join(f"{left}{char}{right}" for char in name.upper())


def filled(name: str, chance: random.Random) -> str:
    """Return *name* with blocks between its letters."""
    return chance.choice(_BLOCKS).join(name.upper())


def keycaps(name: str, chance: random.Random) -> str:
    """Return *name* with its digits on keys; its letters plain or styled."""
    written = chance.choice((name.upper(), mathematical(name, chance)))
    plain = "".join(own if own in "0123456789" else char for own, char in zip(name, written, strict=True))
    return "".join(f"{char}\ufe0f\u20e3" if char in "0123456789" else char for char in plain)


def dingbat_digits(name: str, chance: random.Random) -> str:
    """Return *name* with its digits in circles; its letters plain or styled."""
    signs = chance.choice(_DINGBATS)
    letters = mathematical if chance.random() < 0.5 else lambda char, _: char.upper()  # noqa: PLR2004 - half of them
    return "".join(signs[int(char)] if char in "0123456789" else letters(char, chance) for char in name)


def syllables(name: str, chance: random.Random) -> str:
    """Return *name* in pieces of two or three letters with blanks between."""
    pieces, rest = [], name
    while len(rest) > _LONGEST_PIECE:
        size = chance.choice((2, 2, 3))
        pieces.append(rest[:size])
        rest = rest[size:]
    return chance.choice((str.title, str.title, str.upper, str.lower))(" ".join((*pieces, rest)))


def invisible(name: str, chance: random.Random) -> str:
    """Return *name* with a character between its letters that nobody sees."""
    return chance.choice(_INVISIBLE).join(_cased(name, chance))


def capitals(name: str, _: random.Random) -> str:
    """Return *name* in capitals: no trick at all."""
    return name.upper()


def title(name: str, _: random.Random) -> str:
    """Return *name* with a capital: no trick at all."""
    return name.title()


def small(name: str, _: random.Random) -> str:
    """Return *name* in small letters: no trick at all."""
    return name.lower()


DISGUISES: Final[dict[str, Trick]] = {
    "mathematical letters and digits": mathematical,
    "mathematical digits alone": mathematical_digits,
    "styled and plain mixed": mixed,
    "digits for letters": digits_for_letters,
    "l e t t e r spacing": spaced,
    "Cyrillic look-alikes": cyrillic,
    "Greek look-alikes": greek,
    "Cherokee look-alikes": cherokee,
    "full width": full_width,
    "lines over, through, under": lined,
    "enclosed": enclosed,
    "regional indicators": regional,
    "brackets": bracketed,
    "block filler": filled,
    "keycap digits": keycaps,
    "dingbat digits": dingbat_digits,
    "syllables split": syllables,
    "small capitals": small_capitals,
    "invisible characters": invisible,
    "none: capitals": capitals,
    "none: title": title,
    "none: small letters": small,
}
