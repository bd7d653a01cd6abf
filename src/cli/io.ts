import type { Readable, Writable } from 'node:stream';

/** A stream to a person or a pipe. */
export type OutputStream = Writable & { readonly isTTY?: boolean; readonly columns?: number };

/** What the command line talks to; a test gives its own. */
export type Io = {
  readonly stdin: Readable;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted when the person presses Ctrl-C. */
  readonly signal?: AbortSignal;
};
