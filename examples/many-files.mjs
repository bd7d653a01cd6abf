/**
 * Classifies many recordings in parallel and shows the progress on stderr. A recording that cannot
 * be read does not affect the others.
 *
 *   node examples/many-files.mjs FILE...
 */
import { classifyFiles } from 'wav2emo';

const files = process.argv.slice(2);
const counts = new Map();
let done = 0;

// Outcomes arrive in the order of the files, whichever file is finished first.
for await (const { file, result, error } of classifyFiles(files)) {
  done += 1;
  process.stderr.write(`\r${done} of ${files.length}`);
  const label = result?.label ?? 'failed';
  counts.set(label, (counts.get(label) ?? 0) + 1);
  if (error) process.stderr.write(`\n${file}: ${String(error)}\n`);
}
process.stderr.write('\n');
for (const [label, count] of counts) console.log(`${label}\t${count}`);
