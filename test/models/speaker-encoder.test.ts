import { readFileSync, openAsBlob } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { loadRecording } from '../../src/audio/node.js';
import { planSpeakerEncoder } from '../../src/models/index.js';
import { openSpeakerEncoder } from '../../src/node/index.js';
import { encodeWhole } from '../../src/onnx/index.js';
import type { Session } from '../../src/runtime/index.js';
import { openSession } from '../../src/runtime/node.js';
import { distance, fixture } from './golden.js';
import { seededStore, withTensors, type SeededTensor } from './seeded-store.js';

type Window = { readonly start: number; readonly embedding: readonly number[] };

const golden = JSON.parse(readFileSync(fixture('speaker-encoder.json'), 'utf8')) as {
  readonly tolerance: { readonly seeded: number; readonly published: number };
  readonly recordings: Readonly<Record<string, readonly Window[]>>;
  readonly seeded: {
    readonly shapes: Readonly<Record<string, readonly number[]>>;
    readonly windows: readonly Window[];
  };
};

/** 160 frames of 25 ms every 10 ms. */
const WINDOW = 159 * 160 + 400;

/** Computes a window whose first frame is centred on its first sample, as librosa does by padding. */
async function embed(encoder: Session, samples: Float32Array, start: number) {
  const data = Float32Array.from({ length: WINDOW }, (_, i) => samples[start - 200 + i] ?? 0);
  const { embedding } = await encoder.run({ waveform: { data, shape: [1, WINDOW] } });
  return embedding?.data ?? new Float32Array(0);
}

const store = seededStore(
  Object.entries(golden.seeded.shapes).map(([name, shape]): SeededTensor => [
    `model_state.${name}`,
    shape,
    -0.1,
    0.1,
  ]),
);
const plan = () => planSpeakerEncoder(store, 'pretrained.pt');

describe('the graph of a speaker encoder', () => {
  test('computes the embeddings of Resemblyzer with the same weights', async () => {
    const session = await openSession({ graph: await encodeWhole(plan().build()) });
    const samples = await seededStore([['noise', [32_000], -0.1, 0.1]]).read('noise');
    for (const { start, embedding } of golden.seeded.windows)
      expect(distance(await embed(session, samples, start), embedding)).toBeLessThan(
        golden.tolerance.seeded,
      );
    await session.dispose();
  });

  test('computes the windows of a batch as each window alone', async () => {
    const session = await openSpeakerEncoder();
    const data = await seededStore([['noise', [2 * WINDOW], -0.1, 0.1]]).read('noise');
    const { embedding } = await session.run({ waveform: { data, shape: [2, WINDOW] } });
    const second = { data: data.slice(WINDOW), shape: [1, WINDOW] };
    const { embedding: alone } = await session.run({ waveform: second });
    expect(embedding?.shape).toEqual([2, 256]);
    const row = embedding?.data.slice(256) ?? new Float32Array(0);
    expect(distance(row, [...(alone?.data ?? [])])).toBeLessThan(1e-5);
  });

  test('returns zeros, not NaN, for silence of which no unit becomes active', async () => {
    const read = async (name: string) => (await store.read(name)).fill(0);
    const zeros = { tensors: store.tensors, read };
    const quiet = planSpeakerEncoder(zeros, 'pretrained.pt');
    const session = await openSession({ graph: await encodeWhole(quiet.build()) });
    expect([...(await embed(session, new Float32Array(WINDOW), 0))]).toEqual(Array(256).fill(0));
    await session.dispose();
  });

  test('has the same bytes every time', async () => {
    const bytes = await encodeWhole(plan().build('int8-weights'));
    const again = await encodeWhole(plan().build('int8-weights'));
    expect(Buffer.compare(bytes, again)).toBe(0);
  });

  test('is refused in other precisions, and for other tensors', () => {
    expect(() => plan().build('fp16')).toThrow(/fp32 or int8-weights/);
    const cut = withTensors(store, { 'model_state.lstm.weight_hh_l2': undefined });
    expect(() => planSpeakerEncoder(cut, 'x.pt')).toThrow(/lstm\.weight_hh_l2/);
    const wide = withTensors(store, { 'model_state.linear.bias': [512] });
    expect(() => planSpeakerEncoder(wide, 'x.pt')).toThrow(/linear\.bias/);
    const more = withTensors(store, { 'model_state.lstm.weight_hh_l3': [1024, 256] });
    expect(() => planSpeakerEncoder(more, 'x.pt')).toThrow(/lstm\.weight_hh_l3/);
  });

  test('may come with what only training needs', () => {
    const training = withTensors(store, {
      'model_state.similarity_weight': [1],
      'optimizer_state.state.1.exp_avg': [1024, 40],
    });
    expect(planSpeakerEncoder(training, 'pretrained.pt').parameters).toBe(1_423_616);
  });
});

test.each(Object.keys(golden.recordings))(
  'the encoder of this package agrees with Resemblyzer on %s',
  async (name) => {
    const file = fileURLToPath(new URL(`../../examples/audio/${name}`, import.meta.url));
    const { samples } = await loadRecording(await openAsBlob(file));
    const encoder = await openSpeakerEncoder();
    for (const { start, embedding } of golden.recordings[name] ?? [])
      expect(distance(await embed(encoder, samples, start), embedding)).toBeLessThan(
        golden.tolerance.published,
      );
  },
);
