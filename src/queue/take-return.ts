import type { ObjectStore } from '../object-store/index.js';
import { toExactJson } from './exact-json.js';
import type { QueuedReturn } from './queue-job.js';

/** Longer results are stored: Redis keeps each of them twice, and in the memory. In characters. */
const MOST_CHARACTERS = 65_536;

/** What a job returns for a value; a long one is put into the store. */
export async function giveReturn(
  id: string,
  value: unknown,
  store: ObjectStore,
): Promise<QueuedReturn> {
  const json = toExactJson(value);
  const text = JSON.stringify(json);
  if (text.length <= MOST_CHARACTERS) return { kind: 'value', value: json };
  const key = `${id}-result`;
  await store.put(key, new Blob([text]));
  return { kind: 'stored', key };
}

/** The value of a return as exact JSON; a stored one is deleted. */
export async function takeReturn(returned: unknown, store: ObjectStore): Promise<unknown> {
  const found = returned as QueuedReturn;
  if (found.kind === 'value') return found.value;
  if (found.kind === 'cancelled') throw new DOMException('The job was cancelled.', 'AbortError');
  const text = await (await store.get(found.key)).text();
  await store.delete(found.key).catch(() => undefined);
  return JSON.parse(text) as unknown;
}
