"""Filipino names: given name, mother's initial for some, father's surname; and nicknames."""

from generator.domain.casting.naming.bearer import Bearer, Name

_MIDDLE_INITIAL_SHARE, _JUNIOR_SHARE = 0.3, 0.05

# The name data has few names of Muslim Filipinos; these are common among them.
_MUSLIM_GIVEN = {
    "Female": ("Norhaya", "Aisha", "Fatima", "Jamila", "Farhana", "Raihana", "Sittie Aisah",
               "Norhanie", "Asnia", "Hanifa", "Saira", "Aliah"),
    "Male": ("Mohammad", "Abdul", "Jamal", "Nasser", "Omar", "Ibrahim", "Jamil", "Khalid",
             "Najib", "Samsudin", "Hamza", "Salman"),
}  # fmt: skip
_MUSLIM_SURNAMES = ("Ali", "Abdul", "Usman", "Abdullah", "Sarip", "Lucman", "Macaraya", "Mamintal",
                    "Maruhom", "Guro", "Disomimba", "Sultan")  # fmt: skip

_NICKNAMES = {
    "Mary Jane": "MJ", "Mary Ann": "Ann", "Maria Cristina": "Tina", "Maria Theresa": "Tess",
    "Jocelyn": "Joy", "Teresita": "Tess", "Maricel": "Cel", "Evelyn": "Evie", "Josephine": "Josie",
    "Jennifer": "Jen", "Marites": "Tess", "Michelle": "Mitch", "Elizabeth": "Beth",
    "Marilou": "Malou", "Virginia": "Virgie", "Rosemarie": "Rose", "Cristina": "Tina",
    "Catherine": "Cathy", "Maribel": "Bel", "Milagros": "Mila", "Luzviminda": "Luz",
    "Christine": "Tin", "Kristine": "Tin-tin", "Jessica": "Jess", "Angelica": "Angge",
    "Kimberly": "Kim", "Princess": "Cess", "Camille": "Cams", "Patricia": "Pat",
    "Andrea": "Andeng", "Samantha": "Sam", "Sophia": "Sophie", "Jasmine": "Jas",
    "Trisha Mae": "Trish", "Jessa Mae": "Jessa", "Rhea Mae": "Rhea", "April Joy": "AJ",
    "Precious": "Presh", "Alyssa": "Aly", "Imelda": "Mel", "Corazon": "Cora", "Rosita": "Rosie",
    "Remedios": "Remy", "Zenaida": "Zeny", "Melanie": "Mel", "Marivic": "Vic-vic",
    "John Paul": "JP", "John Mark": "JM", "John Michael": "Mike", "Mark Anthony": "Mac",
    "John Lloyd": "Lloyd", "John Carlo": "JC", "Michael": "Mike", "Antonio": "Tonyo",
    "Reynaldo": "Rey", "Rolando": "Lando", "Danilo": "Danny", "Joseph": "Sep", "Richard": "Chard",
    "Rogelio": "Roger", "Eduardo": "Eddie", "Roberto": "Bert", "Ronald": "Ron",
    "Rodolfo": "Rudy", "Ernesto": "Erning", "Edwin": "Win", "Alfredo": "Fred",
    "Ricardo": "Carding", "Jonathan": "Jon", "Francisco": "Kiko", "Renato": "Nato",
    "Jeffrey": "Jeff", "Manuel": "Manny", "Fernando": "Nanding", "Christopher": "Toper",
    "Wilfredo": "Willy", "Vicente": "Enteng", "Joshua": "Josh", "Christian": "Ian",
    "Angelo": "Gelo", "Gabriel": "Gab", "Nathaniel": "Nate", "Kenneth": "Ken",
    "Francis": "Kiko", "Vincent": "Vince", "Patrick": "Pat", "Miguel": "Migs",
    "Rafael": "Raffy", "Jose": "Joey", "Daniel": "Dan", "Matthew": "Matt", "Ezekiel": "Zeke",
}  # fmt: skip


def filipino_name(bearer: Bearer) -> Name:
    """ "Mary Grace S. Reyes", called Grace. Muslim names have no middle initial."""
    if bearer.faith == "Muslim":
        given = bearer.one_of(_MUSLIM_GIVEN[bearer.sex])
        surname = bearer.one_of(tuple(s for s in _MUSLIM_SURNAMES if s != given))
        return Name(f"{given} {surname}", given.split()[-1])
    given, surname = bearer.given(), bearer.surname()
    if surname == given:
        surname = bearer.surname(without=(given,))
    initial = ""
    if bearer.chance(_MIDDLE_INITIAL_SHARE):
        initial = f"{bearer.surname(without=(surname,))[0].upper()}. "
    junior = " Jr." if bearer.sex == "Male" and bearer.chance(_JUNIOR_SHARE) else ""
    return Name(f"{given} {initial}{surname}{junior}", _nickname(given))


def _nickname(given: str) -> str:
    """ "Mary Grace" is Grace, "Jennifer" Jen; names without a usual nickname stay."""
    if given in _NICKNAMES:
        return _NICKNAMES[given]
    first, *more = given.split()
    return more[-1] if more and first in ("Mary", "Maria", "John") else first
