import pytest

from zhilian_app.visits.search_key import MAX_LENGTH, search_key


@pytest.mark.parametrize("typed", ["zgl", "zhanggui", "hlclz"])
def test_found_by_initials_pinyin_and_address(typed):
    assert typed in search_key("张桂丽", "护岭村六组123号")


def test_nothing_typed_is_nothing():
    assert search_key(None) == search_key("", "") == ""


def test_never_longer_than_its_field():
    assert len(search_key("张桂丽" * 40, "护岭村" * 40)) == MAX_LENGTH
