/**
 * Predicts arousal, dominance and valence with a regression model. Its outputs are no probabilities.
 *
 *   node examples/regression.mjs [FOLDER_OR_REPOSITORY] [FILE...]
 */
import { EmotionRegressor } from 'wav2emo';

const [source = 'audeering/wav2vec2-large-robust-12-ft-emotion-msp-dim', ...files] =
  process.argv.slice(2);
if (files.length === 0) files.push('examples/audio/angry-woman.flac');

const regressor = await EmotionRegressor.fromHparams({ source });
for (const file of files) {
  const { dimensions } = await regressor.predictFile(file);
  const words = Object.entries(dimensions).map(([name, value]) => `${name} ${value.toFixed(2)}`);
  console.log(`${file}: ${words.join(', ')}`);
}
await regressor.dispose();
