import { existsSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageUrl } from '../../package-files.js';

/** The folders and files that a process may use; everything below a folder belongs to it. */
export type FilePermissions = {
  readonly reads: readonly string[];
  /** The process may also read, make and remove files here. */
  readonly writes: readonly string[];
};

/**
 * Landlock by the setpriv of util-linux, which has it since 2.40 and needs no privilege for it.
 * https://man7.org/linux/man-pages/man1/setpriv.1.html, https://docs.kernel.org/userspace-api/landlock.html
 */
const SETPRIV = ['setpriv', '--no-new-privs', '--landlock-access', 'fs'] as const;

/** The rights of Landlock, by what a process may do in a place. */
const RIGHTS = {
  read: 'execute,read-file,read-dir',
  readFile: 'read-file',
  device: 'read-file,read-dir,write-file',
  write:
    'read-file,read-dir,write-file,truncate,make-reg,make-dir,make-fifo,make-sock,make-sym,remove-file,remove-dir,refer',
} as const;

/** What the loader, Node, ffmpeg and the drivers of graphics cards read. The permissions of each file hold as well. */
const SYSTEM = ['/usr', '/lib', '/lib32', '/lib64', '/bin', '/opt', '/nix', '/proc', '/sys'];
const SYSTEM_FILES = [
  '/etc/ld.so.cache',
  '/etc/localtime',
  '/etc/nsswitch.conf',
  '/etc/passwd',
  '/etc/ssl/openssl.cnf',
];

/** The words before a command that leave it only the files that it needs and those that are permitted. */
export function fileJail({ reads, writes }: FilePermissions): readonly string[] {
  const programs = [dirname(process.execPath), ...listOf('PATH')];
  const libraries = [
    ...programs.map((folder) => join(folder, '../lib')),
    ...listOf('LD_LIBRARY_PATH'),
  ];
  const places = [
    ...rules('read', [...SYSTEM, ...programs, ...libraries, ...packageFolders(), ...reads]),
    ...rules('readFile', SYSTEM_FILES),
    ...rules('device', ['/dev']),
    ...rules('write', writes),
  ];
  return [...SETPRIV, ...places, '--'];
}

function rules(right: keyof typeof RIGHTS, places: readonly string[]): string[] {
  const found = new Set(places.filter((place) => existsSync(place)));
  return [...found].flatMap((place) => [
    '--landlock-rule',
    `path-beneath:${RIGHTS[right]}:${place}`,
  ]);
}

function listOf(variable: string): string[] {
  return (process.env[variable] ?? '').split(delimiter).filter((folder) => folder.startsWith('/'));
}

/** This package, and each `node_modules` in which its dependencies may lie. */
function packageFolders(): string[] {
  const root = realpathSync(fileURLToPath(packageUrl('')));
  const folders = [root];
  for (let at = dirname(root); at !== dirname(at); at = dirname(at))
    folders.push(join(at, 'node_modules'));
  return folders;
}
