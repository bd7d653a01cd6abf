import { type Command, InvalidArgumentError, Option } from 'commander';
import type { RunOptions } from '../../node/index.js';
import { DEVICES } from '../../runtime/index.js';
import type { Language } from '../language.js';
import {
  addModelOptions,
  addPrecisionOption,
  type ModelOptions,
  type PrecisionOption,
} from '../model-options.js';
import { parseCount } from '../parse-count.js';
import { type AnalyseOptions, CHANNEL_MODES } from './analyser.js';

/** Nobody tells more voices of one recording apart. */
const MOST_SPEAKERS = 20;
/** The longest window or step, in seconds: a segment is no longer. */
const MOST_SECONDS = 15;

/** Options of the commands that analyse conversations. */
export type ConversationOptions = ModelOptions &
  PrecisionOption & {
    readonly model?: string;
    readonly channels?: NonNullable<AnalyseOptions['channels']>;
    readonly speakers?: number;
    readonly window?: number;
    readonly step?: number;
    readonly language?: Language;
    readonly device: RunOptions['device'] & string;
    readonly threads?: number;
  };

/** Adds the options of {@link ConversationOptions} to a command. */
export function addConversationOptions(command: Command): Command {
  command
    .option('-m, --model <source>', 'folder, hub repository or embedded model')
    .addOption(
      new Option(
        '--channels <mode>',
        'split: one speaker on each channel; mix: their mean; left, right: one of them (default: split)',
      ).choices(CHANNEL_MODES),
    )
    .option('--speakers <count>', 'speakers on one channel (default: estimated)', parseSpeakers)
    .option('--window <seconds>', 'length of the windows that are classified', parseSeconds)
    .option('--step <seconds>', 'distance between the starts of windows', parseSeconds)
    .addOption(new Option('--language <code>', 'language of texts').choices(['en', 'zh']))
    .addOption(
      new Option('--device <name>', 'device to compute on').choices(DEVICES).default('cpu'),
    )
    .option('--threads <count>', 'threads (default: automatic)', parseCount);
  return addModelOptions(addPrecisionOption(command));
}

/** Turns the options into those of the analysis. */
export function analyseOptions(options: ConversationOptions): AnalyseOptions {
  const { channels, speakers, window, step } = options;
  return {
    ...(channels !== undefined && { channels }),
    ...(speakers !== undefined && { speakers }),
    ...(window !== undefined && { windowSeconds: window }),
    ...(step !== undefined && { stepSeconds: step }),
  };
}

function parseSpeakers(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= MOST_SPEAKERS) return count;
  throw new InvalidArgumentError(`Expected a whole number from 1 to ${MOST_SPEAKERS}.`);
}

function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (seconds >= 0.5 && seconds <= MOST_SECONDS) return seconds;
  throw new InvalidArgumentError(`Expected seconds from 0.5 to ${MOST_SECONDS}.`);
}
