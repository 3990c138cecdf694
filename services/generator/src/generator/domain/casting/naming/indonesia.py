"""Indonesian names: one to three given parts, few of them family names."""

from generator.domain.casting.naming.bearer import Bearer, Name

# Names that come first and are followed by another; friends use the other.
_NEVER_ALONE = ("Muhammad", "Mohamad", "Ahmad", "Abdul", "Siti", "Nur", "Cut", "Teuku")
# Names that come first, are followed by another, and are what friends say.
_FOLLOWED = ("Sri", "Tri", "Dwi", "Eka", "Dewi", "Maria")
_AFTER_ABDUL = ("Rahman", "Aziz", "Hadi", "Malik", "Ghofur", "Wahid", "Kadir", "Halim", "Hamid",
                "Salam", "Rohim", "Latif", "Karim", "Rasyid")  # fmt: skip
_BALINESE = ("Wayan", "Made", "Nyoman", "Ketut", "Putu", "Gede", "Ni Luh", "Ni Made", "Ni Putu")
_AFTER_BALINESE = {
    "Female": ("Suartini", "Sukerti", "Darmayanti", "Widiani", "Puspadewi", "Ayu Lestari",
               "Sri Wahyuni", "Suryani", "Yuliani", "Artini"),
    "Male": ("Sastrawan", "Suardana", "Sudiarta", "Adnyana", "Sudarsana", "Artawan", "Wirawan",
             "Suparta", "Mahendra", "Sukarya"),
}  # fmt: skip
_JAVANESE_OR_SUNDANESE = {
    "Sri", "Sri Wahyuni", "Sumiati", "Sumarni", "Sulastri", "Tuti", "Endang", "Retno", "Maryati",
    "Kartini", "Euis", "Neneng", "Lilis", "Titin", "Iis", "Slamet", "Bambang", "Sutrisno", "Joko",
    "Sugeng", "Suherman", "Sunardi", "Supardi", "Supriyanto", "Suparman", "Sigit", "Teguh", "Heru",
    "Asep", "Ujang", "Cecep", "Dede", "Eko", "Dwi", "Tri", "Cut", "Teuku", "Mulyadi", "Bagas",
}  # fmt: skip


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Second names of one sex, after the note in the name data; the rest go with either.
_WOMENS = _words(
    "Sari Rahayu Putri Lestari Handayani Susanti Astuti Wulandari Dewi Wahyuni Utami Yanti Ningsih"
    " Pratiwi Setiawati Wati Amalia Fauziah Rahmawati Hasanah Damayanti Yulianti Mulyani Safitri"
    " Anggraini Hartati Fitriani Permatasari Maharani Azzahra Khairunnisa Puspitasari Kusumawati"
    " Oktavia Maulidia"
)
_MENS = _words(
    "Setiawan Putra Saputra Kurniawan Susanto Hidayat Wahyudi Maulana Rahman Pratama Irawan"
    " Purwanto Anwar Nugroho Arifin Prasetyo Purnomo Yulianto Fauzi Hadi Effendi Hermawan Akbar"
    " Prabowo Jaya Widodo Mulyono Ardiansyah Firmansyah Riyanto Sidik Firdaus Alfarizi Ramadan"
    " Abidin Permana Utomo Nugraha Hartono Pramono Suryadi Gunawan Santoso Wijaya Wibowo Hasan"
    " Halim Ramadhan Kurnia Sutanto Salim Iskandar Yusuf Rusli"
)
_BALINESE_ONLY = frozenset(("Sastrawan", "Suardana", "Sudiarta", "Adnyana"))
# From here on the list of second names holds clan names of Batak, Minang, Ambonese and others.
_CLANS = _words(
    "Tanjung Siregar Manurung Sinaga Pasaribu Siahaan Simanjuntak Harahap Siagian Hasibuan Sitorus"
    " Hutabarat Lubis Tambunan Panjaitan Nainggolan Purba Ginting Tarigan Sembiring Pardede Gultom"
    " Sihombing Hutapea Sitompul Nasution Situmorang Tampubolon Simbolon Silitonga Batubara Saragih"
    " Tan Lie Lim Wong Tanuwijaya Widjaja Sinlae Wenda Pattinasarany Latuconsina Tuasikal Kaunang"
    " Rumengan Wowor Mandagi Fernandez Bere Daeng Chaniago Koto Piliang Alatas Assegaf"
    " Hadad"
) | {"Lumban Gaol", "Da Costa"}


def indonesian_name(bearer: Bearer) -> Name:
    """ "Sutrisno", "Dewi Lestari", "Muhammad Rizky Pratama" called Rizky, "I Wayan Suardana"."""
    first = bearer.given()
    if first in _BALINESE:
        return _balinese(bearer, first)
    if first == "Abdul":
        second = bearer.one_of(_AFTER_ABDUL)
        return Name(f"Abdul {second}", second)
    if first in _NEVER_ALONE:
        second = bearer.given(without=(*_NEVER_ALONE, *_FOLLOWED, *_BALINESE))
        last = f" {_second(bearer, second)}" if bearer.chance(0.4) else ""
        return Name(f"{first} {second}{last}", second.split()[0])
    if first not in _FOLLOWED and bearer.chance(_one_word_share(bearer.birth_year)):
        return Name(first, first)
    middle = ""
    if bearer.chance(0.12):
        middle = bearer.given(without=(first, *_NEVER_ALONE, *_FOLLOWED, *_BALINESE)) + " "
    return Name(f"{first} {middle}{_second(bearer, first)}", first.split()[0])


def _balinese(bearer: Bearer, birth_order: str) -> Name:
    """Birth-order name with I for men and Ni for women, then the own name."""
    own = bearer.one_of(_AFTER_BALINESE[bearer.sex])
    prefix = "" if birth_order.startswith("Ni ") else "I "
    short = birth_order.split()[-1] if bearer.chance(0.6) else own.split()[0]
    return Name(f"{prefix}{birth_order} {own}", short)


def _second(bearer: Bearer, first: str) -> str:
    """A second name of the right sex.

    No clan name follows a Javanese or Sundanese name, and there is no "Arif Arifin".
    """
    other_sex = _MENS if bearer.sex == "Female" else _WOMENS
    clans = _CLANS if first in _JAVANESE_OR_SUNDANESE else frozenset[str]()
    alike = [s.name for s in bearer.market.names.surnames if s.name[:4] == first[:4]]
    return bearer.surname(without=(*alike, *other_sex, *clans, *_BALINESE_ONLY))


def _one_word_share(birth_year: int) -> float:
    """A third of sampled adults have one word only, nearly all of them older people."""
    if birth_year < 1960:
        return 0.55
    if birth_year < 1975:
        return 0.4
    return 0.15 if birth_year < 1990 else 0.02
