/** Runs in the page: opens a variant and classifies WAV files of 16 bits, mono, 16 kHz. */

/** The address under which the server of the bench serves the library. */
const DOOR = '/wav2emo/dist/browser/index.js';

const openers = {
  own: async ({ model, threads }) => {
    const { EmotionClassifier } = await import(DOOR);
    const classifier = await EmotionClassifier.fromBundle(model, { runOpts: { threads } });
    globalThis.classifier = classifier;
    return async (bytes) => {
      const options = { voiceActivity: false };
      const { probabilities } = await classifier.classifyFile(new Blob([bytes]), options);
      return [...probabilities];
    };
  },
  peer: async ({ dtype, threads }) => {
    const folder = '/peer/node_modules';
    const { env, pipeline } = await import(
      `${folder}/@huggingface/transformers/dist/transformers.min.js`
    );
    env.allowRemoteModels = false;
    env.allowLocalModels = true;
    env.localModelPath = '/models/';
    env.backends.onnx.wasm.numThreads = threads;
    env.backends.onnx.wasm.wasmPaths = `${folder}/onnxruntime-web/dist/`;
    const classify = await pipeline('audio-classification', 'seeded', { dtype, device: 'wasm' });
    const labels = Object.values(classify.model.config.id2label);
    return async (bytes) => {
      const words = new Int16Array(bytes.slice(44).buffer);
      const scores = await classify(
        Float32Array.from(words, (word) => word / 32768),
        {
          top_k: null,
        },
      );
      // The pipeline sorts by score.
      return labels.map((label) => scores.find((each) => each.label === label).score);
    };
  },
};

let classify;

/** Loads a variant and computes one clip; the times are in milliseconds. */
globalThis.openVariant = async (variant, clip) => {
  const begun = performance.now();
  classify = await openers[variant.program](variant);
  const loaded = performance.now();
  await classify(Uint8Array.from(atob(clip), (letter) => letter.charCodeAt(0)));
  const { runtime } = globalThis.classifier ?? {};
  const threads = runtime?.threads ?? variant.threads;
  return { load: loaded - begun, first: performance.now() - begun, threads };
};

/** Classifies a clip, base64. */
globalThis.classifyClip = async (clip) => {
  const bytes = Uint8Array.from(atob(clip), (letter) => letter.charCodeAt(0));
  const begun = performance.now();
  const probabilities = await classify(bytes);
  return { milliseconds: performance.now() - begun, probabilities };
};

/** Speaks a clip over and over in real time, and counts the measurements of a live session. */
globalThis.speak = async (clip, seconds) => {
  const bytes = Uint8Array.from(atob(clip), (letter) => letter.charCodeAt(0));
  const samples = Float32Array.from(new Int16Array(bytes.slice(44).buffer), (word) => word / 32768);
  const begun = performance.now();
  const piece = 1600;
  const pieces = (async function* () {
    for (let at = 0; at < seconds * 16_000; at += piece) {
      const late = begun + (1000 * (at + piece)) / 16_000 - performance.now();
      if (late > 0) await new Promise((wake) => setTimeout(wake, late));
      yield [Float32Array.from({ length: piece }, (_, n) => samples[(at + n) % samples.length])];
    }
  })();
  const delays = [];
  const { speechSeconds } = await globalThis.classifier.live(
    { sampleRate: 16_000, pieces },
    {
      ...{ intervalSeconds: 0.25, baseline: 'none' },
      onEvent: ({ type, endSeconds }) => {
        if (type === 'measurement') delays.push(performance.now() - begun - 1000 * endSeconds);
      },
    },
  );
  return { speechSeconds, delays };
};
globalThis.document.documentElement.dataset.state = 'ready';
