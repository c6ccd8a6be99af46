"""Made-up names and websites for training, so that who somebody is counts only where it promotes something.

Few of the labelled comments name their author, and those that do come from one network, so a classifier that saw only
them would hold an ordinary name for evidence. Here comments of either label get ordinary names at the same rate, and
some promotions stand in the name or the website, where a harmless text cannot hide them.
"""

import random
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from models.dataset import TRAIN, Row
from models.ngrams import Submission
from models.tricks import disguised, made_up_brand

_GIVEN: Final = tuple(
    """
    Adi Agus Ahmad Aisyah Ajeng Aldi Alya Amir Ana Andi Anggi Anton Ari Arif Asep Astri Ayu Bagas Bagus Bambang Bayu
    Bela Bima Budi Bunga Cahya Citra Dani Dedi Deni Desi Dewa Dewi Dian Dika Dimas Dina Dini Dodi Doni Dwi Edi Eka
    Eko Elsa Endang Eni Erna Evi Fahmi Fajar Farah Farhan Fatimah Febri Feri Fikri Firman Fitri Galih Gilang Gita
    Gunawan Hadi Hafiz Hana Hani Hari Hasan Hendra Heri Ika Ilham Imam Indah Indra Intan Irfan Irma Iwan Jaka Joko
    Kadek Kartika Ketut Komang Kurnia Laila Laras Lestari Lia Lina Lukman Made Maya Mega Mira Muhammad Nadia Nanda
    Nia Nina Novi Nur Nyoman Okta Putra Putri Rahmat Rani Ratna Reza Rian Ridwan Rina Rini Risa Rizal Rizky Rudi
    Sari Satria Sinta Siti Slamet Sri Surya Susi Taufik Teguh Tia Tika Tono Tri Tuti Udin Umar Vina Wahyu Wati
    Wawan Wayan Widi Wira Wulan Yani Yanti Yoga Yudi Yuli Yusuf Zahra Zaki
    Alice Anna Ben Carlos Chen Daniel David Elena Emma Fatima George Grace Hans Ivan James Jane John Jose Julia Kate
    Kevin Laura Lee Linda Lucas Luis Maria Mark Mary Michael Mohammed Nick Olga Omar Paul Peter Priya Robert Sam
    Sarah Sofia Steve Susan Thomas Tom William Yuki
    """.split()  # noqa: SIM905 - many short words read better as text
)
_FAMILY: Final = tuple(
    """
    Santoso Wijaya Saputra Pratama Hidayat Nugroho Setiawan Kurniawan Gunawan Susanto Wibowo Siregar Nasution Harahap
    Simanjuntak Situmorang Lubis Tanjung Rahman Hakim Maulana Ramadhan Firmansyah Permana Utami Lestari Handayani
    Rahayu Suryani Purnama Halim Tan Lim Wong Smith Jones Brown Garcia Miller Davis Martin Khan Singh Kim Nguyen
    """.split()  # noqa: SIM905 - many short words read better as text
)
_TITLES: Final = ("Pak", "Bu", "Mas", "Mbak", "Bang", "Kang", "Om", "Tante", "Haji", "Mr", "Mrs")
_UNNAMED: Final = (
    "warga",
    "Warga Biasa",
    "anonim",
    "Anonymous",
    "pembaca",
    "Pembaca Setia",
    "orang lewat",
    "netizen",
    "rakyat kecil",
    "perantau",
    "admin",
    "user",
    "guest",
    "reader",
    "nelayan",
    "Pak RT",
    "mahasiswa",
)
_HOSTS: Final = ("blogspot.com", "wordpress.com", "com", "net", "id", "my.id", "web.id", "org", "github.io", "co.id")
_NAMED_SHARE: Final = 0.6
_WEBSITE_SHARE: Final = 0.04
_PROMOTING_SHARE: Final = 0.03


def ordinary_name(chance: random.Random) -> str:
    """Return a name as people write theirs into a form: a given name, two names, a handle, or none in particular."""
    given, family = chance.choice(_GIVEN), chance.choice(_FAMILY)
    number = str(chance.choice((chance.randrange(10), chance.randrange(100), chance.randrange(1960, 2015))))
    made = chance.choice(
        (
            given,
            given,
            f"{given} {family}",
            f"{given} {family}",
            f"{given} {family[0]}.",
            f"{chance.choice(_TITLES)} {given}",
            f"{given}{number}",
            f"{given.lower()}_{family.lower()}",
            f"@{given.lower()}{family.lower()}{number}",
            f"@{given}{family}-{chance.choice('abcdefgh')}{number}{chance.choice('klmnopqr')}",
            f"{chance.choice(_UNNAMED)} {number}",
            chance.choice(_UNNAMED),
        )
    )
    return chance.choice((made, made, made, made.lower(), made.upper()))


def ordinary_website(chance: random.Random) -> str:
    """Return the address of a personal site or a small firm."""
    stem = chance.choice(_GIVEN).lower() + chance.choice(("", chance.choice(_FAMILY).lower()))
    return f"{chance.choice(('https://', 'https://www.', 'http://'))}{stem}.{chance.choice(_HOSTS)}"


def promoting_website(chance: random.Random) -> str:
    """Return an address as gambling sites have them."""
    host = chance.choice(("com", "xyz", "vip", "live", "site", "online", "net", "info", "club", "me"))
    path = chance.choice(("", "", "/daftar", "/slot", "/link-alternatif", "/login", "/promo"))
    return f"https://{chance.choice(('', 'www.', 'slot-', 'link-'))}{made_up_brand(chance)}.{host}{path}"


def named(rows: Iterable[Row], chance: random.Random) -> Iterator[Row]:
    """Yield every row, those without an author now and then with an ordinary name or website, whatever their label."""
    for row in rows:
        author, url = row.submission.author, row.submission.url
        if not author and chance.random() < _NAMED_SHARE:
            promotes = row.spam and chance.random() < _PROMOTING_SHARE
            author = disguised(made_up_brand(chance), chance) if promotes else ordinary_name(chance)
        if not url and chance.random() < _WEBSITE_SHARE:
            url = ordinary_website(chance)
        yield replace(row, submission=row.submission._replace(author=author, url=url))


def promoting_by_name(texts: Iterable[str], chance: random.Random, copies: int) -> Iterator[Row]:
    """Yield harmless *texts* as spam, *copies* of each, because the author's name or website promotes."""
    for number, text in enumerate(texts):
        for copy in range(copies):
            name = disguised(made_up_brand(chance), chance)
            by_name = Submission(text, name, "")
            by_website = Submission(text, ordinary_name(chance), promoting_website(chance))
            yield Row(
                submission=by_website if copy % 2 else by_name,
                spam=True,
                source="written",
                split=TRAIN,
                cluster=f"promoting by name {number}",
            )
