import { z } from 'zod';
import { CheckpointError } from '../../errors.js';
import { refuseOther } from '../huggingface/preprocessor-config.js';
import { validate } from '../json.js';

/** The file of PEFT by which an adapter is recognised. */
export const ADAPTER_CONFIG_FILE = 'adapter_config.json';

/** Settings of LoRA from PEFT's `adapter_config.json`: those that the folded weights depend on. */
export type AdapterConfig = {
  /** The factor of `B · A` for an adapter of this rank. */
  readonly scaleOf: (rank: number) => number;
  /** The rank of every adapter; absent if some have one of their own. */
  readonly rank?: number;
  /** Ends of the names of modules that have an adapter; empty if the file has a pattern instead. */
  readonly targets: readonly string[];
  /** Modules that were trained whole and replace those of the base model. */
  readonly wholeModules: readonly string[];
  /** The model that the adapter belongs to; empty if the file does not say. */
  readonly baseModel: string;
};

const names = z.array(z.string().min(1).max(500)).max(100);

const schema = z.looseObject({
  peft_type: z.string(),
  base_model_name_or_path: z.string().nullish(),
  r: z.int().min(1).max(65_536),
  lora_alpha: z.number().min(-1e6).max(1e6),
  use_rslora: z.boolean().nullish(),
  target_modules: z.union([names, z.string()]).nullish(),
  modules_to_save: names.nullish(),
  rank_pattern: z.record(z.string(), z.number()).nullish(),
  layers_to_transform: z.unknown(),
  exclude_modules: z.unknown(),
});

/** Keys that have no effect on the computation, whatever their value. */
const WITHOUT_EFFECT: ReadonlySet<string> = new Set([
  ...['auto_mapping', 'bias', 'ensure_weight_tying', 'inference_mode', 'layers_pattern'],
  ...['lora_dropout', 'megatron_core', 'peft_version', 'qalora_group_size', 'revision'],
  ...['runtime_config', 'task_type'],
]);

/** Ways to begin the training that leave the base model as it is; others store a changed one. */
const PLAIN_BEGINNINGS = [true, false, 'gaussian', 'orthogonal', undefined, null];

/**
 * Checks the content of an `adapter_config.json` of PEFT.
 *
 * @throws CheckpointError `checkpoint-unsupported` for another kind of adapter and for settings which change the
 *   computation in another way, naming key, found and expected; `checkpoint-corrupt` for wrong types
 */
export function parseAdapterConfig(json: unknown, file: string): AdapterConfig {
  const { peft_type: kind } = validate(json, file, z.looseObject({ peft_type: z.string() }));
  refuseOther(file, 'peft_type', kind, 'LORA');
  const raw = validate(json, file, schema);
  refuseOther(file, 'init_lora_weights', raw['init_lora_weights'], ...PLAIN_BEGINNINGS);
  const known = new Set([...Object.keys(schema.shape), ...WITHOUT_EFFECT, 'init_lora_weights']);
  for (const [key, value] of Object.entries(raw)) {
    if (!known.has(key) && !isEmpty(value)) throw unsupportedKey(file, key, value);
  }
  const hasOwnRanks = !isEmpty(raw.rank_pattern);
  const isPartial = !isEmpty(raw.layers_to_transform) || !isEmpty(raw.exclude_modules);
  const { target_modules: targets } = raw;
  return {
    scaleOf: (rank) => raw.lora_alpha / (raw.use_rslora ? Math.sqrt(rank) : rank),
    ...(!hasOwnRanks && { rank: raw.r }),
    targets: Array.isArray(targets) && !isPartial ? targets : [],
    wholeModules: raw.modules_to_save ?? [],
    baseModel: raw.base_model_name_or_path ?? '',
  };
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === false) return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

function unsupportedKey(file: string, key: string, value: unknown): CheckpointError {
  return new CheckpointError(
    'checkpoint-unsupported',
    `${file}: ${key} is ${JSON.stringify(value).slice(0, 200)}, expected none: it changes what the adapter computes, and is not supported. Merge the adapter in the library that trained it (PEFT: model.merge_and_unload()) and save the model again.`,
  );
}
