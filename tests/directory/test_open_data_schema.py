"""Schemathesis asks the open data everything their description allows, and much that it does not."""

from __future__ import annotations

import pytest
import schemathesis
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    positive_data_acceptance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.directory.factories import ReferentFactory

ADDRESSES = [
    "places",
    "match",
    "referents",
    "referents.csv",
    "referents/{slug}",
    "disp",
    "departments",
    "missions",
    "communes.geojson",
    "establishments",
    "establishments.csv",
    "establishments/near",
    "establishments/{slug}",
    "workshops",
    "workshops.csv",
    "activities",
    "search",
    "suggestions",
]
WITHOUT_PARAMETERS = {"disp", "departments", "missions", "activities"}  # nothing can be refused there
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
    positive_data_acceptance,
]


@pytest.fixture
def open_data(territory):
    """The description as it is served, and a sheet to be found."""
    ReferentFactory(slug="normandie", named=True)
    # A real handler closes the connection after a request, and the test's transaction with it: Django's own test client
    # leaves these receivers out likewise.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_every_address_is_attacked(open_data):
    assert set(open_data) == {f"/api/v1/{address}" for address in ADDRESSES}


@pytest.mark.parametrize(
    ("address", "mode"),
    [
        *((address, GenerationMode.POSITIVE) for address in ADDRESSES),
        *((address, GenerationMode.NEGATIVE) for address in ADDRESSES if address not in WITHOUT_PARAMETERS),
    ],
)
def test_no_server_error_and_no_breach_of_the_description(open_data, address, mode):
    operation = open_data[f"/api/v1/{address}"]["GET"]
    assert (address in WITHOUT_PARAMETERS) is not bool(list(operation.iter_parameters()))

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(max_examples=25, suppress_health_check=list(HealthCheck), database=None)
    def attack(case):
        cache.clear()  # the limit of requests is not what is tested here
        case.call_and_validate(checks=CHECKS)

    attack()
