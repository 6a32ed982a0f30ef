"""Top N, thresholds and quotas; nobody is cut by the alphabet."""

from fractions import Fraction
from itertools import permutations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from judging.scoring import Cut, CutRule, Left, Standing, cut, place


def standings(**totals):
    return place({code: None if total is None else Fraction(total) for code, total in totals.items()})


def test_cut_top_takes_the_first_n():
    assert cut(standings(A=90, B=80, C=70), CutRule(top=2)) == Cut(
        ("A", "B"), (), ("C",), {"C": Left.BEYOND_TOP}
    )


def test_cut_top_tie_inside_is_no_tie_at_the_cut():
    assert cut(standings(A=90, B=90, C=70), CutRule(top=2)).inside == ("A", "B")


def test_cut_top_through_a_shared_place_leaves_it_open():
    assert cut(standings(A=90, B=80, C=80, D=70), CutRule(top=2)) == Cut(
        ("A",), ("B", "C"), ("D",), {"D": Left.BEYOND_TOP}
    )


def test_cut_top_beyond_the_list_takes_everyone_scored():
    assert cut(standings(A=90, B=None), CutRule(top=5)) == Cut(("A",), (), ("B",), {"B": Left.UNSCORED})


def test_cut_without_rules_takes_everyone_scored():
    assert cut(standings(A=90, B=0), CutRule()) == Cut(("A", "B"), (), (), {})


def test_cut_threshold_works_on_the_exact_total():
    given = standings(A="85", B="84.999", C=None)
    assert cut(given, CutRule(threshold=85)) == Cut(
        ("A",), (), ("B", "C"), {"B": Left.BELOW_THRESHOLD, "C": Left.UNSCORED}
    )


def test_cut_threshold_and_top_together():
    assert cut(standings(A=90, B=84, C=80), CutRule(top=2, threshold=85)) == Cut(
        ("A",), (), ("B", "C"), {"B": Left.BELOW_THRESHOLD, "C": Left.BELOW_THRESHOLD}
    )


GROUPS = {"A": "kelurahan", "B": "kelurahan", "C": "kelurahan", "D": "sd", "E": "smp", "F": "sd"}


def test_cut_quota_skips_the_full_group_and_says_so():
    rule = CutRule(top=3, quotas={"kelurahan": 2, "sd": 1}, group_of=GROUPS)
    assert cut(standings(A=90, B=89, C=88, D=70, E=60, F=50), rule) == Cut(
        ("A", "B", "D"),
        (),
        ("C", "E", "F"),
        {"C": Left.QUOTA_FULL, "E": Left.BEYOND_TOP, "F": Left.BEYOND_TOP},
    )


def test_cut_quota_without_top_limits_only_the_groups_named():
    rule = CutRule(quotas={"kelurahan": 1, "sd": 0}, group_of=GROUPS)
    assert cut(standings(A=90, B=89, C=88, D=70, E=60, F=50), rule) == Cut(
        ("A", "E"), (), ("B", "C", "D", "F"), dict.fromkeys("BCDF", Left.QUOTA_FULL)
    )


def test_cut_quota_through_a_shared_place_leaves_only_that_group_open():
    rule = CutRule(top=4, quotas={"kelurahan": 2, "sd": 2}, group_of=GROUPS)
    assert cut(standings(A=90, B=80, C=80, D=80, E=70, F=60), rule) == Cut(
        ("A", "D", "E"), ("B", "C"), ("F",), {"F": Left.BEYOND_TOP}
    )


def test_cut_golden_top_two_of_four_groups_of_one():
    given = [Standing("X", Fraction(9), 1, 3), Standing("Y", Fraction(8), 2, 3)]
    assert cut(iter(given), CutRule(top=1)).inside == ("X",)


# ── Against an oracle: break every shared place in every way, and walk down ──


def ways(given):
    """Every full order that agrees with the places."""
    blocks = {}
    for standing in given:
        blocks.setdefault(standing.place, []).append(standing)
    for choice in product(*(permutations(block) for block in blocks.values())):
        yield [standing for block in choice for standing in block]


def walk(order, rule):
    inside, used = set(), {}
    for standing in order:
        group = rule.group_of.get(standing.code, "")
        is_able = (
            standing.total is not None
            and (rule.threshold is None or standing.total >= rule.threshold)
            and (rule.top is None or len(inside) < rule.top)
            and used.get(group, 0) < rule.quotas.get(group, 99)
        )
        if is_able:
            inside.add(standing.code)
            used[group] = used.get(group, 0) + 1
    return inside


rules = st.builds(
    CutRule,
    top=st.none() | st.integers(0, 6),
    threshold=st.none() | st.integers(0, 3),
    quotas=st.dictionaries(st.sampled_from(["x", "y", "z"]), st.integers(0, 3)),
    group_of=st.fixed_dictionaries({code: st.sampled_from(["x", "y", "z"]) for code in "ABCDEF"}),
)
some_totals = st.fixed_dictionaries({code: st.none() | st.integers(0, 3) for code in "ABCDEF"})


@settings(max_examples=50, deadline=None)
@given(some_totals, rules)
def test_cut_inside_is_certain_and_at_the_cut_is_open_however_ties_are_broken(totals, rule):
    given_places = standings(**totals)
    outcomes = [walk(order, rule) for order in ways(given_places)]
    always, ever = set.intersection(*outcomes), set.union(*outcomes)
    result = cut(given_places, rule)
    assert set(result.inside) == always
    assert set(result.at_the_cut) == ever - always
    assert set(result.outside) == set("ABCDEF") - ever == set(result.reasons)
