import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { CheckpointError, FileError } from '../errors.js';
import { calibrationSchema } from '../calibration.js';
import { type Calibration, type Figure, figureSchema } from './bundle-manifest.js';

/** Figures and calibration that were measured for a model, for its bundle's description. */
export type MeasuredFigures = {
  readonly figures: readonly Figure[];
  readonly calibration?: Calibration;
};

/** The calibration as `recipes/embedded` writes it, in Python's spelling. */
const fittedSchema = z
  .object({
    temperature: calibrationSchema.shape.temperature,
    uncertain_below: calibrationSchema.shape.uncertainBelow,
  })
  .transform(({ temperature, uncertain_below: uncertainBelow }) => ({
    temperature,
    ...(uncertainBelow !== undefined && { uncertainBelow }),
  }));

/** A file that is only a list has figures and no calibration. */
const fileSchema = z.preprocess(
  (json) => (Array.isArray(json) ? { figures: json as unknown[] } : json),
  z
    .object({ figures: z.array(figureSchema).default([]), calibration: fittedSchema.optional() })
    .transform(({ figures, calibration }) => ({ figures, ...(calibration && { calibration }) })),
);

/**
 * Reads a JSON file of measured figures: a list of `{ name, value, interval?, protocol }`, or
 * `{ figures, calibration: { temperature, uncertain_below? } }`.
 *
 * @throws FileError if the file cannot be read; CheckpointError if it is not such a file, a figure has no
 *   protocol, or the temperature or threshold is out of bounds
 */
export async function readFigures(path: string): Promise<MeasuredFigures> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw FileError.from(error, path, 'read');
  });
  const found = fileSchema.safeParse(parseJson(text));
  if (found.success) return found.data;
  throw new CheckpointError(
    'checkpoint-corrupt',
    `${path} is not a list of figures:\n${z.prettifyError(found.error)}\nExpected [{ "name", "value", "protocol" }], or { "figures": […], "calibration": { "temperature", "uncertain_below" } } with a temperature above 0.05 and below 20.`,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The schema refuses `undefined` with a message that says what is expected.
    return undefined;
  }
}
