/** The wait before the first new attempt, in milliseconds; it doubles with each failed one. */
const FIRST_WAIT_MS = 1000;

/** The longest wait between two attempts, in milliseconds. */
const LONGEST_WAIT_MS = 30_000;

/** What {@link followEvents} calls. */
export type EventHandlers = {
  /** Gets the data of every event with the name that was asked for. */
  readonly onData: (data: string) => void;
  /** Whether the stream is open. */
  readonly onConnection: (connected: boolean) => void;
};

/**
 * Follows the events of one name of a server-sent stream until it is ended. An `EventSource`
 * reconnects by itself when a connection breaks, but stops for good when the answer is not a
 * stream, e.g. a proxy's 502 during a restart: then this opens a new one, after a wait that doubles
 * from one second to 30 seconds. https://html.spec.whatwg.org/multipage/server-sent-events.html
 *
 * @returns ends it
 */
export function followEvents(url: string, name: string, handlers: EventHandlers): () => void {
  let source: EventSource;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let attempts = 0;
  const open = () => {
    const opened = new EventSource(url);
    source = opened;
    opened.addEventListener('open', () => {
      attempts = 0;
      handlers.onConnection(true);
    });
    opened.addEventListener('error', () => {
      handlers.onConnection(false);
      if (opened.readyState !== EventSource.CLOSED) return;
      timer = setTimeout(open, waitBefore(attempts));
      attempts++;
    });
    opened.addEventListener(name, ({ data }: MessageEvent<string>) => {
      handlers.onData(data);
    });
  };
  open();
  return () => {
    clearTimeout(timer);
    source.close();
  };
}

/** The wait before a new attempt after so many failed ones, in milliseconds. */
export function waitBefore(attempts: number): number {
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** attempts);
}
