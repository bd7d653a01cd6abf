import type { Span } from '../conversation.js';
import { bestAssignment } from './assignment.js';

/** A stretch in which somebody speaks; stretches of different speakers may overlap. */
export type Turn = Span & { readonly speaker: string };

export type DiarisationErrorOptions = {
  /** Seconds on each side of the start and end of a true turn that are not judged. Default: 0. */
  readonly collar?: number;
  /** Whether stretches in which several people truly speak are not judged. Default: false. */
  readonly skipOverlap?: boolean;
};

/** The parts of the diarisation error, in seconds of speech. */
export type DiarisationError = {
  /** Judged true speech, in which overlapping speakers count once each. */
  readonly total: number;
  /** Speech that was found for nobody. */
  readonly missed: number;
  /** Speech that was found where nobody speaks, or more speakers than there are. */
  readonly falseAlarm: number;
  /** Speech of another speaker than the found one. */
  readonly confusion: number;
  /** The three errors divided by `total`; NaN without true speech. */
  readonly rate: number;
  /** The true speaker of each found speaker, by the assignment with the least confusion. */
  readonly speakers: ReadonlyMap<string, string>;
};

/**
 * The diarisation error rate (DER) of NIST: the seconds of missed speech, false alarms and confused
 * speakers, divided by the seconds of true speech.
 *
 * @param truth who truly speaks when
 * @param found who was found to speak when; the names need not be those of `truth`
 * @throws RangeError if the collar is negative or a turn ends before it starts
 * @see https://pyannote.github.io/pyannote-metrics/reference.html#diarization; its `collar` is the whole
 *   stretch around a boundary, twice the collar here
 */
export function diarisationError(
  truth: readonly Turn[],
  found: readonly Turn[],
  options: DiarisationErrorOptions = {},
): DiarisationError {
  checkTurns(truth, found, options.collar ?? 0);
  const stretches = judgedStretches(truth, found, options);
  const speakers = matchSpeakers(stretches);
  let [total, missed, falseAlarm, confusion] = [0, 0, 0, 0];
  for (const { seconds, truly, heard } of stretches) {
    const right = heard.filter((name) => truly.includes(speakers.get(name) ?? '')).length;
    total += seconds * truly.length;
    missed += seconds * Math.max(0, truly.length - heard.length);
    falseAlarm += seconds * Math.max(0, heard.length - truly.length);
    confusion += seconds * (Math.min(truly.length, heard.length) - right);
  }
  const rate = (missed + falseAlarm + confusion) / total;
  return { total, missed, falseAlarm, confusion, rate, speakers };
}

/** A stretch between two boundaries: who is active in it, each speaker named once. */
type Stretch = {
  readonly seconds: number;
  readonly truly: readonly string[];
  readonly heard: readonly string[];
  readonly isNearEdge: boolean;
};

function checkTurns(truth: readonly Turn[], found: readonly Turn[], collar: number): void {
  if (!(collar >= 0)) throw new RangeError(`Found the collar ${collar}, expected 0 s or more.`);
  for (const { start, end, speaker } of [...truth, ...found]) {
    if (end >= start) continue;
    throw new RangeError(
      `Found a turn of ${speaker} from ${start} to ${end} s, expected its end not before its start.`,
    );
  }
}

function judgedStretches(
  truth: readonly Turn[],
  found: readonly Turn[],
  { collar = 0, skipOverlap = false }: DiarisationErrorOptions,
): Stretch[] {
  const edges = collar === 0 ? [] : merged(truth).flatMap(({ start, end }) => [start, end]);
  const collars = edges.map((at) => ({ start: at - collar, end: at + collar, speaker: '' }));
  return [...cutAtEdges({ truth, found, collars })].filter(
    ({ isNearEdge, truly }) => !isNearEdge && !(skipOverlap && truly.length > 1),
  );
}

/** Joins the turns of each speaker that overlap or touch, so that no edge lies within speech. */
function merged(turns: readonly Turn[]): Turn[] {
  const last = new Map<string, { start: number; end: number; speaker: string }>();
  const all: Turn[] = [];
  for (const turn of [...turns].sort((a, b) => a.start - b.start)) {
    const before = last.get(turn.speaker);
    if (before && turn.start <= before.end) before.end = Math.max(before.end, turn.end);
    else {
      const copy = { ...turn };
      last.set(turn.speaker, copy);
      all.push(copy);
    }
  }
  return all;
}

type Track = 'truth' | 'found' | 'collars';
const TRACKS: readonly Track[] = ['truth', 'found', 'collars'];

/** Cuts the time at the edges of all turns, and lists who is active in each stretch. */
function* cutAtEdges(turns: Readonly<Record<Track, readonly Turn[]>>): Generator<Stretch> {
  /** How many turns of each speaker are active. */
  const active = {
    truth: new Map<string, number>(),
    found: new Map<string, number>(),
    collars: new Map<string, number>(),
  };
  let before = -Infinity;
  for (const { at, change, speaker, track } of edgesOf(turns)) {
    if (at > before && before > -Infinity) {
      const [truly, heard] = [[...active.truth.keys()], [...active.found.keys()]];
      yield { seconds: at - before, truly, heard, isNearEdge: active.collars.size > 0 };
    }
    before = at;
    const count = (active[track].get(speaker) ?? 0) + change;
    if (count === 0) active[track].delete(speaker);
    else active[track].set(speaker, count);
  }
}

/** The starts and ends of all turns in the order of time. */
function edgesOf(turns: Readonly<Record<Track, readonly Turn[]>>) {
  return TRACKS.flatMap((track) =>
    turns[track].flatMap(({ start, end, speaker }) => [
      { at: start, change: 1, speaker, track },
      { at: end, change: -1, speaker, track },
    ]),
  ).sort((a, b) => a.at - b.at);
}

/** Assigns found speakers to true ones so that they share as many seconds as possible. */
function matchSpeakers(stretches: readonly Stretch[]): ReadonlyMap<string, string> {
  const truly = [...new Set(stretches.flatMap((stretch) => stretch.truly))];
  const heard = [...new Set(stretches.flatMap((stretch) => stretch.heard))];
  const shared = heard.map(() => truly.map(() => 0));
  for (const stretch of stretches)
    for (const name of stretch.heard)
      for (const speaker of stretch.truly) {
        const row = shared[heard.indexOf(name)] ?? [];
        const column = truly.indexOf(speaker);
        row[column] = (row[column] ?? 0) + stretch.seconds;
      }
  const pairs = bestAssignment(shared).map((column, row) => [heard[row], truly[column]] as const);
  return new Map(
    pairs.filter((pair): pair is readonly [string, string] => !pair.includes(undefined)),
  );
}
