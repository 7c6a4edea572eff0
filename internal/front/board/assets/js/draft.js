var e=class extends HTMLElement{connectedCallback(){let t=this.dataset.module;t&&import(t).then(n=>n.open(this),()=>{})}};customElements.define("mithaq-draft",e);
