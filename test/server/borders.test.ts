import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import { expect, test } from 'vitest';
import { serverLayers } from '../../eslint.config.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const server = join(root, 'src', 'server');

const folders = readdirSync(server, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

const filesOf = (folder: string) =>
  readdirSync(join(server, folder), { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );

test('every folder of the server stands in the table of its layers', () => {
  expect(Object.keys(serverLayers).sort()).toEqual(folders.sort());
});

test('imports between the folders of the server only point down', () => {
  const below = new Map<string, readonly string[]>(Object.entries(serverLayers));
  const wrong = folders.flatMap((folder) =>
    filesOf(folder).flatMap((file) => {
      const text = readFileSync(join(server, folder, file), 'utf8');
      const imported = [...text.matchAll(/from '\.\.\/([\w-]+)\/[\w-]+\.js'/g)].map(
        ([, other = '']) => other,
      );
      return imported
        .filter((other) => !below.get(folder)?.includes(other))
        .map((other) => `${folder}/${file} -> ${other}`);
    }),
  );
  expect(wrong).toEqual([]);
});

test.each([
  ['uploads', "import '../http/errors.js';"],
  ['service', "import '../gradio/index.js';"],
  ['service', "import 'fastify';"],
  ['models', "import '@fastify/multipart';"],
  ['routes', "import '../uploads/index.js';"],
  ['gradio', "import '../engine/index.js';"],
  ['http', "import '../../cli/index.js';"],
])('the linter refuses in %s: %s', async (folder, statement) => {
  const [file = ''] = filesOf(folder);
  const filePath = join(server, folder, file);
  const eslint = new ESLint({
    cwd: root,
    ruleFilter: ({ ruleId }) => ruleId === 'no-restricted-imports',
    // Where CI is set, the parser would otherwise read the file from the disk instead of this text.
    overrideConfig: {
      languageOptions: { parserOptions: { disallowAutomaticSingleRunInference: true } },
    },
  });
  const [result] = await eslint.lintText(statement, { filePath });
  expect(result?.messages.map(({ ruleId }) => ruleId)).toEqual(['no-restricted-imports']);
});
