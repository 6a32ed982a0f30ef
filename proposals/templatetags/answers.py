"""`{% load answers %}`: what somebody answered, for every page that shows it."""

from django import template

from proposals.reads.shown import shown

register = template.Library()
register.filter(shown)
