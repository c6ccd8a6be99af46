"""Comments that leave no doubt: a model that takes one of them for its opposite is broken, whatever its figures say.

They were written for this; none stands in any data that is trained from. ``models.evaluate`` measures quality, these
measure nothing: they are scored while the service runs, and tell a damaged or mistaken model from a working one.
"""

from typing import Final, Literal, NamedTuple


class Known(NamedTuple):
    """A comment of which everybody would say the same.

    Attributes:
        label: What they would say.
        text: What it says.
        author: Under which name, ``""`` for none.
        url: With which website, ``""`` for none.
    """

    label: Literal["spam", "ham"]
    text: str
    author: str = ""
    url: str = ""

    @property
    def spam(self) -> bool:
        """Whether it is spam."""
        return self.label == "spam"


SPAM: Final = (
    Known("spam", "Situs slot gacor maxwin hari ini, bonus new member 100%, daftar sekarang di link ini!", "Admin"),
    Known("spam", "Gara-gara 𝗟𝗔𝗡𝗚𝗜𝗧𝟳𝟳 cicilan motor saya lunas semua, makasih banyak min", "Rudi"),
    Known("spam", "baru depo 50 ribu di 𝓐𝓷𝓰𝓼𝓪𝟖𝟖 langsung wd 3 juta, beneran dibayar", "santi"),
    Known("spam", "cuma di ＫＡＰＡＬ９９ main santai pulang bawa cuan, buktikan sendiri bro"),
    Known("spam", "Saldo awal cuma ceban, di B A N T E N G 7 7 jadi jutaan, gas terus", "Yoga P"),
    Known("spam", "Udah coba 【P】【E】【L】【A】【N】【G】【I】8️⃣8️⃣ belum? jepe terus dari kemarin", "dina"),
    Known(
        "spam",
        "coba М\u0336А\u0336Т\u0336А\u0336Н\u0336А\u0336R\u0336I\u03367\u03367\u0336 paling gampang jackpot, auto kaya",
        "wahyu",
    ),
    Known(
        "spam",
        "Butuh dana cepat? Pinjaman online tanpa jaminan cair 5 menit, hubungi WA 0812-0000-0000 sekarang",
        "Dana Kilat",
    ),
    Known(
        "spam",
        "Buy cheap backlinks and SEO services, rank your website on Google fast! Visit https://seo-links.example now",
        "Best SEO",
        "https://seo-links.example",
    ),
    Known("spam", "Check out my channel and subscribe, I post free gift card codes every day!!!", "Free Gifts"),
    Known(
        "spam",
        "Казино онлайн: бонус 500% на первый депозит, играй и выигрывай деньги каждый день, жми на ссылку!",
        "Казино",
    ),
    Known(
        "spam",
        "Прогнозы на ставки без проигрыша, заработок от 5000 рублей в день, пишите в личку @stavki_example",
        "Ставки",
    ),
)
"""Gambling in several disguises, a loan, links for sale, a channel, and adverts in Cyrillic."""

GENUINE: Final = (
    Known("ham", "Terima kasih atas liputannya, semoga jalan di desa kami segera diperbaiki juga.", "Sari"),
    Known("ham", "Selamat pagi semuanya, salam hangat dari Makassar.", "Andi"),
    Known("ham", "Tolong admin, komentar judi slot di sini makin banyak, kapan dibersihkan?", "Bu Ratna"),
    Known(
        "ham",
        "Setuju sekali dengan pendapat Pak Lurah, banjir ini karena selokannya tidak pernah dikeruk.",
        "Joko Susilo",
    ),
    Known("ham", "Anak saya kelas 6 SD, jarak ke sekolah 4 km, busnya cuma lewat jam 7 pagi.", "Lilis82"),
    Known("ham", "wkwkwk kok bisa gitu ya, kasihan pak supirnya", "bayu_99"),
    Known("ham", "Beritanya kurang lengkap, harga beras di pasar naik berapa persen dibanding bulan lalu?", "Hendra"),
    Known("ham", "Saya tidak setuju. Pembangunan bandara itu merugikan petani di sekitar sini.", "Nyoman"),
    Known("ham", "Thank you for covering this, the council should have repaired that bridge years ago.", "Margaret"),
    Known("ham", "I was at the match too and the second goal was clearly offside.", "Tom1987"),
    Known("ham", "This article is wrong about the budget: the report says 12 million, not 20.", "J. Carter"),
    Known("ham", "Innalillahi, turut berduka cita untuk keluarga korban.", "Umi Kalsum"),
)
"""Thanks, a greeting, a complaint about gambling spam, disagreement, names with digits; Indonesian and English."""

CANARY: Final = (*SPAM, *GENUINE)
"""All of them, half and half."""
