/**
 * The kinds of conversations that are measured: `emotional` is the share of turns that are not neutral.
 *
 * @type {readonly { kind: string, speakers: number, sexes: 'same' | 'different' | 'any', emotional: number }[]}
 */
export const KINDS = [
  { kind: 'one speaker, neutral', speakers: 1, sexes: 'any', emotional: 0 },
  { kind: 'one speaker, half emotional', speakers: 1, sexes: 'any', emotional: 0.5 },
  { kind: 'two speakers, neutral', speakers: 2, sexes: 'any', emotional: 0 },
  { kind: 'two speakers, a third emotional', speakers: 2, sexes: 'any', emotional: 0.35 },
  { kind: 'two of the same sex, a third emotional', speakers: 2, sexes: 'same', emotional: 0.35 },
  { kind: 'three speakers, neutral', speakers: 3, sexes: 'any', emotional: 0 },
  { kind: 'three speakers, a fifth emotional', speakers: 3, sexes: 'any', emotional: 0.2 },
];
