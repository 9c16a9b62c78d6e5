"""What belongs to a convention, for tests."""

from __future__ import annotations

import factory

from news.models import ConventionFigure


class ConventionFigureFactory(factory.django.DjangoModelFactory):
    """960 persons in Occitanie in 2019, of the convention given as `page`."""

    class Meta:
        model = ConventionFigure

    amount = 960
    unit = "personnes"
    label = "accompagnées"
    year = 2019
    scope = "Occitanie"
