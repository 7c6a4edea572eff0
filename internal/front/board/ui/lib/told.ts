// What pages are told over the line of /events, shared by all open pages of this browser: one of them keeps the line open
// (Web Locks), the others hear it from that one (BroadcastChannel). A page that is hidden for long gives the line up.
//
// Each state of what can be seen has a mark. A page knows the mark of what it shows, so that it can tell what it missed.

/** A norm, or a claim, whose status changed, as it is now. */
export interface Change {
  agreement: string;
  term?: string;
  norm?: string;
  claim?: string;
  say?: Record<string, string>; // by language
}

/** What an event "change" says. */
export interface News {
  came?: number; // what came in
  about?: string[]; // the incidents that it changes, where that is known
  changed?: Change[];
  more?: number; // changes that are not listed
  reload?: boolean; // what was missed cannot be told one by one
}

interface Told {
  mark: string; // of what is seen after it
  news: News;
}

/** All that was told since a mark, as the page tells it that has the line. */
interface Chain {
  from: string;
  told: Told[];
}

type Message = { which: true } | { chain: Chain };

const name = "mithaq.told";
const keptTold = 64;
const hiddenFor = 5 * 60_000; // then a hidden page lets the line go
const refusedFor = 30_000; // a line that the server refused is tried again after so long

/** follow tells a page all that changed since its mark, in order. */
export function follow(mark: string, tell: (news: News) => void): void {
  const channel = "BroadcastChannel" in globalThis ? new BroadcastChannel(name) : undefined;
  let at = mark; // what the page was told up to
  let line: EventSource | undefined; // of this page
  let chain: Chain | undefined;
  let again: ReturnType<typeof setTimeout> | undefined;

  /** Opens a line that begins after the page's mark. hello gets how many events were missed; the line tells them first. */
  function listen(hello: (missed: number) => void, change: (told: Told) => void): EventSource {
    const opened = new EventSource("/events?since=" + encodeURIComponent(at));
    opened.addEventListener("hello", (event) => {
      at = event.lastEventId;
      hello((JSON.parse(event.data as string) as { missed?: number }).missed ?? 0);
    });
    opened.addEventListener("change", (event) => {
      at = event.lastEventId;
      change({ mark: at, news: JSON.parse(event.data as string) as News });
    });
    return opened;
  }

  function open(): void {
    short?.close();
    short = undefined;
    line = listen(
      () => {
        chain ??= { from: at, told: [] };
        if (chain.told.length === 0) chain.from = at;
        channel?.postMessage({ chain } satisfies Message);
      },
      (told) => {
        chain = { from: chain?.from ?? "", told: [...(chain?.told ?? []), told] };
        for (; chain.told.length > keptTold; ) chain.from = chain.told.shift()!.mark;
        channel?.postMessage({ chain } satisfies Message);
        tell(told.news);
      },
    );
    line.addEventListener("error", () => {
      if (line?.readyState === EventSource.CLOSED) again = setTimeout(open, refusedFor); // one that broke comes back by itself
    });
  }

  function close(): void {
    clearTimeout(again);
    line?.close();
    line = chain = undefined;
  }

  // A page that does not find its mark in what was told asks the server once what it missed.
  let short: EventSource | undefined;
  function ask(): void {
    if (short) return;
    let left = 0;
    const done = (): void => {
      short?.close();
      short = undefined;
      if (left === 0) catchUp(false);
    };
    short = listen(
      (missed) => {
        left = missed;
        if (left === 0) done();
      },
      (told) => {
        tell(told.news);
        if (--left === 0) done();
      },
    );
    short.addEventListener("error", done);
  }

  function catchUp(mayAsk: boolean): void {
    if (line || short || !chain) return;
    const i = [chain.from, ...chain.told.map((t) => t.mark)].lastIndexOf(at);
    if (i < 0) {
      if (mayAsk) ask();
      return;
    }
    for (const told of chain.told.slice(i)) {
      at = told.mark;
      tell(told.news);
    }
  }

  channel?.addEventListener("message", (event: MessageEvent<Message>) => {
    if ("which" in event.data) {
      if (line && chain) channel.postMessage({ chain } satisfies Message);
      return;
    }
    if (line) return;
    chain = event.data.chain;
    catchUp(true);
  });

  // One page holds the lock and with it the line, until it goes or is hidden for long.
  let asking: AbortController | undefined;
  let release: (() => void) | undefined;
  function join(): void {
    if (asking || release) return;
    if (!channel || !navigator.locks) {
      open();
      release = close;
      return;
    }
    asking = new AbortController();
    void navigator.locks
      .request(name, { signal: asking.signal }, () => {
        asking = undefined;
        open();
        return new Promise<void>((done) => {
          release = () => {
            close();
            done();
          };
        });
      })
      .catch(() => {}); // given up before it was its turn
    channel.postMessage({ which: true } satisfies Message);
  }
  function leave(): void {
    asking?.abort();
    release?.();
    short?.close();
    asking = release = short = undefined;
  }

  let hidden: ReturnType<typeof setTimeout> | undefined;
  function look(): void {
    clearTimeout(hidden);
    if (document.visibilityState === "visible") join();
    else hidden = setTimeout(leave, hiddenFor);
  }
  document.addEventListener("visibilitychange", look);
  addEventListener("pagehide", leave); // so that the browser may keep the page for the way back
  addEventListener("pageshow", (event) => {
    if (event.persisted) look();
  });
  look();
}
