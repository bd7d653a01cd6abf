import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from './run-example.js';

/** The first command of a README, and the output that is printed below it. */
function firstCommand(file: string) {
  const text = readFileSync(join(root, file), 'utf8');
  const [, command = '', output = ''] =
    /```sh\nnpm start -- (.*)\n```\n\n```\n([^]*?)```/.exec(text) ?? [];
  return { args: command.split(' '), output };
}

test.each(['README.md', 'README.zh.md'])(
  'the first command of %s prints the output below it',
  (file) => {
    const { args, output } = firstCommand(file);
    const { stdout, stderr } = spawnSync(process.execPath, ['scripts/start.js', ...args], {
      cwd: root,
      encoding: 'utf8',
      env: {
        ...process.env,
        LANG: 'en_GB.UTF-8',
        LC_ALL: 'en_GB.UTF-8',
        WAV2EMO_DEFAULT_MODEL: undefined,
      },
    });
    expect(stderr).toBe('');
    // Another processor may round the last digit otherwise.
    const withoutDigits = (text: string) => text.trim().replace(/\d(?=\n|$)/g, '');
    expect(withoutDigits(stdout)).toBe(withoutDigits(output));
  },
);

const DOCUMENTS = [
  ...['README.md', 'README.zh.md', 'CONTRIBUTING.md', 'ARCHITECTURE.md', 'CHANGELOG.md'],
  ...['docs', 'examples', 'models', 'recipes'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.md') && !name.includes('.template.'))
      .map((name) => join(folder, name)),
  ),
];

test.each(DOCUMENTS)('the links of %s lead to files of the repository', (file) => {
  const links = readFileSync(join(root, file), 'utf8').matchAll(/\]\((?!http)([^)#]+)/g);
  const targets = [...links].map(([, path = '']) => join(root, file, '..', path));
  expect(targets.filter((path) => !existsSync(path))).toEqual([]);
});
