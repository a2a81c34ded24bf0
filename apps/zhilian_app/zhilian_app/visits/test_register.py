from hypothesis import given
from hypothesis import strategies as st

from zhilian_app.visits.register import CategoryFact, active_key, entry_facts, entry_status

POOR = CategoryFact("特困家庭", 3, False)
DISABLED = CategoryFact("残疾人", 5, True)
JOBLESS = CategoryFact("失业人员", 8, False)
facts = st.lists(st.sampled_from([POOR, DISABLED, JOBLESS]))


def test_most_pressing_category_leads():
    assert entry_facts([JOBLESS, POOR]) == {
        "category_text": "特困家庭、失业人员",
        "priority": 3,
        "sensitive": 0,
    }


def test_one_sensitive_category_makes_the_entry_sensitive():
    assert entry_facts([JOBLESS, DISABLED, POOR])["sensitive"] == 1


def test_without_category_nothing_presses():
    assert entry_facts([]) == {"category_text": "", "priority": 99, "sensitive": 0}


@given(facts, st.randoms())
def test_order_and_repeats_in_the_cell_change_nothing(found, random):
    again = found * 2
    random.shuffle(again)
    assert entry_facts(again) == entry_facts(found)


def test_household_stands_once_a_year_and_removed_rows_do_not_count():
    assert active_key("h1", 2026, removed=False) == "h1:2026"
    assert active_key("h1", 2026, removed=True) is None


def test_status():
    assert entry_status(removed=False, visit_count=0) == "To Visit"
    assert entry_status(removed=False, visit_count=2) == "Visited"
    assert entry_status(removed=True, visit_count=2) == "Removed"
