"""What each phrase of a prompt means, field by field. Generations are counted from 2026."""

import pytest

from api_gateway.domain.prompt import parse

TODAY = 2026


@pytest.mark.parametrize(
    ("phrase", "ages"),
    [
        ("women aged 25-32", (25, 32)),
        ("aged 25 to 32", (25, 32)),
        ("between 30 and 45", (30, 45)),
        ("between the ages of 30 and 45", (30, 45)),
        ("25–32 years old", (25, 32)),
        ("18-24 year olds in Jakarta", (18, 24)),
        ("twenty-five to thirty-two year old women", (25, 32)),
        ("usia 25-35 tahun", (25, 35)),
        ("25-35 tuổi", (25, 35)),
        ("27 y/o", (27, 27)),
        ("women aged 30", (30, 30)),
        ("woman, 22, student", (22, 22)),
        ("a 30-year-old nurse", (30, 30)),
        ("over 40", (40, None)),
        ("older than 40", (41, None)),
        ("40 and above", (40, None)),
        ("18+", (18, None)),
        ("at least 18 years old", (18, None)),
        ("under 25", (None, 24)),
        ("up to 30 years old", (None, 30)),
        ("over 40 and under 60", (40, 59)),
        ("in their 40s", (40, 49)),
        ("in their 20s and 30s", (20, 39)),
        ("thirtysomethings", (30, 39)),
        ("early 30s", (28, 35)),
        ("early twenties", (18, 25)),
        ("mid-30s", (32, 38)),
        ("late twenties", (25, 31)),
        ("early-to-mid 30s", (28, 38)),
        ("millennials", (30, 45)),
        ("gen z", (14, 29)),
        ("Gen Z adults", (18, 29)),
        ("Generation X", (46, 61)),
        ("boomers", (62, 80)),
        ("gen z and millennials", (14, 45)),
        ("born between 1990 and 1999", (27, 36)),
        ("teens", (13, 19)),
        ("young adults", (18, 29)),
        ("young fathers in Surabaya", (18, 35)),
        ("mothers of young children", (None, None)),
        ("seniors", (60, None)),
        ("retirees", (60, None)),
        ("millennials aged 33-36", (33, 36)),
    ],
)
def test_ages(phrase: str, ages: tuple[int | None, int | None]) -> None:
    parsed = parse(phrase, TODAY)
    assert (parsed.age_min, parsed.age_max) == ages


@pytest.mark.parametrize(
    "phrase",
    [
        "shop at least twice a week",
        "2-3 times a week",
        "over 40 minutes of commuting",
        "9-5 office workers",
        "24/7 gamers",
        "80s music fans",
        "5 years of experience",
        "10-20 employees",
        "spend ₱500-1000 a month",
        "moms of gen alpha kids",
        "senior managers",
        "senior high school students",
        "in the year 2020",
    ],
)
def test_numbers_that_are_no_ages(phrase: str) -> None:
    parsed = parse(phrase, TODAY)
    assert (parsed.age_min, parsed.age_max) == (None, None)


@pytest.mark.parametrize(
    ("phrase", "gender"),
    [
        ("women", "Female"),
        ("working moms", "Female"),
        ("ladies", "Female"),
        ("Filipinas", "Female"),
        ("mga kababaihan", "Female"),
        ("ibu-ibu di Surabaya", "Female"),
        ("wanita", "Female"),
        ("phụ nữ", "Female"),
        ("men", "Male"),
        ("guys", "Male"),
        ("dads", "Male"),
        ("pria", "Male"),
        ("nam giới", "Male"),
        ("lalaki", "Male"),
        ("both men and women", "All"),
        ("moms and dads", "All"),
        ("people of any gender", "All"),
        ("all genders", "All"),
        ("women who shop for their husbands", "Female"),
        ("mothers of boys", "Female"),
        ("ladies who buy men's shirts", "Female"),
        ("people in the ibu kota", None),
        ("fans of boy bands", None),
        ("Mother's Day shoppers", None),
        ("shoppers", None),
    ],
)
def test_gender(phrase: str, gender: str | None) -> None:
    assert parse(phrase, TODAY).gender == gender


@pytest.mark.parametrize(
    ("phrase", "location"),
    [
        ("in Manila", "Manila, Philippines"),
        ("HCMC moms", "Ho Chi Minh City, Vietnam"),
        ("in Saigon", "Ho Chi Minh City, Vietnam"),
        ("ở Sài Gòn", "Ho Chi Minh City, Vietnam"),
        ("from Jkt", "Jakarta, Indonesia"),
        ("QC", "Quezon City, Philippines"),
        ("Makati yuppies", "Makati, Philippines"),
        ("Bandung", "Bandung, Indonesia"),
        ("Cebu", "Cebu City, Philippines"),
        ("in Vietnam", "Vietnam"),
        ("Filipino moms", "Philippines"),
        ("in Berlin", "Berlin, Germany"),
        ("nice people", None),
    ],
)
def test_location(phrase: str, location: str | None) -> None:
    assert parse(phrase, TODAY).location == location


