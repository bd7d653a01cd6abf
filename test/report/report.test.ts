import { beforeAll, describe, expect, test } from 'vitest';
import { decodeAudio, registerNodeAudio } from '../../src/audio/node.js';
import type { Conversation } from '../../src/conversation/index.js';
import { readReportAudio, renderReport, type ReportContent } from '../../src/report/index.js';
import { planSnippets } from '../../src/report/audio/plan-snippets.js';
import { timeRows } from '../../src/report/time-rows.js';
import { CALL, MONOLOGUE, SILENCE } from '../conversation/made-conversation.js';
import { makeWav, voice } from '../support/make-wav.js';
import { MODEL, stereoCall } from './made-report.js';

beforeAll(() => {
  registerNodeAudio();
});

const NO_AUDIO = { peaks: [], snippets: [] };

const render = (content: Partial<ReportContent> = {}) =>
  renderReport({
    file: 'calls/call.wav',
    conversation: CALL,
    model: MODEL,
    audio: NO_AUDIO,
    language: 'en',
    version: '1.2.3',
    ...content,
  });

describe('the audio of a report', () => {
  test('has the waveform of the channel of each speaker', async () => {
    const { peaks } = await readReportAudio(stereoCall(), CALL);
    const at = (speaker: number, seconds: number) => {
      const lane = peaks[speaker];
      const column = Math.floor((seconds / CALL.durationSeconds) * (lane?.length ?? 0));
      return Math.max(...(lane?.subarray(column - 10, column + 10) ?? []));
    };
    // The left channel is loud before 5 s, the right one is loud after it.
    expect(at(0, 2)).toBeGreaterThan(0.2);
    expect(at(0, 10)).toBeLessThan(0.01);
    expect(at(1, 2)).toBeLessThan(0.01);
    expect(at(1, 10)).toBeGreaterThan(0.2);
  });

  test('has only the speech of a speaker who shares a channel', async () => {
    const wav = new Blob([makeWav(5, () => 0.5)]);
    const { peaks } = await readReportAudio(wav, MONOLOGUE);
    const [lane] = peaks;
    const loud = [...(lane ?? [])].map((peak) => peak > 0.4);
    const columns = loud.length / 5;
    expect(loud.indexOf(true) / columns).toBeCloseTo(1, 2);
    expect((loud.lastIndexOf(true) + 1) / columns).toBeCloseTo(2, 2);
  });

  test('plays each moment with a second before and after it', async () => {
    const { snippets } = await readReportAudio(stereoCall(), CALL);
    expect(snippets.map((snippet) => snippet && [snippet.start, snippet.end])).toEqual([
      [6.5, 10],
      [2, 7],
    ]);
    const decoded = await decodeAudio(new Blob([snippets[0]?.wav.slice() ?? '']));
    expect(decoded.sampleRate).toBe(16_000);
    expect(decoded.channels[0]).toHaveLength(3.5 * 16_000);
  });

  test('is what the recording contains, within the steps of µ-law', async () => {
    const seconds = 2;
    const moment = { start: 0, end: seconds, speaker: 'speaker-1', label: 'hap', score: 0.9 };
    const conversation: Conversation = {
      ...MONOLOGUE,
      durationSeconds: seconds,
      moments: [{ ...moment, reason: 'peak' }],
    };
    const wav = new Blob([makeWav(seconds, voice)]);
    const { snippets } = await readReportAudio(wav, conversation);
    const decoded = await decodeAudio(new Blob([snippets[0]?.wav.slice() ?? '']));
    const original = await decodeAudio(wav);
    const worst = (original.channels[0] ?? new Float32Array()).reduce((most, sample, at) => {
      const error = Math.abs(sample - (decoded.channels[0]?.[at] ?? NaN));
      // The steps grow with the level: half a step is at most 1/32 of it.
      return Math.max(most, error - Math.abs(sample) / 32);
    }, 0);
    expect(worst).toBeLessThan(0.0005);
  });

  test('is limited to three minutes, and a snippet to 20 s', () => {
    const moments = Array.from({ length: 30 }, (_, at) => ({
      ...{ start: 100 * at, end: 100 * at + 60, speaker: 'left', label: 'ang', score: 0.9 },
      reason: 'peak' as const,
    }));
    const plan = planSnippets({ ...CALL, durationSeconds: 3600, moments });
    expect(plan.filter((span) => span !== undefined)).toHaveLength(9);
    expect(plan).toHaveLength(30);
    expect(plan[1]).toEqual({ start: 99, end: 119 });
  });

  test('has no voices if they are not wanted', async () => {
    const audio = await readReportAudio(stereoCall(), CALL, { withSnippets: false });
    expect(audio.snippets).toEqual([]);
    expect(await render({ audio })).not.toContain('<audio');
  });
});

