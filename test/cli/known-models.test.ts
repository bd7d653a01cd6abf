import { describe, expect, test } from 'vitest';
import { runCli } from '../support/run-cli.js';

describe('models --known', () => {
  test('lists published models with labels, licence and figures', async () => {
    const { exitCode, stdout } = await runCli(['models', '--known']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^NAME +OPENS +LABELS +LANGUAGE +LICENCE +COMMERCIAL +ACCURACY$/m);
    expect(stdout).toMatch(
      /^modelscope:iic\/emotion2vec_plus_base +yes +angry .* <unk> +- +other +not clear +68.5 %$/m,
    );
    expect(stdout).toMatch(/^ACCURACY: oruk-bench/m);
    expect(stdout).toMatch(/emotion2vec_plus_base: recommended for voices/);
    const remarks = stdout.slice(stdout.indexOf('ACCURACY: '));
    // Three models share a remark; that of the base model says more.
    const [shared = '', own = '', ...more] = remarks
      .split('\n')
      .filter((line) => line.includes('best open family'));
    expect(more).toEqual([]);
    expect(shared.match(/modelscope:iic\/emotion2vec/g)).toHaveLength(3);
    expect(own).toMatch(/^modelscope:iic\/emotion2vec_plus_base: .*highest macro F1/);
  });

  test('searches by words and filters, which need no --known', async () => {
    const { stdout } = await runCli(['models', 'iemocap', '--commercial', '--opens', '--json']);
    const found = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { repository: string; commercialUse: boolean });
    expect(found.map(({ repository }) => repository)).toContain(
      'speechbrain/emotion-recognition-wav2vec2-IEMOCAP',
    );
    expect(found.every(({ commercialUse }) => commercialUse)).toBe(true);
    const chinese = await runCli(['models', '--language', 'zh']);
    expect(chinese.stdout).toContain('xmj2002/hubert-base-ch-speech-emotion-recognition');
    expect(chinese.stdout).not.toContain('superb/');
    const licence = await runCli(['models', '--licence', 'openrail']);
    expect(licence.stdout).toContain('tiantiaf/');
  });

  test('says so if no model fits', async () => {
    const { exitCode, stdout } = await runCli(['models', 'no-such-model']);
    expect([exitCode, stdout]).toEqual([0, 'No known model fits. Leave a condition out.\n']);
  });

  test('speaks the language of the terminal', async () => {
    const { stdout } = await runCli(['models', '--known'], { env: { LANG: 'zh_CN.UTF-8' } });
    expect(stdout).toMatch(/^名称 +可用 +标签/m);
    expect(stdout).toContain('推荐用于未训练过的声音');
  });
});
