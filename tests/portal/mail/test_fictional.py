from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from portal.mail.fictional import REFUSAL, is_fictional, refuse_in_demonstration
from portal.models import PortalSettings

REAL = "travail@service.gouv.fr"


@pytest.mark.parametrize(
    ("address", "expected"),
    [("a@justice.example", True), ("A@B.EXAMPLE", True), ("a@b.test", True), ("", True), (REAL, False)],
)
def test_only_reserved_domains_are_fictional(address, expected):
    assert is_fictional(address) is expected


def test_only_a_demonstration_refuses_a_real_address(home_page):
    PortalSettings.objects.update(is_demonstration=False)
    refuse_in_demonstration("email", REAL)
    PortalSettings.objects.update(is_demonstration=True)
    refuse_in_demonstration("email", "a@justice.example")
    with pytest.raises(ValidationError) as refused:
        refuse_in_demonstration("email", REAL)
    assert refused.value.message_dict == {"email": [REFUSAL]}
