"""The territory in memory: every code and every name, precomputed for exact, prefix and near look-ups. Pure.

A `Gazetteer` is built once from the reference tables (see `directory.territory.gazetteer`) and shared by all requests;
it is never changed. Exact look-ups and prefixes are bisections, so their cost does not grow with the number of
communes. What a name may mean, all of it compared, is said by `directory.places.candidates`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from directory.places.folding import fold, name_key, without_article
from directory.places.near_names import NearNames
from directory.places.packed import Packed
from directory.places.prefixes import PrefixIndex
from directory.places.rows import (
    AREA,
    ASSOCIATED,
    COMMUNE,
    DELEGATED,
    DEPARTMENT,
    DISTRICT,
    INSEE_CODE,
    MERGED,
    REGION,
    TYPED_CODE,
    Bearer,
    CedexEntry,
    CommuneEntry,
)
from directory.places.sounds import sound_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from directory.places.rows import (
        AreaNameEntry,
        DepartmentEntry,
        DispEntry,
        FormerNameEntry,
        RegionEntry,
    )

Found = TypeVar("Found")

# What populations are divided by: a former commune and « Sophia Antipolis » hold a part of them, at a guess, and
# people type their commune rather than their department, and that rather than « Petite couronne ».
FORMER_COMMUNE, WIDE, USUAL, INSIDE_DEPARTMENT = 10, 10, 100, 1000
TOWN = 2_000  # inhabitants; villages are too many for their sounds to tell one from another
PARTS = frozenset({DELEGATED, ASSOCIATED})  # these are communes to this day, but not whole ones


@dataclass
class _Filing:
    """What is found under names and codes, while they are read."""

    whole: dict[str, tuple[Bearer, ...]] = field(default_factory=dict)
    without_article: dict[str, tuple[Bearer, ...]] = field(default_factory=dict)
    areas: dict[str, tuple[Bearer, ...]] = field(default_factory=dict)
    codes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    former_codes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    departments: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def add(self, name: str, bearer: Bearer) -> None:
        key = name_key(fold(name))
        _add(self.whole, key, bearer)
        bare = without_article(key)
        if bare != key:
            _add(self.without_article, bare, bearer)
            if key.startswith("l "):  # « Lépine » is a commune, and L’Épine without its apostrophe
                _add(self.without_article, f"l{bare}", bearer)


class Gazetteer:
    """Look-ups over one state of the tables.

    `names` are all names, with and without their article, by the heaviest of their bearers; `near` the same, looked up
    by what is nearly one; `by_sound` those of towns and areas; `codes` are postal codes and the Insee code of one of
    their communes, « 76600 76351 », by its population.
    """

    def __init__(
        self,
        *,
        disps: Iterable[DispEntry],
        regions: Iterable[RegionEntry],
        departments: Iterable[DepartmentEntry],
        communes: Iterable[CommuneEntry],
        former_names: Iterable[FormerNameEntry] = (),
        area_names: Iterable[AreaNameEntry] = (),
        cedex: Iterable[CedexEntry] = (),
    ) -> None:
        self.disps = {disp.code: disp for disp in disps}
        self.regions = {region.code: region for region in regions}
        self.departments = {department.code: department for department in departments}
        # A commune without a postal code has left the official list and is only kept for what refers to it.
        self.communes: Mapping[str, CommuneEntry] = {
            commune.insee: commune for commune in communes if commune.postal_codes
        }
        self.area_names = {area.name: area for area in area_names}
        self.cedex: Mapping[str, CedexEntry] = {row.code: row for row in cedex}
        self.department_population = dict.fromkeys(self.departments, 0)
        self.departments_of_disp: dict[str, tuple[str, ...]] = {}
        self.departments_of_region: dict[str, tuple[str, ...]] = {}
        filing = _Filing()
        self._index_areas(filing)
        self._index_communes(filing)
        self._index_former_names(filing, former_names)
        self._index_cedex(filing)
        self.names = self._weighted_names(filing)
        self.near = NearNames(self.names.names)
        self.codes = PrefixIndex(
            (f"{code} {insee}", self.communes[insee].population)
            for code, found in filing.codes.items()
            for insee in found
        )
        self._pack(filing)

    def _pack(self, filing: _Filing) -> None:
        """Last, since what is packed costs some microseconds a look."""
        self.communes = Packed(self.communes, _commune)
        self.cedex = Packed(self.cedex, CedexEntry._make)
        self._names = Packed(filing.whole, _bearers)
        self._without_article = Packed(filing.without_article, _bearers)
        self._areas = Packed(filing.areas, _bearers)
        self._by_code: Packed[tuple[str, ...]] = Packed(filing.codes, tuple)
        self._by_former_code: Packed[tuple[str, ...]] = Packed(filing.former_codes, tuple)
        self._by_department: Packed[tuple[str, ...]] = Packed(filing.departments, tuple)
        sounds: dict[str, tuple[str, ...]] = {}
        for key in self.names.heavier("", TOWN):
            _add(sounds, sound_of(key), key)
        self.by_sound: Packed[tuple[str, ...]] = Packed(sounds, tuple)

    def _index_areas(self, filing: _Filing) -> None:
        for region in self.regions.values():
            own = tuple(code for code, row in self.departments.items() if row.region == region.code)
            self.departments_of_region[region.code] = own
            self.departments_of_disp[region.disp] = self.departments_of_disp.get(region.disp, ()) + own
            _add(filing.areas, _area_key(region.name), Bearer(REGION, region.code))
        for department in self.departments.values():
            _add(filing.areas, _area_key(department.name), Bearer(DEPARTMENT, department.code))
        region_by_departments = {frozenset(codes): region for region, codes in self.departments_of_region.items()}
        # « NPDC » is shown as Nord-Pas-de-Calais: the longest name of the same departments.
        shown = {
            area.departments: area.name for area in sorted(self.area_names.values(), key=lambda row: len(row.name))
        }
        for area in self.area_names.values():
            bearer = Bearer(AREA, shown[area.departments])
            if len(area.departments) == 1:
                bearer = Bearer(DEPARTMENT, area.departments[0], area.name)
            elif region_code := region_by_departments.get(frozenset(area.departments)):
                bearer = Bearer(REGION, region_code, area.name)
            _add(filing.areas, _area_key(area.name), bearer)

    def _index_communes(self, filing: _Filing) -> None:
        by_code: dict[str, list[CommuneEntry]] = {}
        for commune in self.communes.values():
            for code in commune.postal_codes:
                by_code.setdefault(code, []).append(commune)
            self.department_population[commune.department] += commune.population
            _add(filing.departments, commune.department, commune.insee)
            bearer = Bearer(COMMUNE, commune.insee)
            filing.add(commune.name, bearer)
            if "(" in commune.name:  # « Château-Chinon (Ville) » is typed without the bracket
                filing.add(commune.name.partition("(")[0], bearer)
        for code, communes in by_code.items():
            biggest_first = sorted(communes, key=lambda commune: (-commune.population, commune.insee))
            filing.codes[code] = tuple(commune.insee for commune in biggest_first)

    def _index_former_names(self, filing: _Filing, former_names: Iterable[FormerNameEntry]) -> None:
        for former in former_names:
            if former.insee not in self.communes:
                continue
            if former.kind == TYPED_CODE:
                _add(filing.codes, former.name, former.insee)
            elif former.kind == INSEE_CODE:
                _add(filing.former_codes, former.name, former.insee)
            elif former.kind == DISTRICT:
                filing.add(former.name, Bearer(COMMUNE, former.insee))
            else:
                filing.add(former.name, Bearer(COMMUNE, former.insee, former.name, former.kind, former.ended))

    def _index_cedex(self, filing: _Filing) -> None:
        """Labels that no commune of the department bears are names too: « Jarry », « Sophia Antipolis »."""
        names = PrefixIndex((key, 0) for key in filing.whole)
        self._cedex_commune: dict[tuple[str, str], str] = {}
        for label, department in sorted({(row.label, row.department) for row in self.cedex.values()}):
            key = name_key(fold(label))
            inside = self._communes_of(filing.whole.get(key, ()), department)
            if not inside:  # « Herblay » (-sur-Seine)
                begun = names.heavier(f"{key} ", -1)
                inside = self._communes_of((each for name in begun for each in filing.whole[name]), department)
                if len(inside) != 1:
                    _add(filing.whole, key, Bearer(DEPARTMENT, department, label))
            if len(inside) == 1:
                self._cedex_commune[label, department] = inside.pop()

    def _communes_of(self, bearers: Iterable[Bearer], department: str) -> set[str]:
        return {
            each.code for each in bearers if each.kind == COMMUNE and self.communes[each.code].department == department
        }

    def communes_with_code(self, code: str) -> list[CommuneEntry]:
        """Those of a postal code, or of a code typed for a whole city such as 75000; biggest first."""
        return [self.communes[each] for each in self._by_code.get(code, ())]

    def has_code(self, code: str) -> bool:
        """Whether it is one of these codes, and no CEDEX."""
        return code in self._by_code

    def communes_in(self, department: str) -> list[CommuneEntry]:
        """Those of a department, by its code, in the order of the tables."""
        return [self.communes[each] for each in self._by_department.get(department, ())]

    def communes_with_insee(self, code: str) -> list[CommuneEntry]:
        """The commune of an Insee code, or those that the commune of a former one has become."""
        codes = (code,) if code in self.communes else self._by_former_code.get(code, ())
        return [self.communes[each] for each in codes]

    def commune_of_cedex(self, row: CedexEntry) -> CommuneEntry | None:
        """The commune a CEDEX is named after, where its department has exactly one of that name."""
        insee = self._cedex_commune.get((row.label, row.department))
        return self.communes[insee] if insee else None

    def bearers(self, key: str) -> list[Bearer]:
        """Who bears exactly this name, its article apart: « port » finds Port and Le Port, « vienne » the two."""
        return [
            *self._names.get(key, ()),
            *self._without_article.get(key, ()),
            *self._areas.get(without_article(key), ()),
        ]

    def areas(self, key: str) -> tuple[Bearer, ...]:
        """Departments, regions and former regions of this name, with or without the article."""
        return self._areas.get(without_article(key), ())

    def departments_of(self, bearer: Bearer) -> tuple[str, ...]:
        """Codes of the departments a bearer lies in or consists of."""
        if bearer.kind == COMMUNE:
            return (self.communes[bearer.code].department,)
        if bearer.kind == DEPARTMENT:
            return (bearer.code,)
        if bearer.kind == REGION:
            return self.departments_of_region[bearer.code]
        return self.area_names[bearer.code].departments

    def weight(self, bearer: Bearer) -> int:
        """Inhabitants, at a guess, of those who mean it by its name."""
        if bearer.kind == COMMUNE:
            is_part = bearer.became == MERGED or bearer.became in PARTS
            return self.communes[bearer.code].population // (FORMER_COMMUNE if is_part else 1)
        population = sum(self.department_population[code] for code in self.departments_of(bearer))
        if self.is_usual(bearer):
            return population // USUAL
        return population // (INSIDE_DEPARTMENT if bearer.alias else WIDE)

    def is_usual(self, bearer: Bearer) -> bool:
        """Whether usage alone gives the name: « PACA », « Champagne », « le Vexin »."""
        return bearer.kind == AREA or bearer.alias in self.area_names

    def disp_of(self, department: str) -> DispEntry:
        """The direction of a department, by its code."""
        return self.disps[self.regions[self.departments[department].region].disp]

    def _weighted_names(self, filing: _Filing) -> PrefixIndex:
        weights: dict[str, int] = {}
        for names in (filing.whole, filing.without_article, filing.areas):
            for key, bearers in names.items():
                weights[key] = max(weights.get(key, 0), *map(self.weight, bearers))
        return PrefixIndex(weights.items())


def _add(filed: dict[str, tuple[Found, ...]], key: str, found: Found) -> None:
    filed[key] = (*filed.get(key, ()), found)


def _commune(row: list[Any]) -> CommuneEntry:
    insee, name, department, codes, *others = row
    return CommuneEntry(insee, name, department, tuple(codes), *others)


def _bearers(rows: list[list[Any]]) -> tuple[Bearer, ...]:
    return tuple(map(Bearer._make, rows))


def _area_key(name: str) -> str:
    return without_article(name_key(fold(name)))
