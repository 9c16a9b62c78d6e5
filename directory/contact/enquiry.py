"""What an employer wrote, checked and made plain: what the form yields and the service stores."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from phonenumber_field.phonenumber import PhoneNumber

    from directory.contact.models import ContactRequest


@dataclass(frozen=True, kw_only=True)
class Enquiry:
    """Named as in ContactRequest. `place` is what `place_typed` was found to mean, empty for a national project."""

    projects: list[str]
    message: str
    timing: str = ""
    positions: int | None = None
    positions_typed: str = ""
    surface: int | None = None
    surface_typed: str = ""
    place_typed: str = ""
    place: str = ""
    is_national: bool = False
    sites: str = ""
    commune_id: str | None = None
    establishment_id: int | None = None
    workshop_id: int | None = None
    organisation: str
    siret: str = ""
    sector: str = ""
    workforce: str = ""
    contact_name: str
    job: str = ""
    email: str
    telephone: PhoneNumber | str = ""
    telephone_typed: str = ""

    def values(self) -> dict[str, Any]:
        """What a request keeps of it, by name of field."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def is_that_of(self, request: ContactRequest) -> bool:
        """Whether this very text was stored: a second click says the same, a corrected text does not."""
        return all(getattr(request, name) == value for name, value in self.values().items())
