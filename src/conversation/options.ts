import type { Baseline, Prior } from '../inference/index.js';
import type { OpenDiariser } from './diariser.js';
import type { WindowDefaults, WindowSettings } from './emotion/emotion-window.js';
import type { MomentSettings } from './segments/find-moments.js';
import type { ChannelChoice } from './speech/find-speech.js';
import type { PartChoice } from './summary/summarise.js';

/** Options of `analyseConversation`. */
export type ConversationOptions = Partial<WindowSettings> & {
  /**
   * Which channels are analysed, each with one speaker: `split` takes all, unless they contain the
   * same; `mix` takes their mean, which several speakers share. Default: `split`.
   */
  readonly channels?: ChannelChoice | undefined;
  /** How many speakers share a single channel. Default: estimated. */
  readonly speakers?: number | undefined;
  /** Names of speakers by their ids, e.g. `{ left: 'Anna' }`. */
  readonly names?: Readonly<Record<string, string>> | undefined;
  /** Baselines of speakers by their ids. Default: each speaker's own in this recording. */
  readonly baselines?: Readonly<Record<string, Baseline>> | undefined;
  /** How often each emotion occurs in the material. Default: as often as in the training. */
  readonly prior?: Prior | undefined;
  /** When a moment begins and ends. */
  readonly moments?: Partial<MomentSettings> | undefined;
  /** How the summary divides the conversation. Default: `thirds`. */
  readonly parts?: PartChoice | undefined;
  /** Tells speakers on one channel apart. Default: a channel has one speaker. */
  readonly openDiariser?: OpenDiariser | undefined;
  readonly signal?: AbortSignal | undefined;
};

/** A window of 30 s is the longest that a graph computes in one run. */
const MOST_WINDOW_SECONDS = 30;

/** Half a second has two or three syllables, the least that sounds like anything. */
const LEAST_SECONDS = 0.5;

/** How many speakers can be asked for. */
const MOST_SPEAKERS = 20;

/**
 * Completes the settings of the windows. The default step is half a window, so that every second is
 * computed twice, unless a smaller step costs nothing.
 *
 * @param defaults of the model; see `windowKind`
 * @throws RangeError for lengths that make no sense
 */
export function windowSettings(
  { windowSeconds, stepSeconds }: Partial<WindowSettings>,
  defaults: WindowDefaults,
): WindowSettings {
  const window = windowSeconds ?? defaults.windowSeconds;
  expectWithin('window', window, LEAST_SECONDS, MOST_WINDOW_SECONDS);
  const step = stepSeconds ?? defaults.stepSeconds ?? Math.max(LEAST_SECONDS, window / 2);
  expectWithin('step', step, LEAST_SECONDS, window);
  return { windowSeconds: window, stepSeconds: step };
}

function expectWithin(what: string, seconds: number, least: number, most: number): void {
  if (seconds >= least && seconds <= most) return;
  throw new RangeError(`Found a ${what} of ${seconds} s, expected ${least} to ${most} s.`);
}

/** @throws RangeError if nobody or a crowd is expected to speak */
export function checkSpeakers(speakers: number | undefined): void {
  if (speakers === undefined) return;
  if (Number.isInteger(speakers) && speakers >= 1 && speakers <= MOST_SPEAKERS) return;
  throw new RangeError(
    `Found ${speakers} speakers, expected a whole number from 1 to ${MOST_SPEAKERS}.`,
  );
}
