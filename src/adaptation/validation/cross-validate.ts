import { type BaseModel, candidatesFor, prepareFitting, recalibrate } from '../candidates.js';
import { pick, type TrainingSet } from '../examples.js';
import { type LinearHead, logitsOf } from '../linear-head.js';

/** The logits of a way to make a head for examples that it was not fitted to. */
export type HeldOutLogits = {
  readonly name: string;
  /** `[examples][classes]`; absent for the base head with new biases alone. */
  readonly own?: readonly (readonly number[])[];
  /** Of the base head with new biases, `[examples][classes]`; absent if there is no base head. */
  readonly base?: readonly (readonly number[])[];
};

/** What {@link crossValidate} needs to know. */
export type Validation = {
  readonly held: readonly (readonly number[])[];
  readonly base: BaseModel;
  /** Whether heads may be fitted; otherwise only biases are. */
  readonly fitsHeads: boolean;
  /** Called after each fold with the number of those that are done. */
  readonly onFold?: ((done: number) => void) | undefined;
};

/** Name of the way that changes the biases of the base head and nothing else. */
export const RECALIBRATION = 'the base head with new biases';

/** Fits every candidate without each fold in turn, and computes the logits of what was held out. */
export function crossValidate(
  set: TrainingSet,
  { held, base, fitsHeads, onFold }: Validation,
): HeldOutLogits[] {
  const ways = fitsHeads ? candidatesFor(base) : [];
  const own = ways.map(() => set.inputs.map((): readonly number[] => []));
  const recalibrated = set.inputs.map((): readonly number[] => []);
  for (const [fold, places] of held.entries()) {
    const isHeld = new Set(places);
    const rest = set.inputs.map((_, at) => at).filter((at) => !isHeld.has(at));
    const fitting = prepareFitting(pick(set, rest), base);
    const store = (head: LinearHead | undefined, into: (readonly number[])[] | undefined) => {
      if (head && into) for (const at of places) into[at] = logitsOf(head, set.inputs[at] ?? []);
    };
    store(recalibrate(fitting), recalibrated);
    for (const [at, way] of ways.entries()) store(way.fit(fitting), own[at]);
    onFold?.(fold + 1);
  }
  const shared = base.base && { base: recalibrated };
  return [
    ...(shared ? [{ name: RECALIBRATION, ...shared }] : []),
    ...ways.map(({ name }, at) => ({ name, own: own[at] ?? [], ...shared })),
  ];
}
