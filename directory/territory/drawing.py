"""What the map component draws: directions, overseas islands and the inset of Île-de-France. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

# Left, top, width and height of the drawing; the insets widen it: overseas at the left, Île-de-France above.
_LEFT, _TOP, _RIGHT, _BOTTOM = -4, -4, 1014, 1010
_LEFT_OF_INSETS = -130
_ABOVE_INSET = 46  # for its name
_INSET_TINT = 2


@dataclass(frozen=True)
class Island:
    """An overseas department, drawn at a scale of its own and named beside it."""

    department: str
    name: str
    transform: str
    path: str
    x: int  # of the name
    y: int
    url: str = ""
    is_lit: bool = False


@dataclass(frozen=True)
class Inset:
    """Île-de-France again, larger and in a frame: its departments are tiny on the map."""

    transform: str
    paths: tuple[tuple[str, bool], ...]  # shape, and whether it is lit
    frame: tuple[int, int, int, int]  # x, y, width, height
    disp: str
    pin: tuple[int, int] | None = None
    spots: tuple[tuple[int, int], ...] = ()
    url: str = ""
    is_off: bool = False

    @property
    def css_class(self) -> str:
        """Of its link or group."""
        return _css_class(f"tint-{_INSET_TINT}", outlying=self.url, empty=self.is_off)

    @property
    def name_y(self) -> int:
        """Where the name stands: above the frame."""
        return self.frame[1] - 14


@dataclass(frozen=True)
class Zone:
    """A direction on the map: its shape, and as `inner` the dashed limits of the regions it joins.

    `count` is written under its name; `is_off` says that a filter left nothing of it.
    """

    code: str
    tint: int
    path: str
    inner: str
    islands: tuple[Island, ...] = ()
    label: str = ""
    x: int = 0
    y: int = 0
    url: str = ""
    is_lit: bool = False
    count: int | None = None
    is_off: bool = False

    @property
    def css_class(self) -> str:
        """Of its link or group: its tint, and in the map of links what a filter made of it."""
        return _css_class(
            f"tint-{self.tint}",
            outlying=self.url and self.islands,
            empty=self.is_off,
            lit=self.url and self.is_lit and not self.is_off,
        )

    @property
    def island_class(self) -> str:
        """Of the link or group of each of its islands."""
        return _css_class(f"tint-{self.tint}", outlying=self.url, empty=self.is_off)

    @property
    def count_y(self) -> int:
        """Where the count stands: a line below the name."""
        return self.y + 38


@dataclass(frozen=True)
class TerritoryMap:
    """What the component draws. `sentence` says the same in words; empty for the map of links, which is decorative."""

    zones: tuple[Zone, ...]
    inset: Inset | None = None
    lit: tuple[str, ...] = ()
    pin: tuple[int, int] | None = None
    sentence: str = ""
    width: ClassVar[int] = 480
    spots: tuple[tuple[int, int], ...] = ()  # several points of a list, each beside its name there
    alone: tuple[int, int] | None = None  # width and height of overseas islands drawn without the mainland

    @property
    def names_what_is_lit(self) -> bool:
        """Whether all that is drawn has its name beside it, and no legend has to say it again."""
        return self.alone is not None

    @property
    def has_pin(self) -> bool:
        """Whether a point marks the place, on the map or in the inset."""
        return bool(self.pin or (self.inset and self.inset.pin))

    @property
    def has_zones_off(self) -> bool:
        """Whether a filter left nothing of some direction."""
        return any(zone.is_off for zone in self.zones)

    @property
    def frame(self) -> tuple[int, int, int, int]:
        """Left, top, width and height of what is drawn, in units of the drawing."""
        if self.alone:
            return 0, 0, *self.alone
        left = _LEFT_OF_INSETS if self.inset or any(zone.islands for zone in self.zones) else _LEFT
        top = self.inset.frame[1] - _ABOVE_INSET if self.inset else _TOP
        return left, top, _RIGHT - left, _BOTTOM - top

    @property
    def view_box(self) -> str:
        """The frame, as SVG takes it."""
        return " ".join(map(str, self.frame))

    @property
    def height(self) -> int:
        """In pixels, of a map `width` pixels wide: what it measures where no style sheet is read."""
        _, _, wide, high = self.frame
        return round(self.width * high / wide)


def _css_class(tint: str, **states: object) -> str:
    """The tint, and the states that hold: `empty`, `lit`; `outlying` has its name beside its shape."""
    return " ".join([tint, *(name for name, holds in states.items() if holds)])
