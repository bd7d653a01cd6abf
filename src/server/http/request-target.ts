import { ServerError } from '../problem/index.js';

/**
 * A target that every reader of it understands alike: a path without backslashes and control
 * characters, and a query. The authority form and the absolute form are for proxies.
 * https://www.rfc-editor.org/rfc/rfc9112#section-3.2
 */
const PLAIN_TARGET = /^\/(?!\/)[!$-;=@-[\]^-_a-z|~%?"`{}]*$/;

/**
 * Refuses a target that parsers of addresses read in different ways: with a backslash, a fragment, a
 * host or bytes outside ASCII.
 *
 * @param target as it stands in the request line
 * @throws ServerError `target-refused`
 */
export function checkTarget(target: string): void {
  if (PLAIN_TARGET.test(target)) return;
  throw new ServerError(
    'target-refused',
    'The path of the request contains a backslash, a fragment, a host or a character outside ASCII, expected a path such as /api/v1/models. Encode other characters with %.',
  );
}
