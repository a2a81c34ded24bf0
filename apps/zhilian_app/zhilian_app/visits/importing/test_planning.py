"""Which household a row is, and what the import would change."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from zhilian_app.visits.importing.matching import Known
from zhilian_app.visits.importing.planning import KnownEntry
from zhilian_app.visits.importing.testing import id_number, plan_of, register_book, row

HERE, ELSEWHERE = "赤溪镇-长沙村", "赤溪镇-冲金村"
BAD_ID = "440781198803253510"
ID = id_number(1)


def known(**fields) -> Known:
    """The household of row(1), as it is registered."""
    values = {
        "name": "H1",
        "station": HERE,
        "householder": row(1)[3],
        "address": "长沙村三组1号",
        "group_name": "第三村民小组",
        "phone": "13700000001",
        "id_number": ID,
        "id_status": "Valid",
    }
    return Known(**(values | fields))


def entry(*categories: str, remark: str = "") -> dict[str, KnownEntry]:
    return {"H1": KnownEntry("E1", frozenset(categories or ("矛盾纠纷人员",)), remark)}


def plan(*rows, households=(), entries=None, allowed=None):
    return plan_of(register_book(rows), households, entries, allowed)


def problems(made) -> list[str]:
    return [problem.code for line in made.rejected for problem in line.problems]


def single(made):
    """The only household that a plan writes, nothing having been refused."""
    assert problems(made) == []
    (target,) = made.targets
    return target


class TestMatching:
    def test_nobody_is_there_yet(self):
        made = plan(row(1), row(2))
        assert made.counts()["new_households"] == made.counts()["new_entries"] == 2

    def test_by_id_number_though_the_address_changed(self):
        target = single(
            plan(row(1, address="长沙村九组9号"), households=[known()], entries=entry())
        )
        assert target.changes() == {"address": ("长沙村三组1号", "长沙村九组9号")}

    def test_by_name_and_address_without_a_number(self):
        made = plan(row(1, id_number=None), households=[known()], entries=entry())
        assert made.counts()["unchanged_rows"] == 1

    def test_address_written_another_way_is_no_change(self):
        written = "赤溪镇长沙村第三村民小组１号"
        made = plan(
            row(1, address=written, group_name="三组"), households=[known()], entries=entry()
        )
        assert made.counts()["unchanged_rows"] == 1

    def test_number_is_filled_in(self):
        without = known(id_number="", id_status="Not Given")
        target = single(plan(row(1), households=[without], entries=entry()))
        assert target.changes() == {"id_number": ("", ID), "id_status": ("Not Given", "Valid")}

    def test_valid_number_replaces_a_doubtful_one(self):
        doubtful = known(id_number=BAD_ID, id_status="To Verify")
        target = single(plan(row(1), households=[doubtful], entries=entry()))
        assert target.changes()["id_number"] == (BAD_ID, ID)

    def test_doubtful_number_never_replaces_a_valid_one(self):
        made = plan(row(1, id_number=BAD_ID), households=[known()], entries=entry())
        assert made.counts()["unchanged_rows"] == made.counts()["marked_rows"] == 1

    def test_doubtful_number_finds_its_household_again(self):
        doubtful = known(id_number=BAD_ID, id_status="To Verify", address="长沙村九组9号")
        target = single(plan(row(1, id_number=BAD_ID), households=[doubtful], entries=entry()))
        assert target.known.name == "H1"
        assert "address" in target.changes()

    def test_old_number_finds_the_new_one(self):
        old = ID[:6] + ID[8:17]
        made = plan(
            row(1, id_number=old, address="长沙村九组9号"), households=[known()], entries=entry()
        )
        assert list(single(made).changes()) == ["address"]

    def test_another_valid_number_at_the_same_door_is_for_a_person(self):
        assert problems(plan(row(1, id_number=id_number(77)), households=[known()])) == [
            "place_other_id"
        ]

    def test_number_of_another_station_is_refused(self):
        assert problems(plan(row(1), households=[known(station=ELSEWHERE)])) == ["id_elsewhere"]

    def test_who_left_another_station_is_new_here(self):
        made = plan(row(1), households=[known(station=ELSEWHERE, ended=True)])
        assert made.counts()["new_households"] == 1

    def test_ended_household_is_refused(self):
        assert problems(plan(row(1), households=[known(ended=True)])) == ["household_ended"]

    def test_household_in_force_goes_before_an_ended_one(self):
        ended = known(name="H0", ended=True)
        target = single(plan(row(1), households=[ended, known()], entries=entry()))
        assert target.known.name == "H1"

    def test_number_under_another_name_and_address_is_for_a_person(self):
        other = row(1, householder="伍坤玲", address="长沙村九组9号")
        assert problems(plan(other, households=[known()])) == ["id_other_name"]

    def test_name_is_corrected_at_the_same_door(self):
        target = single(plan(row(1, householder="伍坤玲"), households=[known()], entries=entry()))
        assert target.changes() == {"householder": (row(1)[3], "伍坤玲")}

    def test_neighbours_are_two_households(self):
        one = row(1, householder="陈荣丽", address="长沙村六组178号")
        two = row(7, householder="陈荣丽", address="长沙村六组178号之二")
        assert plan(one, two).counts()["new_households"] == 2

    def test_address_is_needed_unless_the_number_is_known(self):
        assert problems(plan(row(1, address=None))) == ["address_missing"]
        made = plan(row(1, address=None), households=[known()], entries=entry())
        assert made.counts()["unchanged_rows"] == 1


class TestSameTwiceInAFile:
    def test_categories_are_united(self):
        made = plan(
            row(1, categories="残疾人"), row(1, categories="优抚对象"), row(1, categories="残疾人")
        )
        assert single(made).categories == {"残疾人", "优抚对象"}
        counts = made.counts()
        assert (counts["new_entries"], counts["changed_rows"], counts["unchanged_rows"]) == (
            1,
            1,
            1,
        )

    def test_with_and_without_a_number(self):
        target = single(plan(row(1, id_number=None, phone=None), row(1)))
        assert (target.values["id_number"], target.values["phone"]) == (ID, "13700000001")

    def test_a_later_row_counts_but_an_empty_cell_does_not(self):
        target = single(plan(row(1), row(1, phone="13900000000"), row(1, phone=None)))
        assert target.values["phone"] == "13900000000"

    def test_a_bare_row_finds_the_full_one_that_comes_later(self):
        target = single(plan(row(1, address=None, remark="独居"), row(1)))
        assert (target.values["address"], target.remark) == ("长沙村三组1号", "独居")

    def test_one_number_under_two_names_is_for_a_person(self):
        made = plan(row(1), row(1, householder="伍坤玲"))
        assert problems(made) == ["id_twice"]
        assert made.rejected[0].problems[0].values == (4,)

    def test_one_door_with_two_numbers_is_for_a_person(self):
        assert problems(plan(row(1), row(1, id_number=id_number(77)))) == ["place_twice"]


class TestChanges:
    def test_empty_cells_blank_nothing(self):
        made = plan(
            row(1, phone=None, group_name=None), households=[known()], entries=entry(remark="独居")
        )
        assert made.counts()["unchanged_rows"] == 1

    def test_phone(self):
        target = single(plan(row(1, phone="13900000000"), households=[known()], entries=entry()))
        assert target.changes() == {"phone": ("13700000001", "13900000000")}

    def test_categories_are_added_and_never_taken_away(self):
        target = single(
            plan(row(1, categories="残疾人"), households=[known()], entries=entry("优抚对象"))
        )
        assert target.added_categories == {"残疾人"}

    def test_remark_is_added_to_the_one_that_is_there(self):
        made = plan(row(1, remark="需送药"), households=[known()], entries=entry(remark="独居"))
        assert single(made).new_remark == "独居；需送药"

    def test_known_household_without_an_entry_of_the_year(self):
        made = plan(row(1), households=[known()])
        assert (made.counts()["new_households"], made.counts()["new_entries"]) == (0, 1)


class TestWhoseRows:
    def test_rows_of_other_stations_are_refused(self):
        made = plan(row(1), row(2), allowed=["长沙村"])
        assert problems(made) == ["not_your_station"]
        assert made.counts()["new_entries"] == 1

    def test_nothing_else_is_said_of_them(self):
        foreign = known(station=ELSEWHERE, householder=row(2)[3], id_number=id_number(2))
        made = plan(row(2, categories="低保户"), households=[foreign], allowed=["长沙村"])
        assert problems(made) == ["not_your_station"]


cells = st.fixed_dictionaries(
    {},
    optional={
        "station": st.sampled_from(["长沙村", "冲金", "石头村", None]),
        "householder": st.sampled_from(["张三", "李四", None]),
        "id_number": st.sampled_from([ID, id_number(2), BAD_ID, None]),
        "address": st.sampled_from(["三组1号", "三组2号", None]),
        "phone": st.sampled_from(["13900000000", "13800000000", None]),
        "categories": st.sampled_from(["残疾人", "优抚对象 残疾人", "低保户", None]),
        "remark": st.sampled_from(["独居", "需送药", "身份证待核", None]),
    },
)
files = st.lists(
    st.builds(lambda number, change: row(number, **change), st.integers(1, 4), cells), max_size=8
)


def written(made) -> tuple[list[Known], dict[str, KnownEntry]]:
    """The records after a plan was carried out."""
    households, entries = [], {}
    for number, target in enumerate(made.targets):
        before, name = target.known, target.known.name or f"N{number}"
        values = {
            f: getattr(before, f)
            for f in ("householder", "address", "group_name", "phone", "id_number", "id_status")
        }
        households.append(Known(name=name, station=before.station, **(values | target.values)))
        kept = target.entry.categories if target.entry else frozenset()
        remark = (
            target.entry.remark if target.entry and target.new_remark is None else target.new_remark
        )
        entries[name] = KnownEntry(f"E{number}", kept | target.categories, remark or "")
    return households, entries


# a door with two numbers, and one of them once more elsewhere
@example([row(1, id_number=id_number(27)), row(1), row(1, address="三组2号")])
@example([row(1, id_number=id_number(27)), row(1), row(1, householder="张三")])
@given(files)
def test_the_same_file_once_more_changes_nothing(rows):
    content = register_book(rows)
    first = plan_of(content)
    second = plan_of(content, *written(first))
    counts = second.counts()
    assert (counts["new_households"], counts["new_entries"], counts["changed_rows"]) == (0, 0, 0)
    assert [line.source.row.number for line in second.rejected] == [
        line.source.row.number for line in first.rejected
    ]


@given(files)
def test_every_row_has_one_outcome(rows):
    counts = plan_of(register_book(rows)).counts()
    parts = ("new_entries", "changed_rows", "unchanged_rows", "rejected_rows")
    assert counts["total_rows"] == sum(counts[part] for part in parts)


@given(files)
def test_no_two_households_share_a_valid_number(rows):
    numbers = [
        target.values["id_number"]
        for target in plan_of(register_book(rows)).targets
        if target.values.get("id_status") == "Valid"
    ]
    assert len(numbers) == len(set(numbers))


@pytest.mark.parametrize("order", [1, -1])
def test_a_number_may_come_before_or_after(order):
    rows = [row(1, id_number=None), row(1)][::order]
    assert single(plan(*rows)).values["id_number"] == ID
