"""Workbooks and a small town for the tests of the import."""

from collections.abc import Iterable, Sequence
from io import BytesIO

from openpyxl import Workbook
from stdnum.cn import ric

from zhilian_app.setup.categories import CATEGORIES
from zhilian_app.visits.importing.category_names import CategoryName, CategoryNames
from zhilian_app.visits.importing.cleaning import Cleaner, Line
from zhilian_app.visits.importing.columns import SHEET_TITLES
from zhilian_app.visits.importing.matching import Households, Known
from zhilian_app.visits.importing.planning import KnownEntry, Plan, make_plan
from zhilian_app.visits.importing.reading import read_register
from zhilian_app.visits.importing.station_names import StationFact, StationNames

TOWN = "赤溪镇"
STATIONS = ("田头社区", "长沙村", "冲金村", "护岭村", "磅礴村", "铜鼓村")
TITLES = tuple(SHEET_TITLES.values())
SURNAMES = "陈黄李梁伍余谭邓何吴"
GIVEN = "国荣丽英华明玉强建芬"


def id_number(number: int) -> str:
    """A valid ID number; another for every number from 0 to 9,999,999."""
    day, serial = divmod(number, 1000)
    year, day = divmod(day, 336)
    month, day = divmod(day, 28)
    bare = f"440781{1930 + year}{month + 1:02}{day + 1:02}{serial:03}"
    return bare + ric.calc_check_digit(bare + "0")


def row(number: int, stations: Sequence[str] = STATIONS, **cells) -> list:
    """A row of the office's own layout; ``cells`` by field name replace what it would have."""
    station = stations[number % len(stations)]
    values = {
        "serial": number,
        "station": station,
        "group_name": "第三村民小组",
        "householder": SURNAMES[number % 10] + GIVEN[number // 10 % 10] + GIVEN[number // 100 % 10],
        "id_number": id_number(number),
        "address": f"{station}三组{number}号",
        "phone": f"137{number:08}",
        "categories": CATEGORIES[number % len(CATEGORIES)][0],
        "remark": None,
    }
    return list((values | cells).values())


def book(
    *sheets: Iterable[Sequence], titles: Sequence[str] = ("登记册",), merge: Sequence[str] = ()
) -> bytes:
    """An xlsx of sheets of rows, as written; ``merge`` are ranges of the first sheet."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    for index, rows in enumerate(sheets):
        worksheet = workbook.create_sheet(
            titles[index] if index < len(titles) else f"表{index + 1}"
        )
        for values in rows:
            worksheet.append(list(values))
    for reference in merge:
        workbook.worksheets[0].merge_cells(reference)
    out = BytesIO()
    workbook.save(out)
    return out.getvalue()


def register_book(rows: Iterable[Sequence], year: int = 2026) -> bytes:
    """A register in the office's own layout, with its title rows."""
    head = [[f"{TOWN}{year}年直联重点走访登记册"], [f"填报单位:{TOWN}组织办公室"], TITLES]
    return book([*head, *rows], merge=("A1:I1",))


def large_register(rows: int = 10_000, stations: Sequence[str] = STATIONS) -> bytes:
    """A register of so many different households, for measuring."""
    return register_book(row(number, stations) for number in range(1, rows + 1))


def stations(*names: str, **aliases: str) -> StationNames:
    """The stations of the small town; ``aliases`` as 长沙村="沙仔"."""
    return StationNames(
        StationFact(f"{TOWN}-{name}", name, TOWN, tuple(aliases.get(name, "").split()))
        for name in names or STATIONS
    )


def categories() -> CategoryNames:
    """The nine of the plan."""
    return CategoryNames(
        [CategoryName(name, True, tuple(more.split())) for name, *_r, more in CATEGORIES]
    )


def lines_of(content: bytes, default_station: str | None = None) -> list[Line]:
    """The lines of a file in the small town."""
    cleaner = Cleaner(stations(), categories(), default_station)
    return list(read_register(content).lines(cleaner))


def plan_of(
    content: bytes,
    known: Iterable[Known] = (),
    entries: dict[str, KnownEntry] | None = None,
    allowed: Iterable[str] | None = None,
) -> Plan:
    """The plan for a file in the small town."""
    names = stations()
    may_take = names.facts if allowed is None else {f"{TOWN}-{name}" for name in allowed}
    return make_plan(lines_of(content), Households(known, names), entries or {}, names, may_take)
