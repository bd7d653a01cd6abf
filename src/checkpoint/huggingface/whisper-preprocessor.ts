import { z } from 'zod';
import { validate } from '../json.js';
import { refuseOther } from './preprocessor-config.js';

/** The mel front end that every Whisper model was trained with; only the number of bands differs. */
const HOP_SAMPLES = 160;
const WINDOW_SAMPLES = 400;
const SAMPLE_RATE = 16_000;

const schema = z.object({
  feature_extractor_type: z.string().default('WhisperFeatureExtractor'),
  feature_size: z.number().optional(),
  sampling_rate: z.number().default(SAMPLE_RATE),
  hop_length: z.number().default(HOP_SAMPLES),
  n_fft: z.number().default(WINDOW_SAMPLES),
  chunk_length: z.number().optional(),
  padding_value: z.number().default(0),
  dither: z.number().default(0),
});

/** What the settings of the input must agree with. */
export type WhisperInput = {
  readonly numMelBins: number;
  readonly maxSourcePositions: number;
};

/**
 * Checks that a Whisper model's input is the one that the graph computes. A key `do_normalize` has no
 * effect: `WhisperFeatureExtractor` ignores it in its file and standardises a waveform only if the caller
 * passes it.
 *
 * @param input the sizes in `config.json`
 * @throws CheckpointError (`checkpoint-unsupported`) for a front end that no Whisper model has or that
 * does not fit the encoder, (`checkpoint-corrupt`) if a value is of the wrong type.
 */
export function checkWhisperPreprocessor(
  json: unknown,
  file: string,
  { numMelBins, maxSourcePositions }: WhisperInput,
): void {
  const settings = validate(json, file, schema);
  const seconds = (maxSourcePositions * 2 * HOP_SAMPLES) / SAMPLE_RATE;
  const expected = {
    feature_extractor_type: ['WhisperFeatureExtractor'],
    feature_size: [numMelBins, undefined],
    sampling_rate: [SAMPLE_RATE],
    hop_length: [HOP_SAMPLES],
    n_fft: [WINDOW_SAMPLES],
    chunk_length: [seconds, undefined],
    padding_value: [0],
    dither: [0],
  } as const;
  for (const [key, values] of Object.entries(expected)) {
    refuseOther(file, key, settings[key as keyof typeof expected], ...values);
  }
}
