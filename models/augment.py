"""Made-up brands and fresh disguises for training, so that no name and no trick is learned by heart.

A brand found in a spam is exchanged for one that nobody has seen, dressed in a trick drawn at random. Genuine comments
get whole sentences in fancy letters and harmless names with digits, so that neither alone is evidence.
"""

import random
from collections.abc import Callable, Iterator
from typing import Final

from models.dataset import Row
from models.examples import HARMLESS_NAMES, TAGS
from models.text import trace_fold

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
    "",
)
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
_CYRILLIC: Final = dict(zip("aceopxyhkmtbis", "асеорхуһкмтЬіѕ", strict=True))
_LEET: Final = {"a": "4", "e": "3", "i": "1", "o": "0", "s": "5"}
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


def _spaced(name: str, chance: random.Random) -> str:
    return chance.choice((" ", " ", ".", "-", " . ", "_")).join(name.upper())


def _bracketed(name: str, chance: random.Random) -> str:
    left, right = chance.choice(("【】", "〖〗", "[]", "『』"))
    return "".join(f"{left}{char}{right}" for char in name)


def _struck(name: str, chance: random.Random) -> str:
    line = chance.choice("\u0332\u0336\u0335\u035f\u0305\u0333")
    return "".join(char + line for char in name.upper())


def _cyrillic(name: str, chance: random.Random) -> str:
    return "".join(_CYRILLIC.get(char, char) if chance.random() < 0.7 else char.upper() for char in name)  # noqa: PLR2004 - as often as seen


def _filled(name: str, chance: random.Random) -> str:
    block = chance.choice("░▒█▓")
    return block + block.join(name.upper()) + block


def _invisible(name: str, chance: random.Random) -> str:
    return chance.choice("\u200b\u200c\u2060\u00ad\ufeff").join(name.upper())


def _leet(name: str, chance: random.Random) -> str:
    return "".join(_LEET.get(char, char) if chance.random() < 0.6 else char for char in name)  # noqa: PLR2004 - as often as seen


def _keycaps(name: str, chance: random.Random) -> str:
    body = styled(name, chance)
    return "".join(f"{char}\ufe0f\u20e3" if char.isascii() and char.isdigit() else char for char in body)


def _syllables(name: str, chance: random.Random) -> str:
    parts = [name[at : at + 2] for at in range(0, len(name), 2)]
    return " ".join(styled(part, chance) if chance.random() < 0.4 else part.title() for part in parts)  # noqa: PLR2004 - as often as seen


def _mixed(name: str, chance: random.Random) -> str:
    return styled(name, chance, 0.6)


TRICKS: Final[tuple[Callable[[str, random.Random], str], ...]] = (
    styled,
    styled,
    styled,
    _mixed,
    _mixed,
    _spaced,
    _bracketed,
    _struck,
    _cyrillic,
    _filled,
    _invisible,
    _leet,
    _keycaps,
    _syllables,
    lambda name, _: name.upper(),
    lambda name, _: name.upper(),
    lambda name, _: name.title(),
    lambda name, _: name,
)


def disguised(name: str, chance: random.Random) -> str:
    """Return *name* dressed in a trick drawn at random, now and then none, with or without decoration around it."""
    dressed = chance.choice(TRICKS)(name, chance)
    if chance.random() < 0.3:  # noqa: PLR2004 - as often as seen
        sign = chance.choice("⭐🔥💥✨❤🎰💎🚀👑📌🌟🎯⚡🍀🏆")
        return f"{sign}{dressed}{sign}" if chance.random() < 0.5 else f"{sign} {dressed} {sign}"  # noqa: PLR2004 - as often as seen
    return dressed


def find_brand(text: str, brand: str) -> tuple[int, int] | None:
    """Return where *brand* stands in *text* as typed, (start, end) offsets, whatever it is written in."""
    trace = trace_fold(text)
    places = [at for at, char in enumerate(trace.text) if char.isalnum()]
    at = "".join(trace.text[place] for place in places).find(brand)
    if at < 0 or not brand:
        return None
    return trace.origins[places[at]], trace.origins[places[at + len(brand) - 1]] + 1


def with_other_brand(row: Row, chance: random.Random) -> Row | None:
    """Return *row* with its brand exchanged for a made-up one in a fresh disguise, or None where it is not found."""
    found = find_brand(row.submission.text, row.brand)
    if found is None:
        return None
    text = row.submission.text
    text = text[: found[0]] + disguised(made_up_brand(chance), chance) + text[found[1] :]
    return Row(
        submission=row.submission._replace(text=text),
        spam=True,
        source="made-up brands",
        split=row.split,
        cluster=row.cluster,
        brand=row.brand,
    )


def _harmless_piece(chance: random.Random) -> str:
    if chance.random() < 0.2:  # noqa: PLR2004 - as often as seen
        return "https://t.co/" + "".join(chance.choices(_LETTERS + _LETTERS.upper() + "0123456789", k=10))
    if chance.random() < 0.4:  # noqa: PLR2004 - as often as seen
        return chance.choice(TAGS)
    name = chance.choice(HARMLESS_NAMES)
    return chance.choice((name, name.upper(), name.lower()))


def harmless_disguises(row: Row, chance: random.Random) -> Row:
    """Return a genuine *row* in fancy letters from end to end, or with something put in that only looks like spam."""
    text = row.submission.text
    if chance.random() < 0.25:  # noqa: PLR2004 - as often as seen
        text = styled(text, chance)
    else:
        words = text.split(" ")
        for _ in range(chance.choice((1, 1, 1, 2, 3))):
            words.insert(chance.randrange(len(words) + 1), _harmless_piece(chance))
        text = " ".join(words)
    return Row(
        submission=row.submission._replace(text=text),
        spam=False,
        source="harmless disguises",
        split=row.split,
        cluster=row.cluster,
    )


def augmented(rows: list[Row], chance: random.Random, spam_share: float, ham_share: float) -> Iterator[Row]:
    """Yield altered copies of a random share of *rows*: of spam with a known brand, and of ham.

    Args:
        rows: Rows to train on.
        chance: Source of all randomness.
        spam_share: Altered copies per spam with a brand, 0 or more; the fraction is drawn.
        ham_share: Altered copies per ham, as above.
    """
    for row in rows:
        share = spam_share if row.spam and row.brand else 0.0 if row.spam else ham_share
        for _ in range(int(share + chance.random())):
            other = with_other_brand(row, chance) if row.spam else harmless_disguises(row, chance)
            if other is not None:
                yield other
