/** Settings of a HyperPyYAML file as plain data: no object that it names was imported, called or constructed. */
export type Hparams = { readonly [key: string]: HparamValue };

/**
 * One value. References (`!ref`) are resolved; a value that is referred to twice is the same object
 * in both places. Maps have no prototype, so `key in map` is true only for keys of the file.
 */
export type HparamValue =
  null | boolean | number | string | readonly HparamValue[] | Hparams | Construction;

/** The description of an object that `!new:`, `!name:`, `!apply:` or `!module:` would create in Python. */
export type Construction = {
  /** `new`: an instance; `name`: a class or function with bound arguments; `apply`: the result of a call; `module`: a module. */
  readonly kind: 'new' | 'name' | 'apply' | 'module';
  /** Dotted Python name, e.g. `speechbrain.nnet.linear.Linear`. */
  readonly target: string;
  /** Keyword arguments; empty if the tag has a list or nothing. */
  readonly args: Hparams;
  /** Positional arguments; empty if the tag has a mapping or nothing. */
  readonly positional: readonly HparamValue[];
};

/** Whether a value is a {@link Construction}. */
export function isConstruction(value: HparamValue | undefined): value is Construction {
  return isMapping(value) && constructions.has(value);
}

/** Whether a value is a mapping: {@link Hparams} or {@link Construction}. */
export function isMapping(value: HparamValue | undefined): value is Hparams | Construction {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

// A plain mapping of a file may have the keys `kind`, `target` and `args` itself, so the constructions
// that the reader created are remembered.
const constructions = new WeakSet<object>();

/** Creates a {@link Construction}. Only the reader of HyperPyYAML calls it. */
export function construction(
  kind: Construction['kind'],
  target: string,
  args: Hparams = makeMap([]),
  positional: readonly HparamValue[] = [],
): Construction {
  const made: Construction = { kind, target, args, positional };
  constructions.add(made);
  return made;
}

/** Creates a map without prototype. If a key has several values, the last one is kept. */
export function makeMap(entries: Iterable<readonly [string, HparamValue]>): Hparams {
  const map = Object.create(null) as Record<string, HparamValue>;
  for (const [key, value] of entries) map[key] = value;
  return map;
}
