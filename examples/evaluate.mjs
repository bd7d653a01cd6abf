/**
 * Evaluates the embedded model on labelled recordings, and prints the recall of each class.
 *
 *   node examples/evaluate.mjs LIST
 *
 * LIST is a table with the columns file and label, or a folder of folders that are named after emotions.
 */
import { evaluate } from 'wav2emo/evaluation';

const [place] = process.argv.slice(2);
const { model, runs, problems } = await evaluate(place);

const [{ figures }] = runs;
const { value, interval } = figures.averageRecall;
const percent = (share) => `${(100 * share).toFixed(0)} %`;
console.log(
  `${model.name}: average recall ${percent(value)}, 95 % ${interval.map(percent).join(' to ')}`,
);
for (const [at, { support, recall }] of figures.classes.entries())
  if (support > 0)
    console.log(`${model.labels[at].en}: ${support} clips, recall ${percent(recall)}`);
for (const { text } of problems) console.error(text);
