"""Tables as programs put them on the clipboard, and how to paste them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

EXCEL = {
    "text/plain": 'Projet\tOù\tEffectif\r\nAtelier\t"dedans,\nau ""bâtiment B"""\t12\r\nRégie\tdehors\t\r\n',
}
# Word writes paragraphs in its cells, and merged cells; the text beside it has neither.
WORD = {
    "text/html": """<html xmlns:w="urn:schemas-microsoft-com:office:word"><body><!--StartFragment-->
<table class=MsoTableGrid border=1><tr><td><p class=MsoNormal>Projet<o:p></o:p></p></td>
<td colspan=2><p class=MsoNormal>Où<o:p></o:p></p></td></tr>
<tr><td rowspan=2><p class=MsoNormal>Atelier</p></td><td><p>dedans</p></td><td><p>12</p></td></tr>
<tr><td><p>dehors</p></td><td><p>3</p></td></tr></table><!--EndFragment--></body></html>""",
    "text/plain": "Projet\nOù\nAtelier\ndedans\n12\ndehors\n3",
}
COPY = """(kinds) => navigator.clipboard.write([new ClipboardItem(Object.fromEntries(
  Object.entries(kinds).map(([kind, text]) => [kind, new Blob([text], { type: kind })])
))])"""
DROP = """(element, [name, content]) => {
  const data = new DataTransfer();
  data.items.add(new File([Uint8Array.from(atob(content), (each) => each.charCodeAt(0))], name, { type: "image/png" }));
  for (const kind of ["dragover", "drop"]) {
    element.dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
  }
}"""


def paste(page: Page, selector: str, kinds: dict[str, str]) -> None:
    """Put what a program copied on the clipboard of this browser, and paste it into a field by the keyboard."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.bring_to_front()  # a page in the background may not write there
    page.evaluate(COPY, kinds)
    page.locator(selector).focus()
    page.keyboard.press("Control+v")
