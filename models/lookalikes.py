"""Characters that stand in for others: what each one looks like to a reader, and how it is disguised.

Two total maps over code points, both filled on demand, because most of Unicode is never met:

* :data:`FOLDED`, code point to the plain lower-case text that a reader sees (possibly empty);
* :data:`SHAPES`, code point to one letter that says what *kind* of character it is.

The compatibility mappings of Unicode (NFKC, Unicode Standard Annex 15) are taken from ``unicodedata``; the tables
below hold what they leave alone: letters of other scripts and symbols that were never meant as Latin letters.
"""

import unicodedata
from collections.abc import Callable
from typing import Final

# Pairs of alphabet and look-alikes, position by position. A blank keeps its place empty.
_ALPHABETS: Final = (
    # Cyrillic: capitals and small letters differ in what they resemble, so both are listed.
    ("abcdefghijklmnopqrstuvwxyz", "авсԁеғԍніјклмпорԛгѕтцѵԝхуз"),
    ("aekmoctubhpyxr3n6s", "АЕКМОСТЦВНРУХЯЗИБЅ"),
    ("ijqwegdeaihmty", "ІЈԚԜЄҒԀЁӐӀҺМҬҮ"),
    ("eiiekhy4e3nrwwbabe", "єїӏёқһү4эзияшщьӑъѐ"),
    # Greek.
    ("abydeznoiklmvxonpotuoxwscj", "αβγδεζηθικλμνξοπρστυφχωςϲϳ"),
    ("abeznikmnoptyxesaaeow", "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧΞΣΛΔΈΘΩ"),
    ("aeioyuniiu", "άέίόύΰήϊΐϋ"),
    # Cherokee and Lisu.
    ("abcdeghijklmnoprstuvwyz", "ᎪᏴᏟᎠᎬᏀᎻᎥᎫᏦᏞᎷᏁᎾᏢᎡᏚᎢᏌᏙᎳᎩᏃ"),
    ("zghpwrsyj", "ᏃᎶᏂᏈᏔᏒᎦᎽᏧ"),
    ("abcdefghijklmnoprstuvwxyz", "ꓮꓐꓚꓓꓰꓝꓖꓧꓲꓙꓗꓡꓟꓠꓳꓑꓣꓢꓔꓴꓦꓪꓫꓬꓜ"),
    # Canadian syllabics and Armenian.
    ("abcdefghjlmnprsuvwzbpdi", "ᗩᗷᑕᗪᗴᖴᘜᕼᒍᒪᗰᑎᑭᖇᔕᑌᐯᗯᘔᑲᑶᗞᓰ"),
    ("wounhgzjpuonslr", "աօսոհցզյքՍՈռՏլր"),
    # Small capitals, turned and hooked letters of the phonetic alphabet.
    ("abcdefghijklmnopqrstuvwyz", "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘǫʀꜱᴛᴜᴠᴡʏᴢ"),
    ("agiieeabddfghiklmnnnopr", "ɑɡıɩɘəɐɓɖɗƒɠɦɨƙɭɱɲɳŋɵƥɽ"),
    ("sttuvyzzbpoldhtoebrs", "ʂƭʈʉʋƴʐƶßþøłđħŧœæƀɍƨ"),
    ("bdoldhtyjrvwpeacs", "ƁƊØŁĐĦŦɎɈɌƲƜƤƎȺȻꜱ"),
    # Ideographs, kana and signs of money used as letters.
    ("abcdefhijklmnopqrstuvwxyz", "卂乃匚刀乇千卄丨丁长乚爪几口尸Ɋ尺丂丅凵ᐯ山乂丫乙"),
    ("kglohuoyi", "ҜᎶㄥㄖㄏㄩロㄚ工"),
    ("acsgkmnstwbefp", "₳₵₴₲₭₥₦₴₮₩฿€₣₱"),
)
_STYLED_RUNS: Final = (
    # First code point, how many, what the first one shows: enclosed forms that NFKC does not open.
    (0x1F150, 26, "a"),  # negative circled
    (0x1F170, 26, "a"),  # negative squared
    (0x1F1E6, 26, "a"),  # regional indicators
)
_PLAIN_LETTERS: Final = frozenset("abcdefghijklmnopqrstuvwxyz")
# Combining marks drawn over, under or through what stands before them; those of other scripts carry meaning.
_STROKES: Final = (
    (0x300, 0x36F),
    (0x483, 0x489),
    (0x1AB0, 0x1AFF),
    (0x1DC0, 0x1DFF),
    (0x20D0, 0x20FF),
    (0xFE20, 0xFE2F),
)
_BLANKS: Final = frozenset("\u2800\u3164\uffa0\u115f\u1160 \t\n\r\v\f\x1c\x1d\x1e\x1f\x85")
_SELECTORS: Final = ((0x180B, 0x180F), (0xFE00, 0xFE0F), (0xE0000, 0xE01EF))
_FILLER: Final = ((0x2500, 0x25FF),)
_BRACKETS: Final = frozenset("【】〖〗「」『』〔〕〘〙〚〛《》〈〉⟦⟧❲❳❪❫｢｣﹝﹞⦗⦘⌈⌉⌊⌋꧁꧂")
_LONGEST_EXPANSION: Final = 3
_REPLACEMENT: Final = "\ufffd"
# A map that met every character of Unicode once would hold some 100 MB for ever.
_MOST_REMEMBERED: Final = 20_000


