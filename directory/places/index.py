"""The territory in memory: every code and every name, precomputed for exact, prefix and near look-ups. Pure.

A `Gazetteer` is built once from the reference tables (see `directory.territory.gazetteer`) and shared by all requests;
it is never changed. Exact look-ups are dictionary reads, prefixes a bisection, so their cost does not grow with the
number of communes. What a name may mean, all of it compared, is said by `directory.places.candidates`.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from directory.places.folding import fold, name_key, without_article
from directory.places.near_names import NearNames
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
)
from directory.places.sounds import sound_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from directory.places.rows import (
        AreaNameEntry,
        CedexEntry,
        CommuneEntry,
        DepartmentEntry,
        DispEntry,
        FormerNameEntry,
        RegionEntry,
    )

# What populations are divided by: a former commune and « Sophia Antipolis » hold a part of them, at a guess, and
# people type their commune rather than their department, and that rather than « Petite couronne ».
FORMER_COMMUNE, WIDE, USUAL, INSIDE_DEPARTMENT = 10, 10, 100, 1000
TOWN = 2_000  # inhabitants; villages are too many for their sounds to tell one from another
PARTS = frozenset({DELEGATED, ASSOCIATED})  # these are communes to this day, but not whole ones


class Gazetteer:
    """Look-ups over one state of the tables.

    `names` are all names, with and without their article, by the heaviest of their bearers; `near` the same, looked up
    by what is nearly one; `codes` the postal codes in order.
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
        self.communes = {commune.insee: commune for commune in communes if commune.postal_codes}
        self.area_names = {area.name: area for area in area_names}
        self.cedex = {row.code: row for row in cedex}
        self._by_code: dict[str, tuple[CommuneEntry, ...]] = {}
        self._by_former_code: dict[str, tuple[str, ...]] = {}
        self._names: dict[str, tuple[Bearer, ...]] = {}
        self._without_article: dict[str, tuple[Bearer, ...]] = {}
        self._areas: dict[str, tuple[Bearer, ...]] = {}
        self.department_population = dict.fromkeys(self.departments, 0)
        self.departments_of_disp: dict[str, tuple[str, ...]] = {}
        self.departments_of_region: dict[str, tuple[str, ...]] = {}
        self._index_areas()
        self._index_communes()
        self._index_former_names(former_names)
        self._index_cedex()
        self.names = self._weighted_names()
        self.near = NearNames(self.names.names)
        self.codes = sorted(self._by_code)

    def _index_areas(self) -> None:
        for region in self.regions.values():
            own = tuple(code for code, row in self.departments.items() if row.region == region.code)
            self.departments_of_region[region.code] = own
            self.departments_of_disp[region.disp] = self.departments_of_disp.get(region.disp, ()) + own
            _add(self._areas, _area_key(region.name), Bearer(REGION, region.code))
        for department in self.departments.values():
            _add(self._areas, _area_key(department.name), Bearer(DEPARTMENT, department.code))
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
            _add(self._areas, _area_key(area.name), bearer)

    def _index_communes(self) -> None:
        by_code: dict[str, list[CommuneEntry]] = {}
        for commune in self.communes.values():
            for code in commune.postal_codes:
                by_code.setdefault(code, []).append(commune)
            self.department_population[commune.department] += commune.population
            bearer = Bearer(COMMUNE, commune.insee)
            self._add_name(commune.name, bearer)
            if "(" in commune.name:  # « Château-Chinon (Ville) » is typed without the bracket
                self._add_name(commune.name.partition("(")[0], bearer)
        for code, communes in by_code.items():
            self._by_code[code] = tuple(sorted(communes, key=lambda commune: (-commune.population, commune.insee)))

    def _index_former_names(self, former_names: Iterable[FormerNameEntry]) -> None:
        for former in former_names:
            commune = self.communes.get(former.insee)
            if commune is None:
                continue
            if former.kind == TYPED_CODE:
                self._by_code[former.name] = (*self._by_code.get(former.name, ()), commune)
            elif former.kind == INSEE_CODE:
                codes = self._by_former_code.get(former.name, ())
                self._by_former_code[former.name] = (*codes, commune.insee)
            elif former.kind == DISTRICT:
                self._add_name(former.name, Bearer(COMMUNE, commune.insee))
            else:
                self._add_name(former.name, Bearer(COMMUNE, commune.insee, former.name, former.kind, former.ended))

    def _index_cedex(self) -> None:
        """Labels that no commune of the department bears are names too: « Jarry », « Sophia Antipolis »."""
        names = PrefixIndex((key, 0) for key in self._names)
        self._cedex_commune: dict[tuple[str, str], str] = {}
        for label, department in sorted({(row.label, row.department) for row in self.cedex.values()}):
            key = name_key(fold(label))
            inside = self._communes_of(self._names.get(key, ()), department)
            if not inside:  # « Herblay » (-sur-Seine)
                begun = names.heavier(f"{key} ", -1)
                inside = self._communes_of((each for name in begun for each in self._names[name]), department)
                if len(inside) != 1:
                    _add(self._names, key, Bearer(DEPARTMENT, department, label))
            if len(inside) == 1:
                self._cedex_commune[label, department] = inside.pop()

    def _communes_of(self, bearers: Iterable[Bearer], department: str) -> set[str]:
        return {
            each.code for each in bearers if each.kind == COMMUNE and self.communes[each.code].department == department
        }

    def _add_name(self, name: str, bearer: Bearer) -> None:
        key = name_key(fold(name))
        _add(self._names, key, bearer)
        bare = without_article(key)
        if bare != key:
            _add(self._without_article, bare, bearer)
            if key.startswith("l "):  # « Lépine » is a commune, and L’Épine without its apostrophe
                _add(self._without_article, f"l{bare}", bearer)

    def communes_with_code(self, code: str) -> tuple[CommuneEntry, ...]:
        """Those of a postal code, or of a code typed for a whole city such as 75000; biggest first."""
        return self._by_code.get(code, ())

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

    @cached_property
    def by_sound(self) -> dict[str, list[str]]:
        """Names of towns and areas by what they sound like."""
        sounds: dict[str, list[str]] = {}
        for key in self.names.heavier("", TOWN):
            sounds.setdefault(sound_of(key), []).append(key)
        return sounds

    def disp_of(self, department: str) -> DispEntry:
        """The direction of a department, by its code."""
        return self.disps[self.regions[self.departments[department].region].disp]

    def _weighted_names(self) -> PrefixIndex:
        weights: dict[str, int] = {}
        for names in (self._names, self._without_article, self._areas):
            for key, bearers in names.items():
                weights[key] = max(weights.get(key, 0), *map(self.weight, bearers))
        return PrefixIndex(weights.items())


def _add(names: dict[str, tuple[Bearer, ...]], key: str, bearer: Bearer) -> None:
    names[key] = (*names.get(key, ()), bearer)


def _area_key(name: str) -> str:
    return without_article(name_key(fold(name)))
