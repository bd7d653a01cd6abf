/**
 * Loads a checkpoint from a folder: a SpeechBrain folder with `hyperparams.yaml`, or a Hugging Face
 * folder with `config.json`. It is converted once and then loaded from the cache. A repository such
 * as `speechbrain/emotion-recognition-wav2vec2-IEMOCAP` is downloaded first.
 *
 *   node examples/own-checkpoint.mjs FOLDER_OR_REPOSITORY [FILE]
 */
import { EmotionClassifier } from 'wav2emo';

const [, , source = '', file = 'examples/audio/angry-man.flac'] = process.argv;

const classifier = await EmotionClassifier.fromHparams({
  source,
  onLicence: ({ licence }) => {
    // Throw an error here to refuse the download.
    process.stderr.write(`${source} has the licence ${licence ?? '(none named)'}\n`);
  },
  onConvert: (done, total) => {
    process.stderr.write(`\rconverting: ${Math.round((100 * done) / total)} %`);
  },
});
process.stderr.write('\n');
const { type, parameters } = classifier.manifest.architecture;
console.log(`${type}, ${parameters} parameters`);
// The array has the order of SpeechBrain's tuple; the same values have names.
const [outProb, score, index, textLab] = await classifier.classifyFile(file);
console.log(`${textLab} ${score.toFixed(3)}, class ${index} of ${outProb.length}`);
await classifier.dispose();
