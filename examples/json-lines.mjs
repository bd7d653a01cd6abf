/**
 * Writes one JSON object per recording of a folder, e.g. for jq, pandas or a database.
 *
 *   node examples/json-lines.mjs FOLDER > results.jsonl
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { classifyFiles } from 'wav2emo';

const folder = process.argv[2] ?? 'examples/audio';
const names = (await readdir(folder)).filter((name) => /\.(wav|flac|mp3|ogg|opus)$/i.test(name));

for await (const { file, result, error } of classifyFiles(
  names.map((name) => join(folder, name)),
)) {
  // `JSON.stringify` writes a result with the fields that the command line and the server write.
  const line = result ? { file, result } : { file, error: String(error) };
  console.log(JSON.stringify(line));
}
