import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Conversation, EmotionSegment } from '../../src/conversation/index.js';
import { form, startTestServer, type TestServer } from './start-test-server.js';

const EXAMPLE = fileURLToPath(new URL('../../examples/audio/angry-woman.flac', import.meta.url));
let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({ maxUploadMb: '1', maxConversationMb: '2' });
  expect(await server.load()).toMatchObject({ state: 'ready' });
});

afterAll(() => server.close());

const example = () => new Blob([new Uint8Array(readFileSync(EXAMPLE))]);
const create = async (name = 'call.flac', query = '') =>
  await server.api(`/conversations${query}`, form([name, example()]));

/** Reads the whole stream of events, which ends with the conversation. */
async function eventsOf(id: string): Promise<{ name: string; data: Record<string, unknown> }[]> {
  const response = await fetch(`${server.address}/api/v1/conversations/${id}/events`);
  const text = await response.text();
  return text.split('\n\n').flatMap((block) => {
    const [, name, data] = /^event: (.*)\ndata: (.*)$/.exec(block) ?? [];
    return name === undefined || data === undefined
      ? []
      : [{ name, data: JSON.parse(data) as Record<string, unknown> }];
  });
}

describe('a conversation', () => {
  test('is computed on its own; its events end, and its result can be read', async () => {
    const { status, body } = await create();
    expect(status).toBe(202);
    const id = String(body['id']);
    const events = await eventsOf(id);
    expect(events.at(-1)?.name).toBe('finished');
    const read = await server.api(`/conversations/${id}`);
    expect(read.body).toMatchObject({ id, file: 'call.flac', state: 'finished' });
    const conversation = read.body['conversation'] as Conversation;
    expect(conversation.model).toBe('wav2vec2-mini');
    expect(conversation.speakers).toHaveLength(1);
    expect(conversation.segments.length).toBeGreaterThan(0);
    const known = conversation.labels.map((label) => label.id);
    for (const { start, end, label, probabilities } of conversation.segments) {
      expect(end).toBeGreaterThan(start);
      expect(end).toBeLessThanOrEqual(conversation.durationSeconds + 0.01);
      expect(known).toContain(label);
      expect(probabilities.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 3);
    }
  });

  test('sends its segments in order, each once', async () => {
    const { body } = await create();
    const events = await eventsOf(String(body['id']));
    let count = 0;
    for (const { name, data } of events) {
      if (name !== 'segments') continue;
      expect(data['from']).toBe(count);
      count += (data['segments'] as EmotionSegment[]).length;
    }
  });

  test('is written in every format', async () => {
    const { body } = await create('a "b".flac');
    const id = String(body['id']);
    await eventsOf(id);
    const text = async (query: string) => {
      const response = await fetch(`${server.address}/api/v1/conversations/${id}?${query}`);
      return [response.status, response.headers.get('content-type'), await response.text()];
    };
    const [csvStatus, csvType, csv] = await text('format=csv');
    expect([csvStatus, csvType]).toEqual([200, 'text/csv; charset=utf-8']);
    expect(String(csv).split('\n')[0]).toContain('start');
    const [, srtType, srt] = await text('format=srt&language=zh');
    expect(srtType).toBe('application/x-subrip; charset=utf-8');
    expect(String(srt)).toMatch(/愤怒|中性|高兴|悲伤/);
    expect(String((await text('format=textgrid'))[2])).toContain('TextGrid');
    expect((await text('format=doc'))[0]).toBe(422);
  });

  test('has the outline of its channels, 80 pairs a second if it is short', async () => {
    const { body } = await create();
    const id = String(body['id']);
    await eventsOf(id);
    const { body: peaks } = await server.api(`/conversations/${id}/peaks`);
    const { body: read } = await server.api(`/conversations/${id}`);
    const { durationSeconds } = read['conversation'] as Conversation;
    const [channel = []] = peaks['channels'] as number[][];
    expect(peaks['pairsPerSecond']).toBe(80);
    expect(Math.abs(channel.length / 2 - durationSeconds * 80)).toBeLessThan(8);
    expect(Math.max(...channel)).toBeGreaterThan(10);
    expect(Math.min(...channel)).toBeLessThan(-10);
  });

  test('is gone after it was deleted', async () => {
    const { body } = await create();
    const id = String(body['id']);
    const path = `${server.address}/api/v1/conversations/${id}`;
    expect((await fetch(path, { method: 'DELETE' })).status).toBe(204);
    expect(await server.api(`/conversations/${id}`)).toMatchObject({
      status: 404,
      body: { code: 'conversation-unknown' },
    });
    expect((await fetch(path, { method: 'DELETE' })).status).toBe(404);
  });

  test('of something that is no recording fails with the reason', async () => {
    const { body } = await server.api('/conversations', form(['a.txt', new Blob(['no sound'])]));
    const id = String(body['id']);
    const events = await eventsOf(id);
    expect(events.at(-1)).toMatchObject({ name: 'failed', data: { code: 'audio-unknown-format' } });
    const csv = await server.api(`/conversations/${id}?format=csv`);
    expect(csv).toMatchObject({ status: 422, body: { code: 'audio-unknown-format' } });
  });

  test('may be larger than a recording, but not than its own limit', async () => {
    const large = (bytes: number) => form(['large.raw', new Blob([new Uint8Array(bytes)])]);
    expect((await server.api('/conversations', large(1_500_000))).status).toBe(202);
    expect(await server.api('/conversations', large(2_500_000))).toMatchObject({
      status: 413,
      body: { code: 'upload-too-large' },
    });
    const two = form(['a.flac', example()], ['b.flac', example()]);
    expect(await server.api('/conversations', two)).toMatchObject({
      status: 413,
      body: { code: 'upload-too-many' },
    });
  });

  test('leaves no upload behind', async () => {
    const uploads = async () => {
      const text = await (await fetch(`${server.address}/api/v1/metrics`)).text();
      return /^wav2emo_upload_files (\d+)$/m.exec(text)?.[1];
    };
    await expect.poll(uploads, { timeout: 10_000 }).toBe('0');
  });
});
