import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { snippets } from '../../web/src/api-tab/snippets.ts';
import { quoteFormFile, quoteShell } from '../../web/src/common/quote-shell.ts';
import { apiCall, commandLine } from '../../web/src/result/equivalent-calls.ts';
import { makeResult } from './make-result.ts';

const NAMES = ['a.wav', `it's "mine" $HOME \`id\`.wav`, '录音 1.wav', '-n', 'a\\b.wav'];

test.skipIf(process.platform === 'win32').each(NAMES)(
  'a shell reads the quoted name %j as it is',
  (name) => {
    const { stdout } = spawnSync('sh', ['-c', `printf %s ${quoteShell(name)}`], {
      encoding: 'utf8',
    });
    expect(stdout).toBe(name);
  },
);

test('a field of curl escapes quotes and backslashes of the path', () => {
  expect(quoteFormFile('a "b"\\c.wav')).toBe(`'files=@"a \\"b\\"\\\\c.wav"'`);
});

test('the equivalent calls name the model and the file', () => {
  const result = makeResult({ model: 'owner/mini', file: 'my call.wav' });
  expect(commandLine(result)).toBe("npx wav2emo classify --model owner/mini 'my call.wav'");
  expect(apiCall(result, 'http://127.0.0.1:1')).toBe(
    `curl --fail-with-body -F 'files=@"my call.wav"' 'http://127.0.0.1:1/api/v1/classify?model=owner%2Fmini&timeline=true'`,
  );
});

test('snippets name the token only if the server requires one, and repeat only 409 and 503', () => {
  const target = { origin: 'http://127.0.0.1:1', model: 'mini', file: 'call.wav' };
  const open = Object.values(snippets({ ...target, needsToken: false }));
  expect(open.filter((code) => code.includes('WAV2EMO_TOKEN'))).toEqual([]);
  expect(open.every((code) => code.includes('call.wav'))).toBe(true);
  const closed = Object.values(snippets({ ...target, needsToken: true }));
  expect(closed.every((code) => code.includes('WAV2EMO_TOKEN'))).toBe(true);
  expect(snippets({ ...target, needsToken: false }).rest).toContain('409|503) sleep 1');
});
