"""What marks demo data, and the places that it plays in."""

from dataclasses import dataclass

# Owner of every row that the loader makes: a user who is disabled and has no password.
OWNER = "demo@zhilian.invalid"
# One password for all demo people. They see the demo towns only, and a site with real towns does
# not load them.
PASSWORD = "yanshi-zhilian"
SEED = 20170609

# Shown after the address of every demo household, and so on registers, visits and lists too.
MARK = "(演示)"
REMARK = "演示数据"

TOWN = "赤溪镇"
NEIGHBOUR = "演示邻镇"
TOWNS = (TOWN, NEIGHBOUR)
COUNTY = "台山市"
# The day of the plan: the stations are there since then.
PLAN_DAY = "2017-06-09"


@dataclass(frozen=True)
class StationPlan:
    """A demo station.

    Attributes:
        households: how many it has.
        coverage: share of the year's register that is visited by the end of November, 0 to 1.
        card: how far its card is: "In Force", "To Be Remade", "Second Version" or "No Card".
        delivered: share of households that have the card.
    """

    name: str
    town: str
    kind: str
    households: int
    coverage: float
    card: str = "In Force"
    delivered: float = 0.0

    @property
    def docname(self) -> str:
        """Name of the Station document."""
        return f"{self.town}-{self.name}"


STATIONS = (
    StationPlan("田头社区", TOWN, "Community", 210, 0.92, "In Force", 0.88),
    StationPlan("长沙村", TOWN, "Village", 190, 0.84, "Second Version", 0.61),
    StationPlan("赤溪社区", TOWN, "Community", 220, 0.98, "In Force", 0.96),
    StationPlan("冲金村", TOWN, "Village", 180, 0.76, "To Be Remade", 0.74),
    StationPlan("护岭村", TOWN, "Village", 205, 0.88, "In Force", 0.8),
    StationPlan("磅礴村", TOWN, "Village", 195, 0.71, "In Force", 0.55),
    StationPlan("铜鼓村", TOWN, "Village", 200, 0.95, "In Force", 0.9),
    StationPlan("渡头村", TOWN, "Village", 185, 0.64, "In Force", 0.42),
    StationPlan("象岭村", TOWN, "Village", 210, 0.8, "In Force", 0.67),
    # far behind the others
    StationPlan("北门村", TOWN, "Village", 205, 0.32, "No Card", 0.0),
    StationPlan("滨海村", NEIGHBOUR, "Village", 5, 0.6),
)

OFFICES = (
    "组织办公室",
    "党政办公室",
    "社会事务办公室",
    "财政办公室",
    "农业农村办公室",
    "综治办公室",
    "规划建设办公室",
)
