import { z } from 'zod';
import { refuseOther } from '../huggingface/preprocessor-config.js';
import { validate } from '../json.js';

/** Settings of SenseVoiceSmall from a `config.yaml`: every key that the graph depends on. */
export type SenseVoiceConfig = {
  readonly numMelBins: number;
  /** Mel frames side by side in one frame of the encoder; an odd number. */
  readonly stackedFrames: number;
  /** Mel frames from one frame of the encoder to the next. */
  readonly frameStride: number;
  readonly hiddenSize: number;
  /** Divides `hiddenSize`. */
  readonly numAttentionHeads: number;
  readonly intermediateSize: number;
  /** Blocks before the first norm. */
  readonly mainLayers: number;
  /** Blocks between the norms. */
  readonly upperLayers: number;
  /** Frames of the memory beside the attention; an odd number. */
  readonly memoryKernel: number;
};

const size = z.int().min(1).max(65_536);

const schema = z.object({
  encoder: z.string(),
  encoder_conf: z.object({
    output_size: size.default(256),
    attention_heads: size.default(4),
    linear_units: size.default(2048),
    num_blocks: z.int().min(1).max(512).default(6),
    tp_blocks: z.int().min(0).max(512).default(0),
    normalize_before: z.boolean().default(true),
    concat_after: z.boolean().default(false),
    kernel_size: z.int().min(1).max(255).default(11),
    sanm_shfit: z.int().default(0),
    selfattention_layer_type: z.string().default('sanm'),
  }),
  frontend: z.string(),
  frontend_conf: z.object({
    fs: z.number().default(16_000),
    window: z.string().default('hamming'),
    n_mels: z.int().min(1).max(1024).default(80),
    frame_length: z.number().default(25),
    frame_shift: z.number().default(10),
    lfr_m: z.int().min(1).max(64).default(1),
    lfr_n: z.int().min(1).max(64).default(1),
    snip_edges: z.boolean().default(true),
    upsacle_samples: z.boolean().default(true),
  }),
  model_conf: z.object({ normalize: z.unknown().optional() }).nullish(),
  normalize: z.unknown().optional(),
});

type Raw = z.infer<typeof schema>;

/**
 * Checks the content of a `config.yaml` of FunASR's `SenseVoiceSmall`. The front end's dither, random noise of
 * one step of 16 bits, has no counterpart in the graph.
 *
 * @throws CheckpointError (`checkpoint-unsupported`) for settings which need another graph, naming key,
 * found and expected; (`checkpoint-corrupt`) for wrong types and sizes.
 */
export function parseSenseVoiceConfig(settings: unknown, file: string): SenseVoiceConfig {
  const raw = validate(settings, file, schema.superRefine(checkSizes));
  refuseUnsupported(raw, file);
  const { encoder_conf: encoder, frontend_conf: frontend } = raw;
  return {
    numMelBins: frontend.n_mels,
    stackedFrames: frontend.lfr_m,
    frameStride: frontend.lfr_n,
    hiddenSize: encoder.output_size,
    numAttentionHeads: encoder.attention_heads,
    intermediateSize: encoder.linear_units,
    mainLayers: encoder.num_blocks,
    upperLayers: encoder.tp_blocks,
    memoryKernel: encoder.kernel_size,
  };
}

function checkSizes(raw: Raw, context: z.RefinementCtx): void {
  const { encoder_conf: encoder, frontend_conf: frontend } = raw;
  const check = (right: boolean, message: string) => {
    if (!right) context.addIssue(message);
  };
  const { output_size: width, attention_heads: heads, kernel_size: kernel } = encoder;
  const input = frontend.n_mels * frontend.lfr_m;
  check(width % heads === 0, 'output_size must be divisible by attention_heads');
  check(kernel % 2 === 1, 'kernel_size must be odd');
  check(frontend.lfr_m % 2 === 1, 'lfr_m must be odd');
  check(input % 2 === 0, 'n_mels · lfr_m must be even');
  check(input !== width, 'output_size must differ from n_mels · lfr_m');
}

function refuseUnsupported(raw: Raw, file: string): void {
  const { encoder_conf: encoder, frontend_conf: frontend } = raw;
  refuseOther(file, 'encoder', raw.encoder, 'SenseVoiceEncoderSmall');
  refuseOther(file, 'frontend', raw.frontend, 'WavFrontend', 'wav_frontend');
  refuseOther(file, 'encoder_conf.normalize_before', encoder.normalize_before, true);
  refuseOther(file, 'encoder_conf.concat_after', encoder.concat_after, false);
  refuseOther(file, 'encoder_conf.sanm_shfit', encoder.sanm_shfit, 0);
  refuseOther(
    file,
    'encoder_conf.selfattention_layer_type',
    encoder.selfattention_layer_type,
    'sanm',
  );
  refuseOther(file, 'frontend_conf.fs', frontend.fs, 16_000);
  refuseOther(file, 'frontend_conf.window', frontend.window, 'hamming');
  refuseOther(file, 'frontend_conf.frame_length', frontend.frame_length, 25);
  refuseOther(file, 'frontend_conf.frame_shift', frontend.frame_shift, 10);
  refuseOther(file, 'frontend_conf.snip_edges', frontend.snip_edges, true);
  refuseOther(file, 'frontend_conf.upsacle_samples', frontend.upsacle_samples, true);
  refuseOther(file, 'normalize', raw.normalize ?? raw.model_conf?.normalize, null, undefined);
}
