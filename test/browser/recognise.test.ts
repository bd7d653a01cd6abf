import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../../scripts/browser.js';
import { VERSION } from '../../src/version.js';
import { type Program, startProgram } from './support/program.js';
import { formatFile, type RecordingFolder, recordingFolder } from './support/recordings.js';
import { chooseFiles, loadModel, recognise, shownLabel, visit } from './support/visit.js';

const BIN = fileURLToPath(new URL('../../bin/wav2emo.js', import.meta.url));

let browser: Browser;
let program: Program;
let recordings: RecordingFolder;

beforeAll(async () => {
  [browser, program] = await Promise.all([launchBrowser(), startProgram()]);
  recordings = recordingFolder();
});

afterAll(async () => {
  await browser.close();
  await program.stop();
  recordings.remove();
});

/** The result of the command line for a recording. */
function commandLineLabel(file: string): unknown {
  const { stdout } = spawnSync(process.execPath, [BIN, 'classify', '--json', file], {
    encoding: 'utf8',
  });
  return (JSON.parse(stdout) as { label: unknown }).label;
}

describe('the page', () => {
  test('loads the embedded model and shows the result of the command line', async () => {
    const file = recordings.write('voice.wav', 6);
    const { page, complaints, origins, close } = await visit(browser, program.address, {
      locale: 'zh-CN',
    });
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('识别语音中的情感');
    expect(await page.getByTestId('model-status').textContent()).toContain('尚未加载');
    expect(await page.getByTestId('explanation').textContent()).toContain('识别结果说明');
    expect(await page.getByTestId('label').textContent()).toBe('预测情感标签–');
    await loadModel(page);
    expect(await page.getByTestId('model-status').textContent()).toMatch(
      /wav2vec2-mini（\d.* MB）/,
    );
    await chooseFiles(page, [file]);
    await recognise(page);
    expect(await shownLabel(page)).toBe(commandLineLabel(file));
    expect(await page.getByTestId('bars').getByRole('listitem').count()).toBe(4);
    expect(await page.getByTestId('took').textContent()).toMatch(/\d\.\d\d 秒/);
    await page.getByTestId('spectrogram').locator('canvas').first().waitFor();
    expect(await page.getByTestId('timeline').locator('tbody tr').count()).toBe(5);
    expect(complaints).toEqual([]);
    expect([...origins]).toEqual([program.address]);
    await close();
  });

  test.each([
    'pcm_s16le.8000.1.wav',
    'flac.16000.2.flac',
    'cbr.44100.2.mp3',
    'vorbis.44100.2.ogg',
    'opus.48000.1.opus',
    'opus.48000.1.webm',
    'recorder.48000.1.webm',
    'pcm_s16be.8000.1.aiff',
  ])('takes %s', async (name) => {
    const { page, complaints, close } = await visit(browser, program.address);
    await loadModel(page);
    await chooseFiles(page, [formatFile(name)]);
    await recognise(page);
    expect(await shownLabel(page)).toBe(commandLineLabel(formatFile(name)));
    await page.getByTestId('player').waitFor();
    expect(complaints).toEqual([]);
    await close();
  });

  test('shows the findings of a recording and what to do', async () => {
    const file = recordings.write('silence.wav', 1, () => 0.0001);
    const { page, close } = await visit(browser, program.address);
    await loadModel(page);
    await chooseFiles(page, [file]);
    await recognise(page);
    const silent = page.getByTestId('findings').locator('[data-code=silent]');
    await silent.waitFor();
    expect(await silent.textContent()).toContain('Check the microphone');
    expect(await page.getByTestId('findings').textContent()).toContain('means nothing');
    expect(await page.getByTestId('label').locator('[data-void=true]').count()).toBe(1);
    expect(await page.getByTestId('explanation').textContent()).toContain('no speech');
    await close();
  });

  test('exports a result and copies calls that return the same result', async () => {
    const file = recordings.write('it is "mine".wav', 1);
    const { page, close } = await visit(browser, program.address, {
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    await loadModel(page);
    await chooseFiles(page, [file]);
    await recognise(page);
    const label = await shownLabel(page);
    const details = page.getByTestId('details');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      details.getByRole('button', { name: 'Export JSON' }).click(),
    ]);
    const saved: unknown = JSON.parse(readFileSync(await download.path(), 'utf8'));
    expect(saved).toMatchObject({
      results: [
        {
          ...{ file: 'it is "mine".wav', model: 'wav2vec2-mini', label },
          run: { modelId: 'wav2vec2-mini', version: VERSION },
        },
      ],
    });
    expect(download.suggestedFilename()).toMatch(/^it is _mine_ \d{4}-\d\d-\d\d\.json$/);
    const copied = async (name: string) => {
      await details.getByRole('button', { name }).click();
      await details.getByRole('button', { name: 'Copied' }).waitFor();
      return await page.evaluate<string>('navigator.clipboard.readText()');
    };
    const options = { cwd: recordings.folder, encoding: 'utf8', shell: '/bin/sh' } as const;
    const command = await copied('Copy command line');
    const ran = spawnSync(
      `${command.replace('npx wav2emo', `${process.execPath} ${BIN}`)} --json`,
      options,
    );
    expect(JSON.parse(ran.stdout)).toMatchObject({ label });
    await page.waitForTimeout(2500);
    const asked = spawnSync(await copied('Copy API call'), options);
    expect(JSON.parse(asked.stdout)).toMatchObject({ results: [{ label }] });
    await close();
  });
});
