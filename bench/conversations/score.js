/** How well the analysis of a call agrees with the truth. */

/** A moment may end this much before an episode, or begin this much after it. */
const NEAR_SECONDS = 2;

/** Shorter episodes are not asked for. */
const LEAST_EPISODE_SECONDS = 5;

/** Around speech, this much is no silence: half of the longest pause that belongs to speech, and its padding. */
const MARGIN_SECONDS = 0.3;

const CALM = new Set(['neu', 'neutral', 'cal', 'calm']);

/**
 * Compares the moments and segments of a conversation with the truth. A **moment** counts if its label is
 * not calm. It **touches** an episode of the same speaker if it overlaps the episode, widened by 2 s on
 * both sides. It is **right** if it touches an episode with its label, and **false** if it touches none.
 *
 * @param {import('./make-call.js').Call} call
 * @param {any} conversation
 * @param {(id: string) => number | undefined} speakerOf the true speaker of a found one
 * @param {(truth: any, found: any) => any} eder the emotion diarisation error
 */
export function score(call, conversation, speakerOf, eder) {
  const error = { total: 0, missed: 0, falseAlarm: 0, confusion: 0 };
  for (const speaker of [0, 1]) {
    const found = conversation.segments.filter((each) => speakerOf(each.speaker) === speaker);
    const truth = call.segments.filter((each) => each.speaker === speaker);
    const parts = eder(truth, found);
    for (const name of Object.keys(error)) error[name] += parts[name];
  }
  const moments = conversation.moments.filter(({ label }) => !CALM.has(label));
  const touches = (moment, episode) =>
    speakerOf(moment.speaker) === episode.speaker &&
    moment.start <= episode.end + NEAR_SECONDS &&
    moment.end >= episode.start - NEAR_SECONDS;
  const wanted = call.episodes.filter(({ speech }) => speech >= LEAST_EPISODE_SECONDS);
  const found = (episode) => moments.filter((moment) => touches(moment, episode));
  const around = (moment) => call.episodes.filter((episode) => touches(moment, episode));
  return {
    ...error,
    seconds: call.seconds,
    episodes: wanted.length,
    recalled: wanted.filter((e) => found(e).some(({ label }) => label === e.label)).length,
    recalledAny: wanted.filter((episode) => found(episode).length > 0).length,
    moments: moments.length,
    right: moments.filter((m) => around(m).some(({ label }) => label === m.label)).length,
    false: moments.filter((moment) => around(moment).length === 0).length,
    ...silence(call, conversation.segments),
  };
}

/** Seconds in which nobody speaks, and how many of them a segment gives an emotion. */
function silence({ segments, seconds }, found) {
  const step = 0.01;
  const isSpeech = new Uint8Array(Math.ceil(seconds / step));
  const isFound = new Uint8Array(isSpeech.length);
  for (const { start, end } of segments)
    isSpeech.fill(1, Math.max(0, (start - MARGIN_SECONDS) / step), (end + MARGIN_SECONDS) / step);
  for (const { start, end } of found) isFound.fill(1, start / step, Math.ceil(end / step));
  let [silent, judged] = [0, 0];
  for (const [at, speech] of isSpeech.entries()) {
    if (speech) continue;
    silent += step;
    if (isFound[at]) judged += step;
  }
  return { silence: silent, judgedSilence: judged };
}

/** The true speaker of each found one: by channel, or by the most common speech. */
export function speakersOf(call, { speakers }) {
  const shared = ({ speech }, truth) =>
    speech
      .flatMap((span) =>
        call.segments
          .filter(({ speaker }) => speaker === truth)
          .map(({ start, end }) => Math.min(end, span.end) - Math.max(start, span.start)),
      )
      .reduce((sum, seconds) => sum + Math.max(0, seconds), 0);
  const truths = new Map(
    speakers.map((found) => [
      found.id,
      found.channel ?? (shared(found, 0) >= shared(found, 1) ? 0 : 1),
    ]),
  );
  return (id) => truths.get(id);
}

/** The figures of several calls together. */
export function figuresOf(scores) {
  const sum = (name) => scores.reduce((total, each) => total + each[name], 0);
  return {
    EDER: (sum('missed') + sum('falseAlarm') + sum('confusion')) / sum('total'),
    recall: sum('recalled') / sum('episodes'),
    recallAny: sum('recalledAny') / sum('episodes'),
    precision: sum('right') / sum('moments'),
    falseHourly: sum('false') / (sum('seconds') / 3600),
  };
}

/**
 * 95 % percentile bootstrap, 1000 draws.
 *
 * @template T
 * @param {readonly T[]} items what is drawn, e.g. calls
 * @param {(items: readonly T[]) => Record<string, number>} figures
 * @param {() => number} random
 * @returns {Record<string, [number, number]>}
 */
export function intervals(items, figures, random) {
  const draws = Array.from({ length: 1000 }, () =>
    figures(items.map(() => items[Math.floor(items.length * random())])),
  );
  return Object.fromEntries(
    Object.keys(figures(items)).map((name) => {
      const values = draws.map((draw) => draw[name]).sort((a, b) => a - b);
      return [name, [values[25], values[974]]];
    }),
  );
}
