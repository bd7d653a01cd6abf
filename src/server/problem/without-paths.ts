import { homedir, tmpdir } from 'node:os';
import { cacheFolderOf } from '../../cache-folder.js';

/** An absolute path without spaces, of any system; the end of an address such as https://host/x is none. */
const ABSOLUTE =
  /(?<![\w:/\\.~-])(?:[a-z]:[\\/]|[\\/])(?:[^\s\\/:,;"'()]+[\\/])+[^\s\\/:,;"'()]*/gi;

/**
 * Shortens the paths in a message to their last part, because clients learn nothing about the
 * folders of the server. Known folders are found even if their names contain spaces.
 *
 * @param known further folders. Default: none
 */
export function withoutPaths(message: string, known: readonly string[] = []): string {
  const folders = [cacheFolderOf(process.env), tmpdir(), homedir(), process.cwd(), ...known];
  return folders
    .filter((folder) => folder.length > 1)
    .sort((a, b) => b.length - a.length)
    .reduce((text, folder) => shorten(text, folder), message)
    .replace(ABSOLUTE, lastPart);
}

function shorten(text: string, folder: string): string {
  const below = new RegExp(`${escaped(folder)}(?:[\\\\/][^\\s:,;"'()]*)?`, 'g');
  return text.replace(below, lastPart);
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

const lastPart = (path: string) => path.split(/[\\/]/).filter(Boolean).at(-1) ?? '';
