import { basename } from 'node:path/posix';

/** The longest file name that common file systems accept. */
const MAX_LENGTH = 255;

/**
 * The name under which results show a recording: the last part of the name that the client sent,
 * without control characters. It is only shown and never used as a path.
 */
export function clientName(sent: string | undefined): string {
  const name = basename((sent ?? '').replaceAll('\\', '/')).replace(/\p{Cc}/gu, '');
  return name.slice(0, MAX_LENGTH) || 'recording';
}
