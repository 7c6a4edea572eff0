// How far the work on a file is that somebody brought: told by the server as it goes, and the page is asked for again once there is something to be seen.
// Without scripts the page asks for itself every other second.

class ImportProgress extends HTMLElement {
  connectedCallback(): void {
    const at = this.dataset.at;
    if (at === undefined) return;
    const line = new EventSource(at);
    line.addEventListener("progress", (e) => {
      const bar = this.querySelector("progress");
      if (bar) bar.value = Number((e as MessageEvent<string>).data);
    });
    line.addEventListener("end", () => {
      line.close();
      location.reload();
    });
  }
}

customElements.define("import-progress", ImportProgress);
