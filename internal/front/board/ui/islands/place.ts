// The reader's place on a page is kept when the same page is asked for in another language or as of another day: what stood at the
// top stands there again, and parts that were opened are open. Kept in the tab alone (sessionStorage). Only parts with an id are
// remembered: what is veiled because it may distress has none, and is closed on each page.

interface Place {
  page: string;
  address: string;
  open: string[]; // ids of opened parts
  top: string; // id of the last element that begins above the top of the window; "" where there is none
  offset: number; // pixels from that element's top to the window's
}

const key = "mithaq.place";

/** The page's path below its language: the same for all languages and days. */
const page = location.pathname.replace(/^\/[a-z]{2}(?=\/)/, "");

/** The element whose beginning was passed last, of those that are sections or rows of the page. */
function passed(): HTMLElement | undefined {
  return [...document.querySelectorAll<HTMLElement>("main [id]")].filter((e) => e.getClientRects().length > 0 && e.getBoundingClientRect().top <= 1).at(-1);
}

function parts(): HTMLDetailsElement[] {
  return [...document.querySelectorAll<HTMLDetailsElement>("main details[id]")];
}

function keep(): void {
  const at = passed();
  const place: Place = {
    page,
    address: location.href,
    open: parts().filter((d) => d.open).map((d) => d.id),
    top: at?.id ?? "",
    offset: at ? at.getBoundingClientRect().top : -scrollY,
  };
  try {
    sessionStorage.setItem(key, JSON.stringify(place));
  } catch {
    // A browser that keeps nothing shows the page from its beginning.
  }
}

function kept(): Place | undefined {
  try {
    const place = JSON.parse(sessionStorage.getItem(key) ?? "null") as Place | null;
    return place?.page === page ? place : undefined;
  } catch {
    return undefined;
  }
}

function restore(place: Place): void {
  for (const part of parts()) if (place.open.includes(part.id)) part.open = true;
  if (location.hash !== "" || place.address === location.href) return; // the address names a place, or the browser itself knows it
  const at = place.top === "" ? undefined : document.getElementById(place.top);
  scrollTo({ top: at ? at.getBoundingClientRect().top + scrollY - place.offset : -place.offset, behavior: "instant" });
}

// The way back: each entry of the browser's history keeps which of its parts were open.
interface Entry {
  open?: string[];
}

function remember(): void {
  history.replaceState({ ...(history.state as Entry | null), open: parts().filter((d) => d.open).map((d) => d.id) }, "");
}

const place = kept();
if (place) restore(place);
for (const id of (history.state as Entry | null)?.open ?? []) {
  const part = document.getElementById(id);
  if (part instanceof HTMLDetailsElement) part.open = true;
}
document.addEventListener("toggle", remember, true);
addEventListener("pagehide", keep);
