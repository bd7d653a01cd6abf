import { basename } from 'node:path/posix';

/** The most that file systems take. */
const LONGEST = 255;

/**
 * What answers call a recording: the last part of the name that the client gave, without control
 * characters. It is only ever shown, never opened.
 */
export function clientName(given: string | undefined): string {
  const name = basename((given ?? '').replaceAll('\\', '/')).replace(/\p{Cc}/gu, '');
  return name.slice(0, LONGEST) || 'recording';
}
