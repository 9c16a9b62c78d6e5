"""What a first visit to a page weighs, asks for and is made of, in a real Chromium."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SCREENS = {1280: 1, 390: 3}  # widths, and pixels of the screen to one of CSS
# Quantiles of elements, requests and kilobytes among the pages that EcoIndex began with, as it publishes them; its
# package is CC BY-NC-ND and asks for an older Python than we support.
QUANTILES = (
    (0, 47, 75, 159, 233, 298, 358, 417, 476, 537, 603, 674, 753, 843, 949, 1076, 1237, 1459, 1801, 2479, 594601),
    (0, 2, 15, 25, 34, 42, 49, 56, 63, 70, 78, 86, 95, 105, 117, 130, 147, 170, 205, 281, 3920),
    (0, 1.37, 144.7, 319.53, 479.46, 631.97, 783.38, 937.91, 1098.62, 1265.47, 1448.32, 1648.27, 1876.08, 2142.06,
     2465.37, 2866.31, 3401.59, 4155.73, 5400.08, 8037.54, 223212.26),
)  # fmt: skip
ELEMENTS = "document.querySelectorAll('*').length - document.querySelectorAll('svg *').length"
SHIFT = """new Promise(tell => {
    let sum = 0;
    new PerformanceObserver(list => list.getEntries().forEach(each => sum += each.value))
        .observe({type: "layout-shift", buffered: true});
    requestAnimationFrame(() => setTimeout(() => tell(sum), 100));
})"""


@dataclass(frozen=True)
class Visit:
    """Bytes by type of file, headers included; requests; elements outside of drawings; how much moves (CLS)."""

    weights: dict[str, int]
    requests: int
    elements: int
    shift: float

    @property
    def total(self) -> int:
        """All bytes."""
        return sum(self.weights.values())

    @property
    def score(self) -> int:
        """EcoIndex, of which A is more than 80."""
        return ecoindex(self.elements, self.requests, self.total / 1000)

    def row(self) -> dict[str, Any]:
        """For a table of results."""
        return asdict(self) | {"total": self.total, "score": self.score}


def rank(table: tuple[float, ...], value: float) -> float:
    """Where a value stands among the quantiles, in twentieths."""
    above = next(place for place, bound in enumerate(table) if value < bound)
    return above - 1 + (value - table[above - 1]) / (table[above] - table[above - 1])


def ecoindex(elements: int, requests: int, size: float) -> int:
    """Score out of 100, of which A is more than 80; elements without those inside drawings, size in kilobytes."""
    ranks = [rank(table, value) for table, value in zip(QUANTILES, (elements, requests, size), strict=True)]
    return round(100 - 5 * (3 * ranks[0] + 2 * ranks[1] + ranks[2]) / 6)


def visit(browser: Browser, address: str, width: int) -> Visit:
    """Open a page with nothing at hand, then once more for what moves: with its fonts, as any page but the first."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        device_scale_factor=SCREENS[width],
        ignore_https_errors=True,  # the certificate is the test's own
        locale="fr-FR",
    )
    page = context.new_page()
    types: dict[str, str] = {}
    sizes: dict[str, int] = {}
    session = context.new_cdp_session(page)
    session.on("Network.responseReceived", lambda event: types.setdefault(event["requestId"], event["type"]))
    session.on(
        "Network.loadingFinished",
        lambda event: sizes.setdefault(event["requestId"], event["encodedDataLength"]),
    )
    session.send("Network.enable")
    page.goto(address, wait_until="networkidle")
    requests, elements = len(types), page.evaluate(ELEMENTS)
    weights: dict[str, int] = {}
    for request, size in sizes.items():
        weights[types[request]] = weights.get(types[request], 0) + size
    page.reload(wait_until="networkidle")
    shift = page.evaluate(SHIFT)
    context.close()
    return Visit(weights, requests, elements, round(shift, 4))
