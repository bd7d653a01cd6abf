/**
 * Converts a checkpoint into a bundle, a folder with an ONNX graph, and opens it by its path: so can
 * every other machine, without the checkpoint.
 *
 *   node examples/convert-checkpoint.mjs FOLDER_OR_REPOSITORY [PRECISION]
 */
import { EmotionClassifier, prepareBundle } from 'wav2emo';

const [, , source = '', precision = 'int8-weights'] = process.argv;

const bundle = await prepareBundle({
  source,
  precision: /** @type {import('wav2emo').PrecisionChoice} */ (precision),
  onMeasure: (done, total) => {
    process.stderr.write(`\rcomparing with the full model: ${done} of ${total}`);
  },
});
process.stderr.write('\n');
console.log(`${bundle.manifest.name} in ${bundle.manifest.precision}: ${bundle.folder}`);

const classifier = await EmotionClassifier.fromHparams({ source: bundle.folder });
const { label } = await classifier.classifyFile('examples/audio/happy-woman.flac');
console.log(label);
await classifier.dispose();
