import type { Baseline as BaselineData, ClassifyItem } from '../../api/types.ts';
import type {
  AnalysedConversation,
  ClassifyRequest,
  ConversationRequest,
  NamedRecording,
  RecordingsRequest,
} from '../backend.ts';
import {
  Baseline,
  makeBaseline,
  MODEL,
  SpeakerVoice,
  toModelInfo,
  toRecordingJson,
  type VoicePart,
} from './engine.ts';
import type { OpenModel } from './open-model.ts';
import { toDeviceProblem, withProblems } from './to-device-problem.ts';

type Compared = Pick<ClassifyRequest, 'parts' | 'signal'> & {
  readonly baseline?: Baseline | undefined;
};

/** Classifies recordings one after the other; each has a result or an error, in their order. */
export async function classify(
  model: OpenModel,
  request: ClassifyRequest,
): Promise<readonly ClassifyItem[]> {
  const { recordings, parts, signal, onSent } = request;
  onSent(1);
  const baselines = await baselinesOf(model, request);
  const items: ClassifyItem[] = [];
  for (const [at, one] of recordings.entries())
    items.push(await classifyOne(model, one, { parts, baseline: baselines[at], signal }));
  return items;
}

async function classifyOne(
  { name, engine }: OpenModel,
  { name: file, recording }: NamedRecording,
  { parts: { embedding, ...parts }, baseline, signal }: Compared,
): Promise<ClassifyItem> {
  const start = performance.now();
  try {
    const found = await engine.worker.classify(MODEL, recording, { ...parts, baseline, signal });
    const computeSeconds = (performance.now() - start) / 1000;
    return { file, ...toRecordingJson(found, { model: name, computeSeconds, embedding }) };
  } catch (error) {
    signal.throwIfAborted();
    return { file, error: toDeviceProblem(error) };
  }
}

/** What each recording is compared with: the given voice, or the other recordings of the speaker. */
async function baselinesOf(
  model: OpenModel,
  { recordings, baseline, speaker, signal }: ClassifyRequest,
): Promise<readonly (Baseline | undefined)[]> {
  if (speaker === undefined) {
    const given = baseline && Baseline.fromJSON(baseline);
    return recordings.map(() => given);
  }
  const parts: VoicePart[][] = [];
  for (const { recording } of recordings)
    parts.push(
      await model.engine.worker.embedSpeech(MODEL, recording, { signal }).catch(() => {
        signal.throwIfAborted();
        // The recording is classified afterwards, and its own result says what is wrong.
        return [];
      }),
    );
  const voice = new SpeakerVoice(toModelInfo(model.bundle), parts);
  return recordings.map((_, at) => voice.baseline(at));
}

/** Computes what a voice sounds like. */
export async function computeBaseline(
  { bundle, engine }: OpenModel,
  { recordings, signal, onSent }: RecordingsRequest,
): Promise<BaselineData> {
  onSent(1);
  return await withProblems(signal, async () => {
    const parts: VoicePart[][] = [];
    for (const { recording } of recordings)
      parts.push(await engine.worker.embedSpeech(MODEL, recording, { signal }));
    return makeBaseline(toModelInfo(bundle), parts).toJSON();
  });
}

/** Analyses a conversation. */
export async function converse(
  { engine }: OpenModel,
  { recording, channels, speakers, signal, onSent, onProgress, onSegments }: ConversationRequest,
): Promise<AnalysedConversation> {
  onSent(1);
  return await withProblems(signal, () =>
    engine.worker.converse(MODEL, recording, {
      ...(channels !== 'auto' && { channels }),
      ...{ speakers, signal },
      onEvent: (event) => {
        if (event.kind === 'progress') onProgress(event.seconds);
        else onSegments(event.segments);
      },
    }),
  );
}