def _within(code: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(low <= code <= high for low, high in ranges)


def _tables() -> dict[str, str]:
    table: dict[str, str] = {}
    for plain, disguised in _ALPHABETS:
        for seen, typed in zip(plain, disguised, strict=False):
            table.setdefault(typed, seen)
    for first, count, letter in _STYLED_RUNS:
        for step in range(count):
            table[chr(first + step)] = chr(ord(letter) + step)
    return {typed: seen for typed, seen in table.items() if not typed.isascii()}


_LOOKALIKES: Final = _tables()


def _one_step(char: str) -> str:  # noqa: PLR0911 - one line a kind, the first that fits
    """Fold one character once: towards the plain text, not necessarily all the way."""
    code = ord(char)
    if "!" <= char <= "~":
        return char.lower()
    if char in _BLANKS or char in _BRACKETS or _within(code, _FILLER):
        return " "
    if char in _LOOKALIKES:
        return _LOOKALIKES[char]
    category = unicodedata.category(char)
    if category in {"Cf", "Cc"} or _within(code, _SELECTORS) or _within(code, _STROKES):
        return ""
    if category == "Cs":
        return _REPLACEMENT
    if category in {"Zs", "Zl", "Zp"}:
        return " "
    digit = unicodedata.digit(char, None)
    if digit is not None:
        return str(digit)
    opened = unicodedata.normalize("NFKD", char)
    return opened if opened != char else char.lower()


def seen_as(code: int) -> str:
    """Return what a reader sees for one code point: plain, lower-case, at most three characters, maybe none.

    Folding the result again changes nothing, so that folding a text twice equals folding it once.
    """
    char = chr(code)
    text = char
    for _ in range(6):
        following = "".join(map(_one_step, text))
        if following == text:
            break
        text = following
    return text if len(text) <= _LONGEST_EXPANSION else char


def shape_of(code: int) -> str:  # noqa: PLR0911 - as above
    """Return the kind of one code point, as one letter (or none, for what only modifies its neighbour).

    ``A`` capital, ``a`` small letter, ``9`` digit, ``S`` disguised letter, ``D`` disguised digit, ``C`` Cyrillic or
    Greek, ``l`` other script, ``M`` stroke over or under, ``I`` invisible, ``B`` block filler, ``R`` bracket,
    ``e`` emoji or symbol, blank for white space; ASCII punctuation stands for itself, other punctuation is ``.``.
    """
    char = chr(code)
    if char in _BLANKS:
        return " " if code < 0x100 else "I"  # noqa: PLR2004 - a blank beyond Latin-1 is there to deceive
    if char.isascii():
        if char.isalpha():
            return "A" if char.isupper() else "a"
        return "9" if char.isdigit() else char if char.isprintable() else "I"
    if _within(code, _STROKES):
        return "M"
    if code == 0x200D or 0xFE00 <= code <= 0xFE0F or 0x1F3FB <= code <= 0x1F3FF:  # noqa: PLR2004 - parts of emoji
        return ""
    if _within(code, _FILLER):
        return "B"
    if char in _BRACKETS:
        return "R"
    return _shape_by_category(char, unicodedata.category(char))


def _shape_by_category(char: str, category: str) -> str:
    if category in {"Cf", "Cc", "Mn", "Me"}:
        return "I" if category[0] == "C" else "l"
    if category in {"Co", "Cn", "Cs"}:
        return "S"
    seen = seen_as(ord(char))
    if seen.isascii() and seen.strip():
        return _shape_of_disguised(char, category, seen)
    if category[0] == "L":
        return "C" if unicodedata.name(char, "").startswith(("CYRILLIC", "GREEK")) else "l"
    if category[0] == "P":
        return "."
    return " " if category[0] == "Z" else "l" if category[0] in "MN" else "e"


def _shape_of_disguised(char: str, category: str, seen: str) -> str:
    if not seen.isalnum():
        return "."
    if category[0] == "L" and not set(seen) - _PLAIN_LETTERS:
        if unicodedata.name(char, "").startswith(("CYRILLIC", "GREEK")):
            return "C"
        opened = unicodedata.normalize("NFD", char)
        if len(opened) > 1 and opened[0].isascii():
            return "A" if opened[0].isupper() else "a"
    return "D" if seen.isdigit() else "S"


class _OnDemand(dict[int, str]):
    """A map for ``str.translate`` that computes an entry when it is first met and forgets when it grows too large."""

    def __init__(self, compute: Callable[[int], str]) -> None:
        super().__init__()
        self._compute = compute

    def __missing__(self, code: int) -> str:
        value = self._compute(code)
        if len(self) < _MOST_REMEMBERED:
            self[code] = value
        return value


FOLDED: Final = _OnDemand(seen_as)
SHAPES: Final = _OnDemand(shape_of)
