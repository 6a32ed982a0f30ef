"""Ways to break sessions; each joins the cases of `breaking`."""

from judging.models import Plenary, PlenaryDecision
from tests.kipp.breaking import breaks, earlier_stage, one


@breaks("confirmed_plenaries_are_their_minutes")
def rewrite_why_a_plenary_moved_an_entry():
    one(PlenaryDecision.objects.all()).update(reason="Lain.")


@breaks("confirmed_plenaries_are_their_minutes")
def take_a_ruling_out_of_a_confirmed_plenary():
    one(PlenaryDecision.objects.all()).delete()


@breaks("plenary_decisions_stay_inside_their_stage")
def let_a_plenary_rule_on_entries_of_another_stage():
    Plenary.objects.update(stage=earlier_stage())


@breaks("plenary_numbers_are_contiguous")
def count_plenaries_from_two():
    Plenary.objects.update(number=2)
