/** The models of the report; an evaluation is compared with one that stands before it. */
export const MODELS = [
  {
    name: 'teacher-fp32',
    checkpoint: 'teacher',
    precision: 'fp32',
    what: 'six layers, fine-tuned',
  },
  {
    name: 'teacher-int8',
    checkpoint: 'teacher',
    precision: 'int8',
    comparedWith: 'teacher-fp32',
    what: 'the same, quantised',
  },
  {
    name: 'head-only',
    checkpoint: 'head-only',
    precision: 'int8',
    comparedWith: 'teacher-fp32',
    what: 'two layers as OpenAI published them, with a logistic head',
  },
  {
    name: 'labels-only',
    checkpoint: 'labels-only',
    precision: 'int8',
    comparedWith: 'head-only',
    what: 'two layers, fine-tuned without the teacher',
  },
  {
    name: 'distilled',
    checkpoint: 'distilled',
    precision: 'int8',
    comparedWith: 'labels-only',
    what: 'two layers, distilled',
  },
  {
    name: 'pruned',
    checkpoint: 'pruned',
    precision: 'int8',
    comparedWith: 'labels-only',
    what: 'three layers of the teacher with half of the columns, trained again',
  },
  {
    name: 'cut',
    checkpoint: 'pruned/cut',
    precision: 'int8',
    comparedWith: 'pruned',
    what: 'the same before it is trained again',
  },
];
