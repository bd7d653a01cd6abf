import { open } from 'node:fs/promises';
import type { FailureLine, ResultLine } from '../results/json-line.js';

/** A result or a failure, as one line of JSON. */
export type OutcomeLine = ResultLine | FailureLine;

/** Lines are written together up to this length. */
const CHUNK_CHARACTERS = 1 << 18;

/** Writes JSON lines. */
export async function writeLines(path: string, lines: AsyncIterable<OutcomeLine>): Promise<void> {
  const file = await open(path, 'w');
  try {
    let text = '';
    for await (const line of lines) {
      text += `${JSON.stringify(line)}\n`;
      if (text.length < CHUNK_CHARACTERS) continue;
      await file.writeFile(text);
      text = '';
    }
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}
