"""Comments written for this project: the genuine ones that fool a word list, and promotion beyond gambling.

A blank ``{}`` takes a made-up brand in a disguise: genuine people quote what they complain about.
"""

from typing import Final

HARMLESS_NAMES: Final = tuple(
    """
    PS5 RTX4090 Covid19 G20 Pilkada2024 Pemilu2024 iPhone15 Timnas23 U23 KTT2023 MotoGP24 CR7 B737 A320
    5G 4K K24 Asian2018 Redmi9 Poco5 S24 V60 Y2K MP3 H5N1 C19 Avanza2012 Beat110 Vario125 NMAX155
    Kelas12 RT05 RW03 KM50 A4 B3 P3K SMAN1 SMPN5 @budi88 @rina_99 @andi77 user12345 @dewi4d MU1 Liga1
    U19 Formula1 Windows11 GTA5 FF77 @agus123 @siti_nur88 #2019gantipresiden #Indonesia2045 Jilid2 Ep12
    PPN12 BBM92 Ketua01 Paslon02
    """.split()  # noqa: SIM905 - sixty names read better in six lines
)

GENUINE: Final = (
    "Tolong admin, komentar judi online kayak {} itu dihapus, mengganggu sekali.",
    "Kolom komentar isinya {} semua, capek bacanya.",
    "Yang promosi {} semoga cepat ditangkap polisi.",
    "Hati-hati, {} itu penipuan, uang teman saya hilang.",
    "Kenapa komentar {} tidak difilter sih min?",
    "Baru baca berita langsung ketemu {} lagi, dasar bot.",
    "Report saja akun yang promosi {}, jangan diklik.",
    "Adik saya kecanduan {} sampai jual motor. Jangan coba-coba!",
    "Pemerintah harus blokir {} dan sejenisnya, merusak generasi muda.",
    "Apa itu {}? kok banyak sekali yang komen begitu",
    "stop judol, kasihan anak istri di rumah",
    "Isi komennya judol semua, admin tidur ya?",
    "Judi slot itu tidak ada yang menang, bandarnya yang kaya.",
    "Jangan percaya yang bilang gacor gacor itu, semua bohong.",
    "Suami saya kalah slot puluhan juta, sekarang kami cerai.",
    "Komdigi kerjanya apa, situs judi masih bertebaran di mana-mana.",
    "Situs judi diblokir satu tumbuh seribu, percuma kalau bandarnya tidak ditangkap.",
    "Pinjol dan judol sama-sama bikin rakyat kecil sengsara.",
    "Itu pegawai kementerian yang jadi beking judi online sudah disidang belum?",
    "Polisi tangkap artis yang promosi judi online, jangan cuma yang kecil.",
    "Wkwk dikira mau komen berita ternyata iklan slot lagi",
    "Maxwin maxwin, rumah dijual baru tahu rasa",
    "Banyak bot judi di sini, moderatornya ke mana?",
    "Modal receh jadi sultan? Yang ada sultan jadi gelandangan gara-gara slot.",
    "PPATK bilang perputaran uang judi online ratusan triliun, ngeri sekali.",
    "Anggota dewan saja main slot waktu rapat, bagaimana rakyatnya.",
    "Menang sekali kalah seribu kali, begitulah judi.",
    "Saya mantan pemain slot, sudah tobat dua tahun. Semoga yang lain menyusul.",
    "Bansos kok dipakai main judol, dicabut saja.",
    "Komen judol bertebaran, YouTube diam saja.",
    "Terima kasih infonya pak",
    "Terima kasih beritanya, sangat bermanfaat.",
    "Semoga lancar dan damai sampai selesai.",
    "Semoga Pilkada kali ini jujur dan adil untuk semua.",
    "Turut berduka cita untuk keluarga korban, semoga husnul khatimah.",
    "Harga beras naik lagi, gaji tidak naik-naik.",
    "Jalan di kampung kami rusak sudah 5 tahun, kapan diperbaiki pak bupati?",
    "Mantap timnas, menang 2-1 lawan tuan rumah!",
    "Banjir lagi banjir lagi, padahal baru hujan 2 jam.",
    "Selamat dan sukses untuk bapak gubernur terpilih.",
    "Kenaikan BBM 2022 saja belum hilang dampaknya, sekarang PPN 12 persen.",
    "Kalau menang pilkada jangan lupa janjinya pak.",
    "Tanggal 17 Agustus jam 10.00 upacara di lapangan, jangan terlambat.",
    "Tiket kereta Rp150.000 sekarang jadi Rp275.000, mahal amat.",
    "Saya dukung nomor urut 02, program kerjanya jelas.",
    "Gempa 5,6 SR terasa sampai Bandung, semoga semua selamat.",
    "Situs resmi dinas pendidikan error terus waktu pendaftaran.",
    "Daftar haji antre 30 tahun, kasihan orang tua.",
    "Deposito di bank itu bunganya kecil, mending emas.",
    "Anak saya menang lomba cerdas cermat tingkat provinsi, bangga sekali.",
    "Jackpot hari ini: ketemu dosen killer di parkiran 😂",
    "RT @warga: antrean gas 3 kg mengular sejak subuh https://t.co/contoh",
    "@kemenkes tolong cek puskesmas kami, dokternya cuma datang seminggu sekali",
    "Rakyat bayar pajak, pejabat foya-foya #IndonesiaGelap",
    "Bandara baru sepi penumpang, salah perencanaan?",
    "Sumber beritanya dari mana ini? Jangan asal tulis.",
    "Judulnya clickbait, isinya beda.",
    "Promo tiket pesawat lebaran kapan ya ada yang tahu?",
    "Hoki banget timnas dapat penalti di menit akhir",
    "Burung gacor dirawat sejak kecil, suaranya bagus sekali.",
    "Murai batu saya gacor setiap pagi, makannya jangkrik saja",
    "Main bola di lapangan desa lebih seru daripada main hp.",
    "Slot parkir di mal penuh terus kalau hari Minggu.",
    "Bonus atlet kok belum cair, kasihan yang sudah berjuang.",
    "Menang besar di pemilu belum tentu menang di hati rakyat.",
    "RTP itu ruang terbuka publik, di kota kami kurang sekali.",
    "Withdraw dana JHT di aplikasi lama sekali, sudah seminggu belum masuk.",
    "The mayor promised this bridge three years ago and we are still waiting.",
    "I disagree with the author, but the interview with the farmers was worth reading.",
    "Great reporting, thank you. Will there be a second part about the water supply?",
    "This is nonsense, inflation was 3 percent in 2019 and nobody complained.",
    "My grandmother grew up in that village, so sad to see it flooded.",
    "Does anyone know when the road to the airport opens again?",
    "Gambling ads are everywhere now, please moderate your comments.",
    "Nice article.",
    "Thanks for sharing this.",
    "According to https://www.bps.go.id the figure is lower than what you wrote.",
)