@pytest.mark.parametrize(
    ("phrase", "income"),
    [
        ("low-income mothers", "Low"),
        ("minimum wage earners", "Low"),
        ("class D/E households", "Low"),
        ("classes C, D and E", "Low"),
        ("low to middle income", "Low"),
        ("middle class", "Middle"),
        ("middle-income", "Middle"),
        ("upper-middle class", "Middle"),
        ("middle to upper-middle income", "Middle"),
        ("class C moms", "Middle"),
        ("affluent", "High"),
        ("wealthy retirees", "High"),
        ("high earners", "High"),
        ("class AB", "High"),
        ("thu nhập cao", "High"),
        ("budget-conscious", None),
        ("take a class a week", None),
        ("rich in vitamins", None),
        ("middle-aged", None),
    ],
)
def test_income(phrase: str, income: str | None) -> None:
    assert parse(phrase, TODAY).income_level == income


@pytest.mark.parametrize(
    ("phrase", "occupation"),
    [
        ("working in finance or marketing", "Finance or marketing professional"),
        ("who work in tech", "Tech professional"),
        ("working in law, HR or real estate", "Law, HR or real estate professional"),
        ("employed in the IT industry", "IT professional"),
        ("work in an office", "Office worker"),
        ("working in Makati", None),
        ("marketing managers", "Marketing manager"),
        ("office workers", "Office worker"),
        ("nurses", "Nurse"),
        ("call centre agents", "Call centre agent"),
        ("small business owners", "Small business owner"),
        ("housewives", "Housewife"),
        ("stay-at-home moms", "Homemaker"),
        ("university students", "University student"),
        ("students", "Student"),
        ("mahasiswa", "University student"),
        ("sinh viên", "University student"),
        ("freelancers", "Freelancer"),
        ("delivery riders", "Delivery rider"),
        ("sari-sari store owners", "Sari-sari store owner"),
        ("magsasaka", "Rice farmer"),
        ("young professionals", "Young professional"),
        ("women in tech", "Tech professional"),
        ("women interested in fashion", None),
        (
            "young professional women in Ho Chi Minh City, early 30s, in finance or marketing",
            "Finance or marketing professional",
        ),
        ("young professionals interested in fashion", "Young professional"),
        ("fathers who ride for Gojek", "Ride-hailing driver"),
        ("women who ride with Grab drivers", None),
        ("parents of students", None),
        ("people who follow vloggers", None),
        ("women who use GCash", None),
    ],
)
def test_occupation(phrase: str, occupation: str | None) -> None:
    assert parse(phrase, TODAY).occupation == occupation


@pytest.mark.parametrize(
    ("phrase", "count"),
    [
        ("give me 8", 8),
        ("give me 8 freelancers in Bandung", 8),
        ("five personas", 5),
        ("three urban personas", 3),
        ("10 people", 10),
        ("one persona", 1),
        ("8 women in Manila", 8),
        ("a panel of 6 nurses", 6),
        ("create 4 personas aged 18-24", 4),
        ("a dozen women", 5),
        ("20 people", 5),
        ("0 personas", 5),
        ("give me 25-32 year olds", 5),
        ("moms with 3 kids", 5),
        ("3 kids at home", 5),
        ("twice a week", 5),
        ("households of 4 people", 5),
        ("7-year-old phones", 5),
        ("anyone", 5),
    ],
)
def test_persona_count(phrase: str, count: int) -> None:
    assert parse(phrase, TODAY).persona_count == count


@pytest.mark.parametrize(
    ("phrase", "name"),
    [
        ("gen z students in Jakarta", "Jakarta Gen Z Consumers"),
        ("nurses in Manila", "Manila Nurses"),
        ("male teachers in Hanoi", "Hanoi Male Teachers"),
        ("housewives in Cebu", "Cebu City Housewives"),
        ("affluent women in Da Nang", "Da Nang High-Income Women"),
        ("women over 40", "Women 40+"),
        ("under 25 in Vietnam", "Vietnam Consumers Under 25"),
        ("people who shop online", None),
    ],
)
def test_name(phrase: str, name: str | None) -> None:
    assert parse(phrase, TODAY).name == name
