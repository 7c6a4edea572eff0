// A cell of the table of terms beside other texts opens in place: beneath its row stands what its own page says. Without this script
// the cell leads to that page; where it has none, as beside a draft, the cell holds what it says.

const opened = new Map<HTMLTableRowElement, { cell: HTMLElement; row: HTMLTableRowElement }>();

/** Each entry of the browser's history keeps which cells were open: a page that is asked for anew opens them again. */
interface Entry {
  cells?: string[];
}

function remember(): void {
  history.replaceState({ ...(history.state as Entry | null), cells: [...opened.values()].flatMap(({ cell }) => cell.getAttribute("href") ?? []) }, "");
}

function close(row: HTMLTableRowElement): void {
  const shown = opened.get(row);
  if (!shown) return;
  shown.row.remove();
  shown.cell.setAttribute("aria-expanded", "false");
  opened.delete(row);
  remember();
}

async function reasonsOf(cell: HTMLElement): Promise<Element | null> {
  if (!(cell instanceof HTMLAnchorElement)) return cell.parentElement?.querySelector(".reasons") ?? null;
  const answer = await fetch(cell.href);
  return answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".reasons") : null;
}

function leave(cell: HTMLElement): void {
  if (cell instanceof HTMLAnchorElement) location.assign(cell.href);
}

async function open(row: HTMLTableRowElement, cell: HTMLElement): Promise<void> {
  const reasons = await reasonsOf(cell);
  if (!reasons) {
    leave(cell);
    return;
  }
  close(row);
  const below = document.createElement("tr");
  const all = document.createElement("td");
  below.className = "opened";
  all.colSpan = row.cells.length;
  const shown = document.importNode(reasons, true);
  shown.classList.add("shown");
  all.append(shown);
  below.append(all);
  row.after(below);
  cell.setAttribute("aria-expanded", "true");
  opened.set(row, { cell, row: below });
  remember();
}

const were = (history.state as Entry | null)?.cells ?? [];
for (const cell of document.querySelectorAll<HTMLElement>(".matrix .cell")) {
  cell.setAttribute("role", "button");
  cell.setAttribute("aria-expanded", "false");
  const toggle = (event: Event): void => {
    const row = cell.closest("tr");
    if (!row) return;
    event.preventDefault();
    if (opened.get(row)?.cell === cell) close(row);
    else void open(row, cell).catch(() => leave(cell));
  };
  const line = cell.closest("tr");
  if (line && were.includes(cell.getAttribute("href") ?? "")) void open(line, cell).catch(() => undefined);
  cell.addEventListener("click", (event) => {
    if (!(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)) toggle(event);
  });
  cell.addEventListener("keydown", (event) => {
    if (event.key === " ") toggle(event);
    if (event.key === "Escape") {
      const row = cell.closest("tr");
      if (row) close(row);
    }
  });
}
