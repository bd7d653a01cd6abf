import type { Finding } from '../../findings.js';
import {
  type EmotionResult,
  type ModelInfo,
  type Prior,
  type RecordingResult,
  type SpokenWindow,
  toResult,
} from '../../inference/index.js';

/** What a model computed for a clip: enough to judge it alone or with a baseline. */
export type Answer = {
  readonly durationSeconds: number;
  readonly findings: readonly Finding[];
  readonly windows: readonly SpokenWindow[];
};

/** An answer as a line of a journal; numbers are float32 in base64, so that nothing is rounded. */
export type AnswerLine = {
  readonly durationSeconds: number;
  readonly findings: readonly Finding[];
  readonly windows: readonly {
    readonly length: number;
    readonly speechSeconds: number;
    readonly logits: string;
    readonly embedding: string;
    readonly dimensions?: string;
  }[];
};

/** Keeps what is needed of a result. */
export function toAnswer({ result, windows = [] }: RecordingResult): Answer {
  // Whether a result is uncertain depends on how it is judged, and is found again.
  const findings = result.findings.filter(({ code }) => code !== 'uncertain');
  return { durationSeconds: result.durationSeconds, findings, windows };
}

/** The result of a clip that is judged alone, bit for bit that of `classifyFile`. */
export function judgeAlone(
  { windows, ...details }: Answer,
  model: ModelInfo,
  prior?: Prior,
): EmotionResult {
  return toResult(windows, details, model, { prior });
}

/** An answer as a line of a journal. */
export function toLine(answer: Answer): AnswerLine {
  const { durationSeconds, findings } = answer;
  const windows = answer.windows.map(
    ({ length, speechSeconds, logits, embedding, dimensions }) => ({
      ...{ length, speechSeconds },
      logits: toText(logits),
      embedding: toText(embedding),
      ...(dimensions && { dimensions: toText(dimensions) }),
    }),
  );
  return { durationSeconds, findings, windows };
}

/** The answer of a line. */
export function fromLine({ durationSeconds, findings, windows }: AnswerLine): Answer {
  return {
    ...{ durationSeconds, findings },
    windows: windows.map(({ length, speechSeconds, logits, embedding, dimensions }) => ({
      ...{ length, speechSeconds },
      logits: fromText(logits),
      embedding: fromText(embedding),
      ...(dimensions !== undefined && { dimensions: fromText(dimensions) }),
    })),
  };
}

const toText = ({ buffer, byteOffset, byteLength }: Float32Array) =>
  Buffer.from(buffer, byteOffset, byteLength).toString('base64');

// Copied, because base64 decodes into a shared buffer at any offset.
const fromText = (text: string) =>
  new Float32Array(Uint8Array.from(Buffer.from(text, 'base64')).buffer);
