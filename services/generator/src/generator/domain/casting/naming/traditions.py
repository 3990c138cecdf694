"""Which names are borne by people of one faith only, in the markets where that can be told.

Common knowledge about Indonesian and Filipino names, not figures. A name that is not here
is borne by people of any faith.
"""

from functools import cache

from generator.domain.casting.faiths import Faith

_MUSLIM = """
Siti Nur Aisyah Nurhayati Zahra Nabila Salsabila Aulia Annisa Nayla Alya Naura Syifa Nurul Nurjanah
Nurhasanah Aminah Khanza Shanum Adiva Arsyila Azkia Alesha Cut Fitri Neneng Euis Iis Muhammad Ahmad
Abdul Mohamad Mohammad Ali Arif Rahmat Ridwan Imam Abdullah Maulana Hasan Ilham Yusuf Rafa Daffa
Amir Zainal Jamaludin Irfan Ismail Junaidi Fadhil Alfatih Azka Rayyan Raffi Gibran Arsya Teuku
Firman Asep Ujang Cecep Rizky Ramadhan Ramadhani Harahap Hasibuan Lubis Nasution Batubara Tanjung
Chaniago Koto Piliang Alatas Assegaf Hadad Latuconsina Tuasikal Daeng Azzahra Khairunnisa Fauziah
Rahmawati Hasanah Fitriani Maulidia Hidayat Rahman Arifin Fauzi Akbar Firdaus Alfarizi Ramadan
Abidin Anwar Sidik Ardiansyah Firmansyah Norhaya Aisha Fatima Usman
"""
_CHRISTIAN = """
Maria Elisabeth Kristina Yohana Felicia Grace Jessica Daniel Yohanes Samuel Michael Agustinus Yosef
Petrus Steven Kevin David Manurung Sinaga Pasaribu Siahaan Simanjuntak Siagian Sitorus Hutabarat
Tambunan Panjaitan Nainggolan Purba Ginting Tarigan Sembiring Pardede Gultom Sihombing Hutapea
Sitompul Situmorang Tampubolon Simbolon Silitonga Saragih Lumban_Gaol Sinlae Wenda Pattinasarany
Kaunang Rumengan Wowor Mandagi Da_Costa Fernandez Bere
"""
_HINDU = """
Ni_Luh Ni_Made Ni_Putu Wayan Made Nyoman Ketut Putu Gede Sastrawan Suardana Sudiarta Adnyana
"""
_CHINESE_INDONESIAN = "Tan Lie Lim Wong Tanuwijaya Widjaja"

# How many people of a faith bear a name of its own tradition, where it is not left to the
# weights of the name lists, which are made up mostly of the majority's names.
_TRADITION_SHARE: dict[tuple[str, Faith], float] = {
    ("PH", "Muslim"): 1.0,
    ("ID", "Hindu"): 0.9,
    ("ID", "Christian"): 0.45,
    ("ID", "Buddhist"): 0.7,
}


def faiths_of(name: str) -> tuple[Faith, ...]:
    """The faiths that a given name or surname is confined to; empty where it is not."""
    return _by_name().get(name, ())


def tradition_share(market: str, faith: Faith) -> float:
    """Share of people of a faith who are named after its own tradition for certain."""
    return _TRADITION_SHARE.get((market, faith), 0.0)


@cache
def _by_name() -> dict[str, tuple[Faith, ...]]:
    sets: tuple[tuple[str, tuple[Faith, ...]], ...] = (
        (_MUSLIM, ("Muslim",)),
        (_CHRISTIAN, ("Christian",)),
        (_HINDU, ("Hindu",)),
        (_CHINESE_INDONESIAN, ("Buddhist", "Christian")),
    )
    return {n.replace("_", " "): faiths for names, faiths in sets for n in names.split()}
