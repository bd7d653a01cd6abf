/**
 * Evaluates the embedded model on labelled recordings, and prints the recall of each class.
 *
 *   node examples/evaluate.mjs LIST
 *
 * LIST is a table with the columns file and label, or a folder of folders that are named after emotions.
 */
import { evaluate } from 'wav2emo/evaluation';

const [place = '.'] = process.argv.slice(2);
const { model, runs, problems } = await evaluate(place);
const percent = (/** @type {number} */ share) => `${(100 * share).toFixed(0)} %`;

// There is one run, and a second one if clips are compared with their speaker's ordinary speech.
for (const { figures } of runs) {
  // A model of dimensions has other figures.
  if (!('classes' in figures)) continue;
  const { value, interval } = figures.averageRecall;
  const range = interval.map(percent).join(' to ');
  console.log(`${model.name}: average recall ${percent(value)}, 95 % ${range}`);
  for (const [at, { support, recall }] of figures.classes.entries())
    if (support > 0)
      console.log(`${model.labels[at]?.en}: ${support} clips, recall ${percent(recall)}`);
}
for (const { text } of problems) console.error(text);