# Complaints put together from these three, one of each: {} is the brand complained about.
COMPLAINTS: Final = (
    (
        "", "Tolong min,", "Admin,", "Heran saya,", "Duh,", "Capek lihat", "Stop judol!", "Waspada,", "Halah,", "Min,",
        "Bang, tolong", "Kenapa ya", "Astaga,", "Gila,", "Wkwkwk", "Woi", "Pak polisi,", "@komdigi", "Bot lagi,",
    ),
    (
        "komen {}", "yang promosi {}", "akun {}", "situs {}", "iklan {}", "spam {}", "{}", "judol {}", "slot {}",
        "bot {}", "komentar {} ini", "orang-orang {}", "yg komen {}",
    ),
    (
        "dihapus dong", "ganggu banget", "penipu semua", "kok makin banyak", "blokir saja", "bikin melarat",
        "jangan dipercaya", "itu bohong", "merusak moral bangsa", "nyampah di kolom komentar", "tolong ditindak",
        "kapan ditangkap?", "haram, ingat dosa", "sudah saya report", "tidak pernah difilter", "banyak amat sih",
        "bikin keluarga hancur", "ada di mana-mana", "lagi, muak saya", "kok dibiarkan?", "dihapus admin min",
    ),
)  # fmt: skip

PROMOTION: Final = (
    "Great article! Visit my blog https://best-seo-offers.xyz for cheap backlinks and guest posts.",
    "I really like your website, the content is amazing. Check out www.cheap-watches-online.shop for replica watches.",
    "Nice post, thank you for sharing. casino bonus free spins https://lucky-spin-casino.top",
    "We offer first page Google ranking for your site, contact seo.expert@mail-offers.com today.",
    "Hello, your blog is very informative. Buy viagra and cialis without prescription http://pills-now.online",
    "Video viral tanpa sensor full durasi klik link di sini https://vid-viral.link/full",
    "Link video bocor no sensor ada di bio, cek sekarang sebelum dihapus t.me/videobocor",
    "Butuh pinjaman cepat cair tanpa jaminan? Hubungi WA 0812xxxx, proses 5 menit langsung transfer.",
    "Jasa followers Instagram murah 10rb dapat 1000, order di www.tambahfollower.site",
    "Terima kasih kepada Mbah Jaya, berkat pesugihan beliau hutang saya lunas. Hubungi 0853xxxx",
    "I earned $8500 last month working from home, just 3 hours a day. Details here: http://easy-cash-job.top",
    "Recover your lost bitcoin with a trusted hacker, he helped me get back 4 BTC. Telegram @recoverybtc",
    "Dr. Osaze cured my herpes with natural herbs, contact him on WhatsApp +2348xxxxxxx",
    "Investasi 500 ribu jadi 5 juta dalam 3 jam, admin amanah, chat Telegram sekarang",
    "Лучшее онлайн казино с быстрым выводом, регистрируйся и получи бонус https://kazino-bonus.top",
    "Продвижение сайтов в топ, дешевые ссылки и прогон по базам, пишите в телеграм",
    "Заработок от 500$ в неделю без вложений, пиши мне в личные сообщения",
    "Cheap essay writing service, 100% original, order now at essay-fast-help.com",
    "Obat kuat herbal asli, bergaransi, COD seluruh Indonesia, pesan di wa.me/62812xxxx",
    "Download film terbaru gratis sub indo di https://nonton-gratis.live tanpa iklan",
    "Best IPTV subscription 12 months only 29$ visit iptv-cheap.online for free trial",
    "Meet hot singles in your area tonight, register free https://date-now.xyz",
)

