/** Runs in the page: puts the door among its globals, for the expressions of checks.js. */

const DOOR = '/wav2emo/dist/browser/index.js';
globalThis.wav2emo = await import(DOOR);

/** A file at an address, with its name. */
globalThis.fileAt = async (address) => {
  const bytes = await (await fetch(address)).blob();
  return new File([bytes], address.split('/').at(-1));
};

/** What is compared of a result, as plain data. */
globalThis.plain = (result) => ({
  label: result.label ?? 'none',
  ...{ findings: result.findings, durationSeconds: result.durationSeconds },
  ...{ logits: [...result.logits], embedding: [...result.embedding] },
  values: [...(result.probabilities ?? Object.values(result.dimensions))],
});

/** Samples at 16 kHz as they come from a microphone. */
globalThis.spoken = async (address) => {
  const bytes = await (await fetch(address)).arrayBuffer();
  const words = new Int16Array(bytes.slice(44));
  const samples = Float32Array.from(words, (word) => word / 32768);
  const pieces = (async function* () {
    for (let at = 0; at < samples.length; at += 1600) yield [samples.slice(at, at + 1600)];
  })();
  return { sampleRate: 16_000, pieces };
};
globalThis.document.documentElement.dataset.state = 'ready';
