/** Threads of every engine, as in the targets. */
export const THREADS = 2;

/**
 * The measured variants, one per line.
 *
 * - `engine` is a line of `commands.js`, `precision` the requested precision
 * - `own` marks this library
 * - `long` names the long recordings that are measured
 */
const ALL = ['minute', 'tenMinutes', 'hour'];
const TEN = ['tenMinutes'];

export const VARIANTS = [
  { name: 'wav2emo fp32', engine: 'wav2emo', precision: 'fp32', own: true, long: ALL.slice(0, 2) },
  { name: 'wav2emo int8', engine: 'wav2emo', precision: 'int8', own: true, long: ALL },
  { name: 'SpeechBrain fp32', engine: 'speechbrain', precision: 'fp32', long: TEN },
  { name: 'SpeechBrain bf16', engine: 'speechbrain', precision: 'bf16', long: TEN },
  { name: 'transformers fp32', engine: 'transformers', precision: 'fp32', long: [] },
  { name: 'PyTorch dynamic int8', engine: 'transformers', precision: 'int8', long: [] },
  { name: 'transformers.js fp32', engine: 'transformersJs', precision: 'fp32', long: TEN },
  { name: 'transformers.js q8', engine: 'transformersJs', precision: 'q8', long: [] },
  { name: 'ONNX Runtime fp32', engine: 'onnxruntime', precision: 'fp32', long: [] },
];

/** The embedded model: a different network, so no ratio includes it. */
export const EMBEDDED = {
  ...{ name: 'wav2emo embedded', engine: 'embedded', own: true, long: ALL },
};

/** The command line; its time always includes the start of its process. */
export const COMMAND_LINES = [
  { name: 'command line, embedded' },
  { name: 'command line, fp32', precision: 'fp32' },
  { name: 'command line, int8', precision: 'int8' },
].map((line) => ({ ...line, words: ['--threads', String(THREADS)] }));

/** The command line for many recordings: one after the other with all threads, and in parallel with one each. */
export const BATCH_LINES = COMMAND_LINES.flatMap((line) => [
  { ...line, name: `${line.name}, --jobs 1`, words: ['--jobs', '1', ...line.words] },
  { ...line, words: ['--jobs', String(THREADS)] },
]);

/** The names in the targets. */
export const NAMES = {
  fp32: 'wav2emo fp32',
  int8: 'wav2emo int8',
  embedded: EMBEDDED.name,
  pytorch: ['SpeechBrain fp32', 'transformers fp32'],
  bfloat16: ['SpeechBrain bf16'],
  transformersJsFp32: ['transformers.js fp32'],
  transformersJs: ['transformers.js fp32', 'transformers.js q8'],
};