ADVERTISED: Final = (
    "Baru gabung di {} langsung dapat bonus, serius ga nyangka.",
    "Makasih {} , cicilan motor akhirnya lunas",
    "Malam minggu enaknya ditemani {}",
    "Semalam coba {} dan hasilnya bikin kaget",
    "Kalau capek kerja mending ke {} dulu bro",
    "Konten bagus, sambil nonton sambil buka {}",
    "Setuju sama beritanya. {} memang paling juara",
    "Pengen liburan kayak gini, untung ada {}",
    "{} gampang menang, modal kecil hasil besar",
    "{} terbukti bayar, depo kecil pun dilayani",
    "Cari di google: {}",
    "Akhirnya ketemu juga yang jujur, {} tanpa potongan",
    "{}",
)

# Where the links of genuine comments lead, and what their paths are made of.
KNOWN_HOSTS: Final = tuple(
    """
    kompas.com detik.com tempo.co cnnindonesia.com cnbcindonesia.com republika.co.id tribunnews.com liputan6.com
    antaranews.com kumparan.com tirto.id suara.com merdeka.com okezone.com sindonews.com jawapos.com katadata.co.id
    mongabay.co.id hukumonline.com historia.id bps.go.id kemkes.go.id kpu.go.id bmkg.go.id kominfo.go.id setkab.go.id
    jakarta.go.id surabaya.go.id ui.ac.id ugm.ac.id itb.ac.id wikipedia.org id.wikipedia.org en.wikipedia.org
    twitter.com x.com instagram.com facebook.com tiktok.com youtube.com m.youtube.com reddit.com medium.com github.com
    bbc.com bbc.co.uk cnn.com reuters.com nytimes.com theguardian.com aljazeera.com who.int un.org nasa.gov nature.com
    google.com maps.google.com docs.google.com change.org kitabisa.com archive.org spotify.com goodreads.com
    """.split()  # noqa: SIM905 - many short words read better as text
)
SLUG_WORDS: Final = tuple(
    """
    harga beras naik lagi banjir warga desa kota bupati gubernur presiden menteri jalan rusak timnas menang kalah gempa
    sekolah guru haji pasar listrik bbm subsidi pajak korupsi sidang polisi hakim vaksin rumah sakit kereta bandara
    sawah petani nelayan laut hutan kebakaran asap sampah sungai jembatan tol pemilu pilkada debat capres survei data
    ekonomi rupiah inflasi bank umkm wisata budaya batik film musik konser buku kampus mahasiswa riset sejarah
    the new report city water school health climate court budget election team final review story how why what
    """.split()  # noqa: SIM905 - as above
)

# What a genuine comment may hold besides words.
TAGS: Final = (
    "#Pemilu2024", "#IndonesiaMaju", "#2019GantiPresiden", "#PilkadaDamai", "#timnas", "#banjir", "#viral", "#01",
    "#KaburAjaDulu", "#PrabowoGibran2024", "#mudik2023", "#Breaking", "RT", "[FOTO]", "via @berita", "@infojakarta",
    "pic.twitter.com/Ab3dE5fG7h", "https://www.kabardaerah.co.id/berita/2023/05/12", "https://youtu.be/dQ4w9WgX",
    "https://www.instagram.com/p/CxYz12", "https://desaku.go.id", "https://statistik.go.id/tabel/12", "@sari_melati",
    "@budi_santoso88", "@jokowarga", "@pemkot_kami", "@KementerianX", "http://bit.ly/3xYz", "[URL]", "@user",
)  # fmt: skip
