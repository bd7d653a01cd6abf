import { ServerError } from '../problem/index.js';
import { type ClipLabel, type Received, removeUploads } from '../service/index.js';
import { clipsSchema } from './adaptation-schema.js';

/**
 * Reads the field `clips` of a form, which says what each of its files sounds like. The uploads are
 * deleted if it does not.
 *
 * @throws ServerError `request-invalid`
 */
export async function readClips(
  text: string | undefined,
  received: readonly Received[],
): Promise<readonly ClipLabel[]> {
  try {
    return parseClips(text, received.length);
  } catch (error) {
    await removeUploads(received);
    throw error;
  }
}

function parseClips(text: string | undefined, count: number): readonly ClipLabel[] {
  const { success, data } = clipsSchema.safeParse(parseJson(text));
  if (!success)
    throw invalid(
      'The field "clips" is no list of labels, expected a JSON array such as [{"label": "ang", "speaker": "Li"}] before the files.',
    );
  if (data.length !== count)
    throw invalid(
      `The field "clips" has ${data.length} entries and the form ${count} files, expected one entry for each file.`,
    );
  return data.map(({ label, speaker = '' }) => (speaker === '' ? { label } : { label, speaker }));
}

function parseJson(text = ''): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const invalid = (message: string) => new ServerError('request-invalid', message);
