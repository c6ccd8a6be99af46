"""Made-up brands and fresh disguises for training, so that no name and no trick is learned by heart.

A brand found in a spam is exchanged for one that nobody has seen, dressed in a trick drawn at random. Genuine comments
get whole sentences in fancy letters and harmless names with digits, so that neither alone is evidence.
"""

import random
import string
from collections.abc import Iterator

from models.dataset import Row
from models.examples import HARMLESS_NAMES, KNOWN_HOSTS, SLUG_WORDS, TAGS
from models.text import trace_fold
from models.tricks import disguised, made_up_brand, styled


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


def _harmless_link(chance: random.Random) -> str:
    """Return a link as people quote them: to news, an office, a video, a network; short, or with its path."""
    code = "".join(chance.choices(string.ascii_letters + string.digits, k=chance.choice((6, 8, 10, 11))))
    date = f"{chance.randrange(2015, 2027)}/{chance.randrange(1, 13):02}/{chance.randrange(1, 29):02}"
    words = "-".join(chance.choice(SLUG_WORDS) for _ in range(chance.randrange(2, 7)))
    path = chance.choice(("", f"/{words}", f"/berita/{words}", f"/read/{date}/{words}", f"/{date}/{words}.html"))
    host = chance.choice(KNOWN_HOSTS)
    if chance.random() < 0.3:  # noqa: PLR2004 - as often as seen
        host = (
            f"{words.replace('-', '')[:14]}.{chance.choice(('go.id', 'ac.id', 'co.id', 'com', 'id', 'org', 'sch.id'))}"
        )
    made = (
        f"https://t.co/{code}",
        f"https://youtu.be/{code}",
        f"https://www.youtube.com/watch?v={code}",
        f"https://{host}{path}",
        f"https://www.{host}{path}",
        f"https://{host}/{code.lower()}",
        f"{host}{path}",
    )
    return chance.choice(made)


def _harmless_piece(chance: random.Random) -> str:
    if chance.random() < 0.3:  # noqa: PLR2004 - as often as seen
        return _harmless_link(chance)
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
