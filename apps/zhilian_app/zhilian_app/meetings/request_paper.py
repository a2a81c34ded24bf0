"""附件1 as a paper: what stands where, for print, xlsx and docx alike. No database here.

The plan's own title: 《赤溪镇 村(社区) 月需提请党委会研究解决问题表》.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from zhilian_app.meetings.money import NOTHING, figures, in_words

# the paper is the office's own, so its words are Chinese in whatever language the screen is
ANNEX = "附件1"
TITLE = ("村（社区）", "月需提请党委会研究解决问题表")
FILE_NAME = "{town}{station}{year}年{month}月需提请党委会研究解决问题表"
HEADINGS = (
    "序号",
    "问题或项目名称",
    "现状",
    "预解决方案",
    "预算总额（元）",
    "申请镇级及以上补贴额（元）",
    "预计完工时间",
    "备注",
)
ENDINGS = ("社区居委会", "村委会", "社区", "村")


@dataclass(frozen=True)
class PaperRow:
    """An item; amounts in yuan, None where nothing is asked for."""

    title: str
    situation: str = ""
    solution: str = ""
    budget: Decimal | None = None
    asked: Decimal | None = None
    finish: date | None = None
    remark: str = ""

    @property
    def budget_figures(self) -> str:
        return "" if self.budget is None else figures(self.budget)

    @property
    def asked_figures(self) -> str:
        return "" if self.asked is None else figures(self.asked)

    @property
    def finish_text(self) -> str:
        return day_text(self.finish)


@dataclass(frozen=True)
class RequestPaper:
    """The whole paper; texts of days are empty until the step was taken."""

    town: str
    station: str
    month: date
    rows: tuple[PaperRow, ...] = ()
    filled_by: str = ""
    filled_on: datetime | None = None
    signed_by: str = ""
    signed_on: datetime | None = None
    accepted_by: str = ""
    accepted_on: datetime | None = None

    @property
    def annex(self) -> str:
        return ANNEX

    @property
    def headings(self) -> tuple[str, ...]:
        return HEADINGS

    @property
    def place(self) -> str:
        """Name of the village or community as it goes into the blank before 村（社区）."""
        for ending in ENDINGS:
            if self.station.endswith(ending) and self.station != ending:
                return self.station.removesuffix(ending)
        return self.station

    @property
    def title_parts(self) -> tuple[str, str, str, str, str]:
        """Town, place, 村（社区）, month, and the rest."""
        return (self.town, self.place, TITLE[0], str(self.month.month), TITLE[1])

    @property
    def title(self) -> str:
        return " ".join(self.title_parts)

    @property
    def file_name(self) -> str:
        return FILE_NAME.format(
            town=self.town, station=self.station, year=self.month.year, month=self.month.month
        )

    @property
    def unit(self) -> str:
        return f"{self.town}{self.station}"

    @property
    def total_budget(self) -> Decimal:
        return sum((row.budget for row in self.rows if row.budget is not None), NOTHING)

    @property
    def total_asked(self) -> Decimal:
        return sum((row.asked for row in self.rows if row.asked is not None), NOTHING)

    @property
    def budget_figures(self) -> str:
        return figures(self.total_budget)

    @property
    def asked_figures(self) -> str:
        return figures(self.total_asked)

    @property
    def budget_words(self) -> str:
        return in_words(self.total_budget)

    @property
    def asked_words(self) -> str:
        return in_words(self.total_asked)

    @property
    def filled_on_text(self) -> str:
        return day_text(self.filled_on)

    @property
    def signature(self) -> str:
        """Name and time of the electronic signature, or blank for the pen."""
        return f"{self.signed_by} {moment_text(self.signed_on)}".strip()

    @property
    def acceptance(self) -> str:
        return f"{self.accepted_by} {moment_text(self.accepted_on)}".strip()


def day_text(day: date | None) -> str:
    """A day as papers write it, 2026年1月5日."""
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def moment_text(moment: datetime | None) -> str:
    """A moment as papers write it, 2026年1月5日 09:30."""
    return f"{day_text(moment)} {moment:%H:%M}" if moment else ""