describe('the page', () => {
  test('says the same in both languages', async () => {
    const html = await render();
    for (const text of [
      'The recording lasts 0:12, and 2 speakers were found.',
      '录音时长 0:12，共检测到 2 位说话人。',
      'Right channel turns from neutral to sad',
      '右声道由中性转为悲伤',
      'The recording has the bandwidth of a telephone.',
      '音频只有电话带宽',
      'An emotion in a voice is an opinion about a sound',
      '不是对人的定论',
    ])
      expect(html).toContain(text);
  });

  test('allows no script and no request, and contains none', async () => {
    const html = await render({ audio: await readReportAudio(stereoCall(), CALL) });
    const policy = /Content-Security-Policy" content="([^"]+)"/.exec(html)?.[1] ?? '';
    expect(policy).toMatch(/^default-src &#39;none&#39;; style-src &#39;sha256-/);
    expect(html).not.toMatch(/<script|\son\w+=|https?:\/\/|url\(|@import|style="/);
  });

  test('escapes whatever comes from a recording or a model', async () => {
    const evil = '<script>alert(1)</script>" onload="x';
    const html = await render({
      file: evil,
      conversation: {
        ...CALL,
        speakers: CALL.speakers.map((speaker) => ({ ...speaker, name: evil })),
        labels: CALL.labels.map((label) => ({ ...label, en: evil, zh: evil })),
      },
      model: {
        ...MODEL,
        name: evil,
        licence: evil,
        provenance: { source: evil },
        figures: [{ name: evil, value: 1, protocol: evil }],
      },
    });
    expect(html).not.toContain('<script');
    expect(html).not.toContain('" onload=');
  });

  test('shows the chosen language first', async () => {
    expect(await render({ language: 'zh' })).toMatch(
      /<html lang="zh-CN">[\s\S]*id="language-zh"[^>]* checked/,
    );
    expect(await render()).toMatch(/<html lang="en">[\s\S]*id="language-en"[^>]* checked/);
  });

  test('names no emotion where nobody speaks', async () => {
    const html = await render({ conversation: SILENCE });
    expect(html).toContain('Silence has no emotion.');
    expect(html).not.toContain('id="moments"');
    expect(html).not.toContain('id="segments"');
  });

  test('lists two thousand segments of a long recording at most, and says so', async () => {
    const [segment] = CALL.segments;
    if (!segment) throw new Error('the call has segments');
    const segments = Array.from({ length: 2500 }, () => segment);
    const html = await render({ conversation: { ...CALL, segments } });
    expect(html.match(/<td class="names">/g)).toHaveLength(2000);
    expect(html).toContain('500 more segments are not listed here.');
  });

  test('draws lines of a model with dimensions', async () => {
    const course = [{ start: 1, end: 2, values: [0.25, 0.75, 0.5, 0.5] }];
    const [speaker] = CALL.summary.speakers;
    if (!speaker) throw new Error('the call has speakers');
    const html = await render({
      conversation: {
        ...CALL,
        task: 'regression',
        segments: [],
        moments: [],
        summary: { ...CALL.summary, speakers: [{ ...speaker, emotions: undefined, course }] },
      },
    });
    // 1.5 s of 12.5 s; 1 is at the top.
    expect(html).toContain('points="120,75"');
    expect(html).toContain('points="120,25"');
  });
});

test('a long recording is drawn in at most eight rows of one length', () => {
  expect(timeRows(75)).toEqual([{ start: 0, end: 75 }]);
  expect(timeRows(2400)).toHaveLength(8);
  expect(timeRows(3000).map(({ end }) => end)).toEqual([600, 1200, 1800, 2400, 3000]);
  expect(timeRows(24 * 3600)).toHaveLength(6);
});
