"""The territory in memory: every code and every name, precomputed for exact, prefix and near look-ups. Pure.

A `Gazetteer` is built once from the reference tables (see ``directory/gazetteer.py``) and shared by all requests; it is
never changed. Exact look-ups are dictionary reads, prefixes a bisection, so their cost does not grow with the
number of communes.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from directory.french_names import fold, name_key, without_article
from directory.spelling import CloseNames

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

COMMUNE, DEPARTMENT, REGION, DISP, AREA = "commune", "department", "region", "disp", "area"
DISTRICT, TYPED_CODE = "arrondissement", "code"  # kinds of former names that are not former communes

# A town this big, and this many times bigger than its namesake, is what many mean by the first words of its name:
# « Évry » is a village of the Yonne, and nearly always Évry-Courcouronnes.
BIG_TOWN = 10_000
MUCH_BIGGER = 10
MANY_TOWNS = 5  # « Saint » begins hundreds
FORMER_SHARE = 10


@dataclass(frozen=True, slots=True)
class Disp:
    code: str
    seat: str
    short_label: str
    plain_name: str  # after « la »


@dataclass(frozen=True, slots=True)
class Region:
    code: str
    name: str
    within: str  # « en Normandie »
    disp: str


@dataclass(frozen=True, slots=True)
class Department:
    code: str
    name: str
    with_article: str
    region: str


@dataclass(frozen=True, slots=True)
class Commune:
    """Population in inhabitants, 0 when unknown; latitude and longitude in WGS84 degrees."""

    insee: str
    name: str
    department: str
    postal_codes: tuple[str, ...]
    population: int = 0
    latitude: float | None = None
    longitude: float | None = None


class FormerName(NamedTuple):
    name: str
    insee: str
    kind: str


class AreaName(NamedTuple):
    name: str
    departments: tuple[str, ...]
    note: str = ""


class Cedex(NamedTuple):
    code: str
    label: str
    department: str


class Named(NamedTuple):
    """Who bears a name: `kind` and `code` say what it is, `alias` the other name it was found under, if any."""

    kind: str
    code: str
    alias: str = ""


class Gazetteer:
    """Look-ups over one state of the tables."""

    def __init__(
        self,
        *,
        disps: Iterable[Disp],
        regions: Iterable[Region],
        departments: Iterable[Department],
        communes: Iterable[Commune],
        former_names: Iterable[FormerName] = (),
        area_names: Iterable[AreaName] = (),
        cedex: Iterable[Cedex] = (),
    ) -> None:
        self.disps = {disp.code: disp for disp in disps}
        self.regions = {region.code: region for region in regions}
        self.departments = {department.code: department for department in departments}
        # A commune without a postal code has left the official list and is only kept for what refers to it.
        self.communes = {commune.insee: commune for commune in communes if commune.postal_codes}
        self.area_names = {area.name: area for area in area_names}
        self.cedex = {row.code: row for row in cedex}
        self._by_code: dict[str, list[Commune]] = {}
        self._names: dict[str, list[Named]] = {}
        self._without_article: dict[str, list[Named]] = {}
        self._areas: dict[str, list[Named]] = {}
        self._first_words: dict[str, list[Commune]] = {}
        self.department_population = dict.fromkeys(self.departments, 0)
        self.departments_of_disp: dict[str, tuple[str, ...]] = {}
        self.departments_of_region: dict[str, tuple[str, ...]] = {}
        self._index_areas()
        self._index_communes()
        self._index_former_names(former_names)
        self._index_cedex()

    def _index_areas(self) -> None:
        for region in self.regions.values():
            own = tuple(code for code, row in self.departments.items() if row.region == region.code)
            self.departments_of_region[region.code] = own
            self.departments_of_disp[region.disp] = self.departments_of_disp.get(region.disp, ()) + own
            self._areas.setdefault(_area_key(region.name), []).append(Named(REGION, region.code))
        for department in self.departments.values():
            self._areas.setdefault(_area_key(department.name), []).append(Named(DEPARTMENT, department.code))
        region_by_departments = {frozenset(codes): region for region, codes in self.departments_of_region.items()}
        for area in self.area_names.values():
            named = Named(AREA, area.name)
            if len(area.departments) == 1:
                named = Named(DEPARTMENT, area.departments[0], area.name)
            elif region_code := region_by_departments.get(frozenset(area.departments)):
                named = Named(REGION, region_code, area.name)
            self._areas.setdefault(_area_key(area.name), []).append(named)

    def _index_communes(self) -> None:
        for commune in self.communes.values():
            for code in commune.postal_codes:
                self._by_code.setdefault(code, []).append(commune)
            self.department_population[commune.department] += commune.population
            named = Named(COMMUNE, commune.insee)
            key = self._add_name(commune.name, named)
            if "(" in commune.name:  # « Château-Chinon (Ville) » is typed without the bracket
                self._add_name(commune.name.partition("(")[0], named)
            if commune.population >= BIG_TOWN:
                words = key.split()
                for end in range(1, len(words)):
                    self._first_words.setdefault(" ".join(words[:end]), []).append(commune)
        for towns in (*self._by_code.values(), *self._first_words.values()):
            towns.sort(key=lambda town: (-town.population, town.insee))

    def _index_former_names(self, former_names: Iterable[FormerName]) -> None:
        for former in former_names:
            commune = self.communes.get(former.insee)
            if commune is None:
                continue
            if former.kind == TYPED_CODE:
                self._by_code.setdefault(former.name, []).append(commune)
            else:
                alias = "" if former.kind == DISTRICT else former.name
                self._add_name(former.name, Named(COMMUNE, former.insee, alias))

    def _index_cedex(self) -> None:
        """Labels that no commune of the department bears are names too: « Herblay » (-sur-Seine), « Jarry »."""
        self._cedex_commune: dict[tuple[str, str], str] = {}
        for label, department in sorted({(row.label, row.department) for row in self.cedex.values()}):
            key = name_key(fold(label))
            inside = {
                named.code
                for named in self._names.get(key, ())
                if named.kind == COMMUNE and self.communes[named.code].department == department
            }
            if not inside:
                towns = [town.insee for town in self._first_words.get(key, ()) if town.department == department]
                inside = set(towns) if len(towns) == 1 else set()
                bearer = Named(COMMUNE, towns[0]) if inside else Named(DEPARTMENT, department, label)
                self._names.setdefault(key, []).append(bearer)
            if len(inside) == 1:
                self._cedex_commune[label, department] = inside.pop()

    def _add_name(self, name: str, named: Named) -> str:
        key = name_key(fold(name))
        self._names.setdefault(key, []).append(named)
        bare = without_article(key)
        if bare != key:
            self._without_article.setdefault(bare, []).append(named)
            if key.startswith("l "):  # « Lépine » is a commune, and L’Épine without its apostrophe
                self._without_article.setdefault(f"l{bare}", []).append(named)
        return key

    def communes_with_code(self, code: str) -> list[Commune]:
        """Those of a postal code, or of a code typed for a whole city such as 75000; biggest first."""
        return self._by_code.get(code, [])

    def commune_of_cedex(self, row: Cedex) -> Commune | None:
        """The commune a CEDEX is named after, where its department has exactly one of that name."""
        insee = self._cedex_commune.get((row.label, row.department))
        return self.communes[insee] if insee else None

    def named(self, key: str) -> list[Named]:
        """All that bears this name, the article apart, and the town whose first words it is when that one dwarfs them.

        « port » finds Port and Le Port, « vienne » the town and the department, « evry » Évry-Courcouronnes too. Where
        nothing bears it, spaces are ignored (« lehavre »), then an article too many (« le rouen »).
        """
        found = self._exactly(key)
        if not found:
            found = [named for other in self._squashed.get(key.replace(" ", ""), ()) for named in self._exactly(other)]
        if not found and (bare := without_article(key)) != key:
            found = self._exactly(bare)
        return list(dict.fromkeys(found or self._only_town(key)))

    def _only_town(self, key: str) -> list[Named]:
        """The big town that these first words name, when no other name begins with them: « Levallois »."""
        towns = self._first_words.get(key, ())
        others = {named.code for other in self._keys_from(f"{key} ") for named in self._exactly(other)} if towns else ()
        return [Named(COMMUNE, town.insee) for town in towns if others == {town.insee}]

    def _exactly(self, key: str) -> list[Named]:
        found = [
            *self._names.get(key, ()),
            *self._without_article.get(key, ()),
            *self._areas.get(without_article(key), ()),
        ]
        towns = self._first_words.get(key)
        if towns and found and all(named.kind == COMMUNE or named.alias for named in found):
            most = MUCH_BIGGER * max(map(self._inhabitants, found))
            found += [Named(COMMUNE, town.insee) for town in towns if town.population > most][:MANY_TOWNS]
        return found

    def _inhabitants(self, named: Named) -> int:
        """Of a commune; of a former one a tenth of the one it joined, at a guess."""
        if named.kind != COMMUNE:
            return 0
        return self.communes[named.code].population // (FORMER_SHARE if named.alias else 1)

    def areas(self, key: str) -> list[Named]:
        """Departments, regions and former regions of this name, with or without the article."""
        return self._areas.get(without_article(key), [])

    def disp_of(self, department: str) -> Disp:
        """The direction of a department, by its code."""
        return self.disps[self.regions[self.departments[department].region].disp]

    def beginning_with(self, key: str, limit: int, *, whole_words: bool = False) -> list[Named]:
        """Communes, old names and areas whose name starts with `key`, big towns of those first words before all."""
        found = dict.fromkeys(Named(COMMUNE, town.insee) for town in self._first_words.get(key, ())[:limit])
        for other in self._keys_from(f"{key} " if whole_words else key):
            if len(found) >= limit:
                break
            found.update(dict.fromkeys(self._exactly(other)))
        return list(found)[:limit]

    def _keys_from(self, key: str) -> Iterator[str]:
        for position in range(bisect_left(self._sorted_keys, key), len(self._sorted_keys)):
            if not self._sorted_keys[position].startswith(key):
                return
            yield self._sorted_keys[position]

    def every_name(self) -> Iterator[tuple[str, Named]]:
        """(key, bearer) for all names, with and without their article."""
        for names in (self._names, self._without_article, self._areas):
            yield from ((key, named) for key, bearers in names.items() for named in bearers)

    def every_code(self) -> Iterator[tuple[str, Commune]]:
        """(code, commune) for all postal codes, those typed for a whole city included."""
        yield from ((code, commune) for code, communes in self._by_code.items() for commune in communes)

    def close_to(self, key: str, most: int) -> list[Named]:
        """What bears a name that `most` typing errors or fewer turn into `key`."""
        return [named for _, other in self._close.near(key, most) for named in self._exactly(other)]

    @cached_property
    def _sorted_keys(self) -> list[str]:
        return sorted({*self._names, *self._without_article, *self._areas})

    @cached_property
    def _squashed(self) -> dict[str, list[str]]:
        squashed: dict[str, list[str]] = {}
        for key in filter(lambda key: " " in key, self._sorted_keys):
            squashed.setdefault(key.replace(" ", ""), []).append(key)
        return squashed

    @cached_property
    def _close(self) -> CloseNames:
        return CloseNames(self._sorted_keys)


def _area_key(name: str) -> str:
    return without_article(name_key(fold(name)))
