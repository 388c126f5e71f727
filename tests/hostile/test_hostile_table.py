"""The published table is what the battery and the facts about stock nbgrader come to."""

import hostile_inside
import hostile_table
import pytest
from hostile_alone import attacks
from hostile_archives import ARCHIVES
from hostile_battery import battery


def test_there_are_enough_attacks():
    assert len(battery()) >= 120
    assert len(ARCHIVES) >= 10
    assert {attack.family for attack in battery()} | {"archives"} == hostile_table.FAMILIES.keys()


def test_every_attack_says_what_it_does_and_no_two_say_the_same():
    words = [attack.what for attack in battery()]
    assert all(words)
    assert sorted(words) == sorted(set(words))


@pytest.mark.parametrize("grader", [hostile_inside.STOCK, hostile_inside.UNCONFINED])
def test_graders_that_confine_nothing_were_asked_about_every_attack(grader):
    facts = {hostile_inside.STOCK: hostile_table.STOCK, hostile_inside.UNCONFINED: hostile_table.UNCONFINED}
    assert sorted(facts[grader]["outcomes"]) == sorted(attack.name for attack in attacks(grader))


def test_the_published_tables_are_the_present_ones():
    for name, made in hostile_table.TABLES.items():
        present = (hostile_table.PAGES / name).read_text()
        assert present == made(), "python tests/hostile/hostile_table.py writes them anew"
    readme = hostile_table.README.read_text()
    assert readme == hostile_table.with_table(readme), "python tests/hostile/hostile_table.py writes it anew"


def test_the_page_names_what_was_compared():
    page = (hostile_table.PAGES.parent / "instructors.md").read_text()
    assert f"nbgrader {hostile_table.STOCK['nbgrader']}" in page
    assert f"{len(battery()) + len(ARCHIVES)} attacks" in page
