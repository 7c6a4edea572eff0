// A form whose answer comes from the browser's authenticator: <mithaq-passkey data-at="/passkey/ask"> around a form with a field "answer". The
// server gives the options, the authenticator signs, and the form goes to the server as any form does, which answers with a page.

/** What the server gives, binary values in base64url (WebAuthn, section 5.1.8 and 5.1.9). */
interface Descriptor {
  id: string;
  type: PublicKeyCredentialType;
  transports?: AuthenticatorTransport[];
}
interface Options {
  challenge: string;
  user?: { id: string; name: string; displayName: string };
  excludeCredentials?: Descriptor[];
  allowCredentials?: Descriptor[];
}

function bytes(text: string): Uint8Array<ArrayBuffer> {
  const raw = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(raw, (c) => c.charCodeAt(0));
}

function text(buffer: ArrayBuffer): string {
  const raw = Array.from(new Uint8Array(buffer), (b) => String.fromCharCode(b)).join("");
  return btoa(raw).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function named(list: Descriptor[] | undefined): PublicKeyCredentialDescriptor[] {
  return (list ?? []).map((d) => ({ ...d, id: bytes(d.id) }));
}

/** Asks the authenticator: for a new passkey where the options name a user, else for one that it has. */
async function asked(options: Options): Promise<PublicKeyCredential | null> {
  const challenge = bytes(options.challenge);
  if (options.user) {
    const publicKey = { ...options, challenge, user: { ...options.user, id: bytes(options.user.id) }, excludeCredentials: named(options.excludeCredentials) };
    return (await navigator.credentials.create({ publicKey: publicKey as unknown as PublicKeyCredentialCreationOptions })) as PublicKeyCredential | null;
  }
  const publicKey = { ...options, challenge, allowCredentials: named(options.allowCredentials) };
  return (await navigator.credentials.get({ publicKey: publicKey as unknown as PublicKeyCredentialRequestOptions })) as PublicKeyCredential | null;
}

/** The answer as the server reads it. */
function written(key: PublicKeyCredential): string {
  const from = key.response as AuthenticatorAttestationResponse & AuthenticatorAssertionResponse;
  const response: Record<string, unknown> = { clientDataJSON: text(from.clientDataJSON) };
  if (from.attestationObject) {
    response["attestationObject"] = text(from.attestationObject);
    response["transports"] = from.getTransports?.() ?? [];
  } else {
    response["authenticatorData"] = text(from.authenticatorData);
    response["signature"] = text(from.signature);
    if (from.userHandle) response["userHandle"] = text(from.userHandle);
  }
  return JSON.stringify({ id: key.id, rawId: text(key.rawId), type: key.type, response, clientExtensionResults: {} });
}

class Passkey extends HTMLElement {
  connectedCallback(): void {
    const form = this.querySelector("form");
    if (!form) return;
    if (!("credentials" in navigator) || !("PublicKeyCredential" in window)) {
      this.say("unable");
      return;
    }
    form.hidden = false;
    form.addEventListener("submit", (sent) => {
      sent.preventDefault();
      void this.answer(form);
    });
  }

  private async answer(form: HTMLFormElement): Promise<void> {
    const field = form.elements.namedItem("answer") as HTMLInputElement;
    const button = form.querySelector("button");
    if (button) button.disabled = true;
    this.say();
    try {
      const code = (form.elements.namedItem("code") as HTMLInputElement | null)?.value ?? "";
      const given = await fetch(this.dataset["at"] ?? "", { method: "POST", body: new URLSearchParams({ code }) });
      if (!given.ok) {
        this.say(given.status === 429 ? "often" : "failed");
        return;
      }
      const key = await asked((await given.json()) as Options);
      if (!key) {
        this.say("stopped");
        return;
      }
      field.value = written(key);
      form.submit();
    } catch (why) {
      this.say(why instanceof DOMException && why.name === "NotAllowedError" ? "stopped" : "failed");
    } finally {
      if (button) button.disabled = false;
    }
  }

  /** Shows one of the words that the page brought along, or none. */
  private say(word?: "unable" | "stopped" | "failed" | "often"): void {
    const place = this.querySelector<HTMLElement>("[role=alert]");
    if (!place) return;
    place.hidden = word === undefined;
    place.textContent = word === undefined ? "" : (this.dataset[word] ?? "");
  }
}

customElements.define("mithaq-passkey", Passkey);
