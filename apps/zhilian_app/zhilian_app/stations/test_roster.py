from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhilian_app.stations.roster import (
    CardLine,
    Change,
    Term,
    card_changes,
    duty_gaps,
    first_overlap,
    handover,
    implied_role,
    in_force,
    team_on,
)

DAY = date(2026, 6, 1)
days = st.dates(date(2017, 1, 1), date(2030, 12, 31))


def term(name, start, end=None):
    return Term(name, DAY + timedelta(start), None if end is None else DAY + timedelta(end))


def test_both_ends_of_a_term_count():
    one = term("a", 0, 10)
    assert in_force(one, DAY)
    assert in_force(one, DAY + timedelta(10))
    assert not in_force(one, DAY - timedelta(1))
    assert not in_force(one, DAY + timedelta(11))


def test_team_of_the_day_follows_the_dates():
    terms = [term("old", -100, -1), term("new", 0)]
    assert team_on(terms, DAY - timedelta(1)).name == "old"
    assert team_on(terms, DAY).name == "new"
    assert team_on(terms, DAY - timedelta(101)) is None


@given(st.lists(st.tuples(days, st.integers(0, 400)), max_size=8), days)
def test_without_overlap_at_most_one_team_is_in_force(spans, day):
    terms: list[Term] = []
    for index, (start, length) in enumerate(spans):
        new = Term(str(index), start, start + timedelta(length))
        if not first_overlap(new, terms):
            terms.append(new)
    current = [one for one in terms if in_force(one, day)]
    assert len(current) <= 1
    assert team_on(terms, day) == (current[0] if current else None)


@given(days, st.integers(0, 400), days, st.integers(0, 400))
def test_overlap_is_mutual_and_means_a_shared_day(start_a, length_a, start_b, length_b):
    a = Term("a", start_a, start_a + timedelta(length_a))
    b = Term("b", start_b, start_b + timedelta(length_b))
    shares_a_day = max(a.from_date, b.from_date) <= min(a.to_date, b.to_date)
    assert bool(first_overlap(a, [b])) == bool(first_overlap(b, [a])) == shares_a_day


def test_handover_ends_the_old_team_on_the_day_before():
    assert handover(term("a", -30), DAY) == DAY - timedelta(1)


@pytest.mark.parametrize("new_from", [-30, -31])
def test_handover_cannot_undo_the_old_team(new_from):
    with pytest.raises(ValueError):
        handover(term("a", -30), DAY + timedelta(new_from))


def test_handover_after_the_old_team_has_ended_is_refused():
    with pytest.raises(ValueError):
        handover(term("a", -30, -10), DAY)


@pytest.mark.parametrize(
    ("side", "duty", "role"),
    [
        ("Main", "Station Leader", "Station Leader"),
        ("Main", "Team Head", "Team Head"),
        ("Main", "Liaison", "Liaison"),
        ("Main", "Member", "Station Cadre"),
        ("Auxiliary", "Member", "Village Cadre"),
        # whatever a village cadre is called on the team, they are not the town's officer
        ("Auxiliary", "Team Head", "Village Cadre"),
    ],
)
def test_place_on_the_team_brings_its_role(side, duty, role):
    assert implied_role(side, duty) == role


def test_main_team_needs_one_leader_one_head_and_a_liaison():
    whole = [
        ("Main", "Station Leader"),
        ("Main", "Team Head"),
        ("Main", "Liaison"),
        ("Main", "Liaison"),
    ]
    assert duty_gaps(whole) == []
    assert duty_gaps([]) == ["Station Leader", "Team Head", "Liaison"]
    assert duty_gaps([*whole, ("Main", "Team Head")]) == ["Team Head"]
    assert duty_gaps([("Auxiliary", "Liaison"), *whole[:2]]) == ["Liaison"]


def line(name, phone="13900000001", position="主任", side="Main", duty="Member"):
    return CardLine(side, duty, name, position, phone)


lines = st.lists(
    st.builds(line, st.sampled_from("甲乙丙丁"), st.sampled_from(["1", "2"])),
    unique_by=lambda x: x.name,
)


def test_card_is_stale_when_people_or_phones_change():
    old = [line("甲"), line("乙"), line("丙")]
    new = [line("甲", phone="13900000002"), line("丙"), line("丁")]
    assert card_changes(old, new) == [
        Change("changed", "甲"),
        Change("joined", "丁"),
        Change("left", "乙"),
    ]


@given(lines, lines)
def test_card_holds_exactly_when_the_same_people_stand_on_it(card, team):
    assert (card_changes(card, team) == []) == (set(card) == set(team))
