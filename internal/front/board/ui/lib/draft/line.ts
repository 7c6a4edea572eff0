// The line to the language server of this editor: a WebSocket, one message of the protocol in each of its messages.

import type { Transport } from "@codemirror/lsp-client";

/** How a line stands: open, broken (it is tried again), or ended by the server for good. */
export type Standing = "open" | "lost" | "cut" | "busy";

/** The server's own reasons to end a line (front/web, draftlsp.go). */
const closedByBound = 4001;

const firstWait = 1000;
const longestWait = 30_000;

/** Opens lines to an address one after another, as long as they break, and hands each on. */
export function keepLine(address: string, opened: (line: Transport) => void, tell: (standing: Standing) => void): void {
  let wait = firstWait;
  let ever = false;
  const open = (): void => {
    const socket = new WebSocket(address);
    const handlers = new Set<(message: string) => void>();
    let here = false;
    socket.addEventListener("open", () => {
      here = ever = true;
      opened({
        send(message) {
          if (socket.readyState !== WebSocket.OPEN) throw new Error("the line is broken");
          socket.send(message);
        },
        subscribe: (handler) => void handlers.add(handler),
        unsubscribe: (handler) => void handlers.delete(handler),
      });
      tell("open");
    });
    socket.addEventListener("message", (event) => {
      wait = firstWait;
      for (const handler of handlers) handler(String(event.data));
    });
    socket.addEventListener("close", (event) => {
      if (event.code === closedByBound) return tell("cut");
      tell(here || ever ? "lost" : "busy");
      setTimeout(open, wait);
      wait = Math.min(wait * 2, longestWait);
    });
  };
  open();
}
