// A table pasted from Word, Excel, LibreOffice or a page fills the table block from the cell where it is pasted.
// Wagtail's own way to extend a block of the editor: a definition of the struct block, whose state is set as a whole.
(() => {
  const LONGEST_CELL = 300;
  const MOST_ROWS = 100;
  const MOST_CELLS = 30;

  const line = (text) => text.replace(/[\s\u00a0]+/g, " ").trim().slice(0, LONGEST_CELL);

  // Merged cells: the first one has the text, the others stay empty, so that no cell stands under a wrong heading.
  function ofHtml(html) {
    const table = new DOMParser().parseFromString(html, "text/html").querySelector("table");
    if (!table) return [];
    const rows = [...table.rows].filter((row) => row.closest("table") === table).slice(0, MOST_ROWS);
    const grid = rows.map(() => []);
    rows.forEach((row, y) => {
      let x = 0;
      for (const cell of row.cells) {
        while (grid[y][x] !== undefined) x += 1;
        for (let down = 0; down < Math.min(cell.rowSpan || rows.length, rows.length - y); down += 1) {
          for (let right = 0; right < Math.min(cell.colSpan, MOST_CELLS - x); right += 1) {
            grid[y + down][x + right] = down || right ? "" : line(cell.textContent);
          }
        }
      }
    });
    return grid.map((row) => Array.from(row, (cell) => cell ?? ""));
  }

  // Tab-separated values as spreadsheets write them: a cell with a line break stands in quotes, quotes are doubled.
  function ofText(copied) {
    if (!copied.includes("\t")) return [];
    const text = copied.replace(/\r?\n$/, "");
    const rows = [[]];
    const cell = /"((?:[^"]|"")*)"(?=\t|\r?\n|$)|([^\t\r\n]*)/y;
    for (let at = 0; at <= text.length; ) {
      cell.lastIndex = at;
      const [whole, quoted, plain] = cell.exec(text);
      rows.at(-1).push(line(quoted === undefined ? plain : quoted.replaceAll('""', '"')));
      at += whole.length;
      if (text[at] === "\t") at += 1;
      else {
        at += text[at] === "\r" ? 2 : 1;
        if (at < text.length) rows.push([]);
      }
    }
    return rows.slice(0, MOST_ROWS).map((row) => row.slice(0, MOST_CELLS));
  }

  function pasted(data) {
    const rows = ofHtml(data.getData("text/html"));
    return (rows.length ? rows : ofText(data.getData("text/plain"))).filter((row) => row.some((cell) => cell));
  }

  // Lay rows over others from a cell on; every row gets as many cells as the longest one.
  function laidOver(before, rows, top, left) {
    const after = before.map((row) => [...row]);
    rows.forEach((row, y) => {
      const under = (after[top + y] ??= []);
      row.forEach((cell, x) => {
        under[left + x] = cell;
      });
    });
    const width = Math.max(...after.map((row) => row.length));
    return after.map((row) => Array.from({ length: width }, (_, x) => row[x] ?? ""));
  }

  const { StructBlockDefinition } = window.wagtailStreamField.blocks;

  class TableBlockDefinition extends StructBlockDefinition {
    render(placeholder, prefix, initialState, initialError) {
      const block = super.render(placeholder, prefix, initialState, initialError);
      const rows = block.childBlocks.rows;
      const element = (rows.container[0] ?? rows.container);
      element.addEventListener("paste", (event) => {
        const found = pasted(event.clipboardData);
        if (!found.length || (found.length === 1 && found[0].length === 1)) return;
        event.preventDefault();
        const top = Math.max(0, rows.children.findIndex((row) => contains(row, event.target)));
        const cells = rows.children[top]?.block.children ?? [];
        const left = Math.max(0, cells.findIndex((cell) => contains(cell, event.target)));
        const filled = laidOver(rows.getValue(), found, top, left);
        rows.setState(filled.map((row) => ({ value: row.map((cell) => ({ value: cell })) })));
        element.dispatchEvent(new Event("input", { bubbles: true })); // for the autosave
      });
      return block;
    }
  }

  const contains = (child, target) => (child.element?.[0] ?? child.element ?? child.container?.[0])?.contains(target);

  window.telepath.register("portal.cms.table_blocks.TableBlock", TableBlockDefinition);
})();
