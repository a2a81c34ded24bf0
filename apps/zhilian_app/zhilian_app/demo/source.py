"""Where demo names, ID numbers and phones come from: a fixed seed, and nobody's numbers."""

from datetime import date, timedelta
from random import Random

from stdnum.cn import ric

# No county has this code, so nobody has the number, though length, day and check digit are right.
REGION = "440799"
# 100 begins no mobile number in China.
CADRE_PHONES = 10_000_000_000
HOUSEHOLD_PHONES = 10_010_000_000

# a surname and how common it is
SURNAMES = (
    ("陈", 16), ("黄", 12), ("李", 11), ("梁", 8), ("林", 7), ("伍", 6),
    ("谭", 5), ("吴", 5), ("何", 5), ("张", 4), ("刘", 4), ("邝", 3),
    ("曾", 3), ("邓", 3), ("叶", 2), ("杨", 2), ("罗", 2), ("余", 2),
)  # fmt: skip

MALE = "male"
FEMALE = "female"


class Source:
    """Names, numbers and choices of one demo load; the same seed gives the same ones."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self._faker = _faker(seed)
        self._ids: set[str] = set()

    def sex(self) -> str:
        """``male`` or ``female``."""
        return self.random.choice((MALE, FEMALE))

    def surname(self) -> str:
        """A surname as they are common in the county."""
        names, weights = zip(*SURNAMES, strict=True)
        return self.random.choices(names, weights)[0]

    def given_name(self, sex: str) -> str:
        """A given name of one or two characters."""
        return self._faker.first_name_male() if sex == MALE else self._faker.first_name_female()

    def person_name(self, sex: str) -> str:
        """A whole name, written without a blank."""
        return self.surname() + self.given_name(sex)

    def birthday(self, today: date, youngest: int, oldest: int) -> date:
        """A day of birth of somebody who is ``youngest`` to ``oldest`` years old on ``today``."""
        days = self.random.randint(youngest * 366, oldest * 365)
        return today - timedelta(days=days)

    def id_number(self, born: date, sex: str) -> str:
        """A number of 18 characters with the right check digit, each given once."""
        while True:
            order = self.random.randrange(0, 999, 2) + (1 if sex == MALE else 0)
            first = f"{REGION}{born:%Y%m%d}{order:03d}"
            number = first + ric.calc_check_digit(first + "0")
            if number not in self._ids:
                self._ids.add(number)
                return number

    def chance(self, share: float) -> bool:
        """True in ``share`` (0 to 1) of the cases."""
        return self.random.random() < share


def wrong_check_digit(number: str) -> str:
    """The same number with a check digit that does not fit, as a slip of the pen gives it."""
    return number[:-1] + ("1" if number[-1] != "1" else "2")


def cadre_phone(order: int) -> str:
    """Mobile number of the ``order``-th demo cadre."""
    return str(CADRE_PHONES + order)


def household_phone(order: int) -> str:
    """Mobile number of the ``order``-th demo household or member."""
    return str(HOUSEHOLD_PHONES + order)


def _faker(seed: int):
    try:
        from faker import Faker
    except ImportError as error:
        raise ImportError(
            "demo data needs the package Faker: pip install 'zhilian_app[demo]'"
        ) from error
    faker = Faker("zh_CN")
    faker.seed_instance(seed)
    return faker
