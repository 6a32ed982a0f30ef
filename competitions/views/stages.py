from copy import copy

from django.http import Http404
from django.urls import reverse

from competitions.enums import StageKind
from competitions.forms.rubrics import RUBRIC_FORMSET
from competitions.forms.stages import StageForm
from competitions.models import Stage
from competitions.reads import current_rubric, final_score
from competitions.reads.rubrics import current_criteria
from competitions.reads.settings import PARTS
from competitions.services import rubrics, stages
from kipp.lib.web import access, arrival, visible_or_404

from .settings import MANAGE, edit, own_edition


@access(MANAGE)
def stage(request, slug, code):
    """The bureau, weeks before the call: a rule left as it came is a rule they will have to defend."""
    competition = own_edition(request, slug)
    found = {row.code: row for row in _with_rules(competition.stages.all())}
    if code not in found:
        raise Http404
    stage = found[code]
    criteria = list(current_criteria(stage)) if stage.kind == StageKind.SCORING else []
    # Validating a model form writes into its instance: the page's own copy stays as it is stored.
    form = StageForm(request.POST or None, instance=copy(stage), criteria=criteria)
    return edit(
        request,
        "competitions/stage_edit.html",
        form,
        competition=competition,
        part=PARTS["tahap"],
        stage=stage,
        rules=getattr(stage, "frozen_rules", None),
        final_score=final_score.sentences(found.values(), competition.tracks.all()),
        back=reverse("competitions:settings_part", args=[slug, "tahap"]),
        fresh=lambda: StageForm(instance=_with_rules(Stage.objects).get(pk=stage.pk), criteria=criteria),
        save=lambda revision: stages.save(
            stage=stage,
            by=request.user,
            at=arrival(request),
            revision=revision,
            values=form.values(),
            quotas=form.quotas(),
        ),
    )


def _with_rules(stages):
    """The text of frozen rules is long, and read on its own page only."""
    return stages.select_related("competition", "frozen_rules").defer("frozen_rules__payload")


@access(MANAGE)
def rubric(request, slug, code):
    competition = own_edition(request, slug)
    stage = visible_or_404(competition.stages.filter(kind="scoring").select_related("competition"), code=code)
    sections = competition.sections.all()
    rubric = current_rubric(stage)
    formset = RUBRIC_FORMSET.over(rubric, sections, request.POST or None)
    return edit(
        request,
        "competitions/rubric_edit.html",
        formset,
        competition=competition,
        part=PARTS["tahap"],
        stage=stage,
        rubric=rubric,
        back=reverse("competitions:settings_stage", args=[slug, code]),
        fresh=lambda: RUBRIC_FORMSET.over(current_rubric(stage), sections),
        save=lambda revision: rubrics.save(
            stage=stage, by=request.user, at=arrival(request), revision=revision, rows=formset.rows()
        ),
    )
