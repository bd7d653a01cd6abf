import type { z } from 'zod';

/** A setting of the server. */
export type ServerOption = {
  /** Flag of the command line, without `--`. */
  readonly flag: string;
  /** Argument of the flag, e.g. `<port>`; absent if the flag has none. */
  readonly argument?: string;
  /** Environment variable; the flag overrides it. */
  readonly variable: string;
  /** One line for the help and the table in `docs/reference/server.md`. */
  readonly help: string;
  /** Default as text; absent if there is no default. */
  readonly fallback?: string;
  /** Parses the text. */
  readonly schema: z.ZodType<unknown, string>;
};

/** Settings by their keys. */
export type ServerOptions = Readonly<Record<string, ServerOption>>;
