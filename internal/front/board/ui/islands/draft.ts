// The drafting room: <mithaq-draft> holds the form and what is said of the text. The editor is a module of its own, many times heavier than the page,
// and comes once the page stands; until then, and where it does not come, the form works as it is.

class Draft extends HTMLElement {
  connectedCallback(): void {
    const module = this.dataset["module"];
    if (!module) return;
    import(module).then(
      (editor: { open: (host: HTMLElement) => void }) => editor.open(this),
      () => {
        // The form stays.
      },
    );
  }
}

customElements.define("mithaq-draft", Draft);
