// Light or dark: as the device wishes, or as the reader chose here. The choice stays in this browser (localStorage) and is never sent.
// This script stands in the head, so that a page is not shown first in the other colours.

const key = "mithaq.theme";
const choices = ["device", "light", "dark"] as const;
type Choice = (typeof choices)[number];

/** What was chosen in this browser; "device" where nothing was, or where the browser keeps nothing for us. */
function chosen(): Choice {
  try {
    const kept = localStorage.getItem(key);
    return choices.find((c) => c === kept) ?? "device";
  } catch {
    return "device";
  }
}

function choose(choice: Choice): void {
  try {
    if (choice === "device") localStorage.removeItem(key);
    else localStorage.setItem(key, choice);
  } catch {
    // The choice then lasts as long as the page.
  }
  show(choice);
}

/** The style sheet reads the choice from the root element (css/1-ground/2-colours.css). */
function show(choice: Choice): void {
  if (choice === "device") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = choice;
}

/** The switch in the page's head: <theme-switch data-name data-device data-light data-dark>, the words in the reader's language. */
class ThemeSwitch extends HTMLElement {
  connectedCallback(): void {
    const select = document.createElement("select");
    select.setAttribute("aria-label", this.dataset["name"] ?? "");
    for (const choice of choices) select.add(new Option(this.dataset[choice], choice));
    select.value = chosen();
    select.addEventListener("change", () => choose(select.value as Choice));
    addEventListener("storage", (change) => {
      if (change.key === key || change.key === null) select.value = chosen();
    });
    this.replaceChildren(select);
  }
}

show(chosen());
addEventListener("storage", (change) => {
  if (change.key === key || change.key === null) show(chosen());
});
customElements.define("theme-switch", ThemeSwitch);
