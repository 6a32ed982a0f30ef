from django.urls import reverse

from competitions.forms.rubrics import RUBRIC_FORMSET
from competitions.forms.stages import StageForm
from competitions.models import Stage
from competitions.reads import current_rubric
from competitions.reads.settings import PARTS
from competitions.services import rubrics, stages
from kipp.lib.web import access, arrival, visible_or_404

from .settings import MANAGE, edit, own_edition


def _criteria(stage: Stage):
    rubric = current_rubric(stage)
    return rubric.criteria.all() if rubric else []


@access(MANAGE)
def stage(request, slug, code):
    competition = own_edition(request, slug)
    stage = visible_or_404(competition.stages.select_related("competition"), code=code)
    criteria = _criteria(stage)

    def form_over(data=None):
        instance = Stage.objects.select_related("competition").get(pk=stage.pk)
        return StageForm(data, instance=instance, criteria=criteria)

    form = form_over(request.POST or None)
    return edit(
        request,
        "competitions/stage_edit.html",
        form,
        competition=competition,
        part=PARTS["tahap"],
        stage=stage,
        back=reverse("competitions:settings_part", args=[slug, "tahap"]),
        fresh=form_over,
        save=lambda revision: stages.save(
            stage=stage, by=request.user, at=arrival(request), revision=revision, values=form.values()
        ),
    )


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
