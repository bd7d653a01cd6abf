/** The sizes of a head's parts. */
type Sizes = {
  readonly weight: readonly (readonly number[])[];
  readonly bias: readonly number[];
  readonly population?: readonly number[];
  readonly speakerSeconds?: readonly number[];
  readonly brief?: Sizes | undefined;
};

/** What {@link checkHeadSizes} examines. */
export type SizedHeads = {
  readonly labels: readonly string[];
  readonly trainingPrior?: readonly number[] | undefined;
  readonly absolute?: Sizes | undefined;
  readonly relative?: Sizes | undefined;
};

/** How far the sum of the shares may be from 1: three digits are enough to write them. */
const SUM_TOLERANCE = 0.005;

/**
 * Checks that the parts of heads have sizes that belong together.
 *
 * @returns a sentence for each thing that does not fit; nothing if all fits
 */
export function checkHeadSizes({ labels, trainingPrior, absolute, relative }: SizedHeads) {
  if (!absolute && !relative) return ['has neither an absolute nor a relative head'];
  const size = (absolute ?? relative)?.weight[0]?.length ?? 0;
  return [
    ...(new Set(labels).size === labels.length ? [] : ['names a label twice']),
    ...checkPrior(trainingPrior, labels.length),
    ...(absolute ? checkHead('absolute', absolute, labels.length, size) : []),
    ...(relative ? checkHead('relative', relative, labels.length, size) : []),
    ...(relative?.brief ? checkHead('relative.brief', relative.brief, labels.length, size) : []),
  ];
}

function checkPrior(prior: readonly number[] | undefined, classes: number): string[] {
  if (prior === undefined) return [];
  const sum = prior.reduce((total, share) => total + share, 0);
  return [
    ...checkLength('trainingPrior', prior.length, classes, 'labels'),
    ...(Math.abs(sum - 1) <= SUM_TOLERANCE ? [] : [`trainingPrior sums to ${sum}, expected 1`]),
  ];
}

function checkHead(
  name: string,
  { weight, bias, population, speakerSeconds }: Sizes,
  classes: number,
  size: number,
): string[] {
  const row = weight.find(({ length }) => length !== size);
  return [
    ...checkLength(`${name}.weight`, weight.length, classes, 'labels', 'rows'),
    ...checkLength(`a row of ${name}.weight`, row?.length ?? size, size, 'the embedding'),
    ...checkLength(`${name}.bias`, bias.length, classes, 'labels'),
    ...checkLength(`${name}.population`, population?.length ?? size, size, 'the embedding'),
    ...checkLength(`${name}.speakerSeconds`, speakerSeconds?.length ?? size, size, 'the embedding'),
  ];
}

function checkLength(
  name: string,
  found: number,
  expected: number,
  like: string,
  unit = 'numbers',
): string[] {
  return found === expected
    ? []
    : [`${name} has ${found} ${unit}, expected ${expected} as for ${like}`];
}
