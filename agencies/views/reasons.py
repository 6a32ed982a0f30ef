"""The page that stands before an act which takes something away: what it destroys, and why."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from agencies.forms.fields import ReasonForm


@dataclass(frozen=True, slots=True)
class Question:
    title: str
    text: str
    action: str
    back: str
    done: str
    kind: str = "danger"


def ask_reason(request: HttpRequest, question: Question, act: Callable[[str], object]) -> HttpResponse:
    """Ask on GET; on POST do it, say so and go back. A refusal of the verb becomes its own page."""
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act(form.cleaned_data["reason"])
        messages.success(request, question.done)
        return redirect(question.back)
    context = {"question": question, "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "agencies/act_confirm.html", context, status=status)
