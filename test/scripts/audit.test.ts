import { expect, test } from 'vitest';

type Summary = { exitCode: number; lines: string[] };

const { summarise } = (await import(new URL('../../scripts/audit.js', import.meta.url).href)) as {
  summarise: (text: string) => Summary;
};

test('an advisory fails, with the package and its versions', () => {
  const report = { vulnerabilities: { 'adm-zip': { severity: 'high', range: '<0.6.0', via: [] } } };
  expect(summarise(JSON.stringify(report))).toEqual({
    exitCode: 1,
    lines: ['high: adm-zip <0.6.0'],
  });
});

test('a registry that does not answer is no good news', () => {
  const refused = JSON.stringify({ message: '405 Method Not Allowed', error: { summary: '' } });
  expect(summarise(refused)).toMatchObject({ exitCode: 3 });
  expect(summarise('')).toMatchObject({ exitCode: 3 });
});

test('no advisory is success', () => {
  expect(summarise('{"vulnerabilities": {}}')).toMatchObject({ exitCode: 0 });
});
