"""The printed table is the one that docs/figures.md takes over: Chinese commas, each note once."""

from tests.benchmark.results import Row, table

LIST = Row("d", "打开列表, requests/s", 44.5, 41.1, "1/s", 1.08, goal=0.8, note="600 次请求")
LIST_P95 = Row("d", "打开列表, p95", 2600, 1924, "ms", 1.35, goal=1.3, most=True, note="600 次请求")
IMPORT = Row("b", "10,000 行登记册", 435, 18.4, "rows/s", 23.68, goal=20, note="read in 23.0 s")


def test_rows_stand_in_the_order_of_the_parts():
    lines = table([LIST, IMPORT]).splitlines()
    assert lines[0].startswith("**(b) ")
    assert [line for line in lines if line.startswith("| 10,000")] == [
        "| 10,000 行登记册 | 435 | 18.4 | rows/s | 23.68 | ≥ 20 ✓ |"
    ]


def test_commas_after_chinese_are_chinese():
    lines = table([LIST, LIST_P95]).splitlines()
    assert "| 打开列表\uff0crequests/s | 44.5 | 41.1 | 1/s | 1.08 | ≥ 0.8 ✓ |" in lines
    assert "| 打开列表\uff0cp95 | 2,600 | 1,924 | ms | 1.35 | ≤ 1.3 ✗ |" in lines


def test_a_note_of_several_rows_is_told_once():
    assert table([LIST, LIST_P95]).count("600 次请求") == 1
    assert "- 10,000 行登记册: read in 23.0 s" in table([IMPORT])
