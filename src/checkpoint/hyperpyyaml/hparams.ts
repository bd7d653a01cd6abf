/** Settings of a HyperPyYAML file as plain data: nothing named in it was imported, called or made. */
export type Hparams = { readonly [key: string]: HparamValue };

/**
 * One value. References (`!ref`) are resolved; a value that is referred to twice is the same object
 * in both places. Maps have no prototype, so `key in map` asks the file only.
 */
export type HparamValue =
  null | boolean | number | string | readonly HparamValue[] | Hparams | Construction;

/** What `!new:`, `!name:`, `!apply:` or `!module:` would make in Python; here it is only described. */
export type Construction = {
  /** `new` an instance, `name` a class or function with arguments bound, `apply` a call's result, `module` a module. */
  readonly kind: 'new' | 'name' | 'apply' | 'module';
  /** Dotted Python name, e.g. `speechbrain.nnet.linear.Linear`. */
  readonly target: string;
  /** Keyword arguments; empty if the tag was given a list or nothing. */
  readonly args: Hparams;
  /** Positional arguments; empty if the tag was given a mapping or nothing. */
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

// A plain mapping of a file may have keys `kind`, `target` and `args` of its own: only what the
// reader made counts.
const constructions = new WeakSet<object>();

/** Makes a {@link Construction}; the reader of HyperPyYAML is the only caller in the product. */
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

/** Makes a map without prototype: of several values of one key the last counts. */
export function makeMap(entries: Iterable<readonly [string, HparamValue]>): Hparams {
  const map = Object.create(null) as Record<string, HparamValue>;
  for (const [key, value] of entries) map[key] = value;
  return map;
}
