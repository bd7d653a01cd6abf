import { dirname, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import {
  type Baseline,
  checkBaseline,
  expectRelativeHead,
  type ModelInfo,
  type Prior,
  resolvePrior,
} from '../inference/index.js';
import type { SpeakerOf } from '../workers/index.js';
import type { Input } from './expand-inputs.js';
import { parsePrior } from './parse-prior.js';
import { readBaseline } from './read-baseline.js';
import type { SpeakerList } from './read-speakers.js';

/** Options that say what recordings are compared with. */
export type ComparisonOptions = {
  readonly baseline?: string;
  readonly sameSpeaker?: true;
  readonly speakers?: string;
  readonly prior?: Prior;
};

/** What recordings are compared with. */
export type Comparison = {
  readonly baseline: Baseline | undefined;
  readonly prior: Prior | undefined;
  /** The speaker of a recording, which is compared with the speaker's other recordings. */
  readonly speakerOf: ((input: Input) => SpeakerOf | undefined) | undefined;
};

/** Adds the options of {@link ComparisonOptions} to a command. */
export function addComparisonOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--baseline <file>',
        'compare with a voice; "wav2emo baseline" makes the file',
      ).conflicts(['sameSpeaker', 'speakers']),
    )
    .addOption(
      new Option(
        '--same-speaker',
        'compare each recording with the others of its folder, which one person speaks',
      ).conflicts(['speakers']),
    )
    .option(
      '--speakers <csv>',
      'compare each recording with the others of its speaker, by the columns file and speaker',
    )
    .option(
      '--prior <shares>',
      'how often each emotion occurs in the material, e.g. neutral=0.8',
      parsePrior,
    );
}

/**
 * Prepares the comparison, and checks before anything is computed that the model can do it.
 *
 * @throws FileError if a file cannot be read; BaselineError, RangeError if the baseline or the prior does
 *   not belong to the model
 */
export async function prepareComparison(
  { baseline: place, sameSpeaker, prior }: ComparisonOptions,
  speakers: SpeakerList | undefined,
  model: ModelInfo,
): Promise<Comparison> {
  const baseline = place === undefined ? undefined : await readBaseline(place);
  if (baseline) checkBaseline(baseline, model);
  if (prior) resolvePrior(prior, model.labels);
  const speakerOf = sameSpeaker ? byFolder : speakers && byList(speakers);
  if (speakerOf) expectRelativeHead(model);
  return { baseline, prior, speakerOf };
}

/** What comes from stdin has no folder and is judged alone. */
const byFolder = ({ name }: Input): SpeakerOf | undefined =>
  name === '-' ? undefined : { id: dirname(resolve(name)) };

function byList({ speakerOf }: SpeakerList) {
  return ({ name }: Input): SpeakerOf | undefined => {
    const speaker = speakerOf(name);
    return speaker === undefined ? undefined : { id: speaker, name: speaker };
  };
}
