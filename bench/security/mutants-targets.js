/** Mutants of each target: most for what most people send, few where one takes a tenth of a second. */
export const TARGETS = {
  ...{ wav: 9000, aiff: 9000, flac: 9000, mp3: 9000, ogg: 9000, webm: 9000, aac: 3000 },
  ...{ torch: 7000, safetensors: 5000, hyperpyyaml: 6000, config: 3000, preprocessor: 1000 },
  ...{ 'label-encoder': 2000, manifest: 3000, baseline: 2000, graph: 6000, 'graph-run': 3000 },
  ...{ 'live-message': 2000, 'request-target': 2000, checkpoint: 500, bundle: 200 },
  ...{ form: 500, websocket: 300 },
};
