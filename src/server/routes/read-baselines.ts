import { BaselineError } from '../../errors.js';
import { Baseline, parseBaseline } from '../../inference/index.js';
import { type Received, removeUploads } from '../service/index.js';

/** The ids that speakers of a conversation have. */
const SPEAKER_ID = /^(left|right|(channel|speaker)-[1-9]\d*)$/;

/**
 * Reads the field `baseline` of a form. The uploads are deleted if it is no baseline.
 *
 * @throws BaselineError `baseline-corrupt`
 */
export async function readBaseline(
  text: string | undefined,
  received: readonly Received[],
): Promise<Baseline | undefined> {
  return await orRemove(received, () =>
    isEmpty(text) ? undefined : parseBaseline(text, 'The field "baseline"'),
  );
}

/**
 * Reads the field `baselines` of a form, an object of baselines by the ids of speakers. The uploads are
 * deleted if it is none.
 *
 * @throws BaselineError `baseline-corrupt`
 */
export async function readBaselines(
  text: string | undefined,
  received: readonly Received[],
): Promise<Readonly<Record<string, Baseline>> | undefined> {
  return await orRemove(received, () => (isEmpty(text) ? undefined : parseBaselines(text)));
}

const isEmpty = (text: string | undefined): text is undefined | '' =>
  text === undefined || text.trim() === '';

async function orRemove<T>(received: readonly Received[], read: () => T): Promise<T> {
  try {
    return read();
  } catch (error) {
    await removeUploads(received);
    throw error;
  }
}

function parseBaselines(text: string): Record<string, Baseline> {
  const json = parseObject(text);
  if (!json)
    throw corrupt(
      'The field "baselines" is not a JSON object, expected e.g. { "left": … } with a baseline of POST /baselines.',
    );
  return Object.fromEntries(
    Object.entries(json).map(([id, value]) => {
      if (SPEAKER_ID.test(id))
        return [id, Baseline.fromJSON(value, `The baseline of ${id} in the field "baselines"`)];
      throw corrupt(
        `The field "baselines" names the speaker ${JSON.stringify(id.slice(0, 40))}, expected left, right, channel-3 or speaker-1.`,
      );
    }),
  );
}

function parseObject(text: string): object | undefined {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === 'object' && json !== null && !Array.isArray(json) ? json : undefined;
  } catch {
    return undefined;
  }
}

const corrupt = (message: string) => new BaselineError('baseline-corrupt', message);
