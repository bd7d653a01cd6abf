import { CheckpointError } from '../../errors.js';
import type { TensorStore } from '../tensors/tensor-store.js';
import { ADAPTER_CONFIG_FILE, type AdapterConfig } from './adapter-config.js';
import { foldAdapters, type LowRankAdapter } from './low-rank.js';

/** The tensors of an adapter, and its settings. */
export type PeftAdapter = {
  readonly store: TensorStore;
  readonly config: AdapterConfig;
  /** Names the file in messages. */
  readonly origin: string;
};

/** What PEFT puts before and into the names of the base model. */
const WRAPPER = 'base_model.model.';
const INNER = /\.(base_layer|modules_to_save\.default)(?=\.)/g;
const LOW_RANK = /^(.+)\.lora_(A|B)(?:\.default)?\.weight$/;

/** The attributes under which a model may hold the encoder that the base weights were saved of. */
const HOLDERS = ['wav2vec2', 'hubert', 'wavlm', 'encoder', 'model', 'model.encoder'];

/** The tensors of an adapter by what they do to the base. */
type Parts = {
  readonly byWeight: ReadonlyMap<string, LowRankAdapter>;
  /** The adapter's names of tensors that replace those of the base, or are added to them. */
  readonly whole: ReadonlyMap<string, string>;
};

/**
 * Folds an adapter of PEFT into its base weights. Modules that were trained whole, such as a head,
 * replace those of the base model or are added to them.
 *
 * @throws CheckpointError if the adapter is incomplete or does not fit the base weights
 */
export function foldPeft(base: TensorStore, adapter: PeftAdapter): TensorStore {
  const parts = partsOf(base, adapter);
  checkTargets(base, parts, adapter);
  checkWholeModules(base, parts, adapter);
  const { store, origin } = adapter;
  const folded = foldAdapters(base, { store, byWeight: parts.byWeight, origin });
  return replaceTensors(folded, store, parts.whole);
}

function partsOf(base: TensorStore, { store, config, origin }: PeftAdapter): Parts {
  const whole = new Map<string, string>();
  const byWeight = new Map<string, LowRankAdapter>();
  for (const name of store.tensors.keys()) {
    const plain = (name.startsWith(WRAPPER) ? name.slice(WRAPPER.length) : name).replace(INNER, '');
    const [, module] = LOW_RANK.exec(plain) ?? [];
    if (module !== undefined) {
      byWeight.set(nameInBase(base, `${module}.weight`), adapterOf(store, name, config));
    } else if (plain.includes('lora_')) throw unknownPart(origin, name);
    else whole.set(nameInBase(base, plain), name);
  }
  return { byWeight, whole };
}

function adapterOf(store: TensorStore, name: string, config: AdapterConfig): LowRankAdapter {
  const down = name.replace('.lora_B.', '.lora_A.');
  const rank = config.rank ?? store.tensors.get(down)?.shape[0];
  return {
    down,
    up: name.replace('.lora_A.', '.lora_B.'),
    scale: config.scaleOf(rank ?? 1),
    ...(rank !== undefined && { rank }),
  };
}

/** The base may have been saved with or without the attribute of a classifier that holds its encoder. */
function nameInBase({ tensors }: TensorStore, name: string): string {
  const holder = HOLDERS.find(
    (each) => name.startsWith(`${each}.`) && tensors.has(name.slice(each.length + 1)),
  );
  const inner = holder === undefined ? [] : [name.slice(holder.length + 1)];
  const candidates = [name, ...inner, ...HOLDERS.map((each) => `${each}.${name}`)];
  return candidates.find((each) => tensors.has(each)) ?? name;
}

/** Refuses an adapter that lacks some of its target modules, which would stay untrained. */
function checkTargets(
  { tensors }: TensorStore,
  { byWeight }: Parts,
  { config, origin }: PeftAdapter,
): void {
  const isTarget = (name: string) =>
    config.targets.some((target) => `.${name}`.endsWith(`.${target}.weight`));
  for (const [name, { shape }] of tensors) {
    if (shape.length !== 2 || byWeight.has(name) || !isTarget(name)) continue;
    throw incomplete(origin, `target_modules name ${name}`);
  }
  if (byWeight.size === 0) throw incomplete(origin, 'there is not one adapter');
}

/** Refuses an adapter that lacks a module which was trained whole. */
function checkWholeModules(
  base: TensorStore,
  { whole }: Parts,
  { config, origin }: PeftAdapter,
): void {
  const holds = (names: Iterable<string>, module: string) =>
    [...names].some((name) => `.${name}`.includes(`.${module}.`));
  const lost = config.wholeModules.find(
    (module) => holds(base.tensors.keys(), module) && !holds(whole.keys(), module),
  );
  if (lost !== undefined) throw incomplete(origin, `modules_to_save names ${lost}`);
}

/** The same store with some tensors taken from another one, by their names there. */
function replaceTensors(
  base: TensorStore,
  store: TensorStore,
  replaced: ReadonlyMap<string, string>,
): TensorStore {
  const tensors = new Map(base.tensors);
  for (const [name, source] of replaced) {
    const info = store.tensors.get(source);
    if (info) tensors.set(name, { ...info, name });
  }
  return {
    tensors,
    read: (name) => {
      const source = replaced.get(name);
      return source === undefined ? base.read(name) : store.read(source);
    },
  };
}

function incomplete(origin: string, found: string): CheckpointError {
  return new CheckpointError(
    'checkpoint-incomplete',
    `${origin} lacks tensors of ${ADAPTER_CONFIG_FILE}: ${found}, expected lora_A.weight and lora_B.weight of each target module, and every module that was trained whole. Download the adapter whole.`,
  );
}

function unknownPart(origin: string, name: string): CheckpointError {
  return new CheckpointError(
    'checkpoint-unsupported',
    `${origin} has ${name}, expected lora_A.weight and lora_B.weight of matrices only: other parts of adapters (biases, embeddings, magnitudes) are not supported. Merge the adapter in the library that trained it (PEFT: model.merge_and_unload()) and save the model again.`,
  );
}
