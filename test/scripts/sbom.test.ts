import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

type Component = { name: string; type: string; licenses?: { license?: { id?: string } }[] };

test('the bill of materials lists the packages and the weights with their licences', async () => {
  // A script without types.
  const { bom } = (await import(new URL('../../scripts/sbom.js', import.meta.url).href)) as {
    bom: () => { bomFormat: string; components: Component[] };
  };
  const { bomFormat, components } = bom();
  expect(bomFormat).toBe('CycloneDX');
  const { dependencies, devDependencies, license } = JSON.parse(
    readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
  ) as {
    dependencies: Record<string, string>;
    devDependencies: Record<string, string>;
    license: string;
  };
  const names = components.map(({ name }) => name);
  for (const name of Object.keys(dependencies)) expect(names).toContain(name);
  expect(names).not.toContain('eslint');
  expect(Object.keys(devDependencies)).toContain('eslint');
  const models = components.filter(({ type }) => type === 'machine-learning-model');
  expect(models.map(({ name }) => name).sort()).toEqual([
    'ecapa-mini',
    'wav2emo-base',
    'wav2emo-open',
    'wav2emo-small',
    'wav2vec2-mini',
  ]);
  // The licence of the package names that of its weights.
  for (const { licenses } of models) expect(license).toContain(licenses?.[0]?.license?.id ?? '-');
});
