import { statSync } from 'node:fs';

/**
 * Identifies what lies at some places at this moment. Landlock permits a folder and not its path: a folder
 * that was deleted and made again is another one, which a process that runs cannot use.
 */
export function identify(places: readonly string[]): string {
  return places.map(identifyOne).join(' ');
}

function identifyOne(place: string): string {
  const found = statSync(place, { throwIfNoEntry: false });
  return found ? `${found.dev}:${found.ino}` : '-';
}
