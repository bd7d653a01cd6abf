/** How well the analysis of a call agrees with the truth. */

/** A moment may begin this much before or after an episode. */
const NEAR_SECONDS = 2;

/** Shorter episodes are not asked for. */
const LEAST_EPISODE_SECONDS = 5;

const CALM = new Set(['neu', 'neutral', 'cal', 'calm']);

/**
 * Compares a conversation with its truth.
 *
 * @param {import('./make-call.js').Call} call
 * @param {import('../../dist/index.js').Conversation} conversation
 * @param {(id: string) => number | undefined} speakerOf the true speaker of a found one; undefined
 *   for any
 * @param {typeof import('../../dist/conversation/index.js').emotionDiarizationError} eder
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
  const matches = (episode, moment, sameLabel) =>
    (!sameLabel || episode.label === moment.label) &&
    [undefined, episode.speaker].includes(speakerOf(moment.speaker)) &&
    moment.start <= episode.end + NEAR_SECONDS &&
    moment.end >= episode.start - NEAR_SECONDS;
  const wanted = call.episodes.filter(({ speech }) => speech >= LEAST_EPISODE_SECONDS);
  const isFound = (episode, sameLabel) =>
    moments.some((moment) => matches(episode, moment, sameLabel));
  return {
    ...error,
    seconds: call.seconds,
    episodes: wanted.length,
    recalled: wanted.filter((episode) => isFound(episode, true)).length,
    recalledAny: wanted.filter((episode) => isFound(episode, false)).length,
    moments: moments.length,
    right: moments.filter((moment) => call.episodes.some((each) => matches(each, moment, true)))
      .length,
    falseAny: moments.filter(
      (moment) => !call.episodes.some((each) => matches(each, moment, false)),
    ).length,
  };
}

/** The figures of several calls together. */
export function figuresOf(scores) {
  const sum = (name) => scores.reduce((total, each) => total + each[name], 0);
  return {
    EDER: (sum('missed') + sum('falseAlarm') + sum('confusion')) / sum('total'),
    'recall, same emotion': sum('recalled') / sum('episodes'),
    'recall, any emotion': sum('recalledAny') / sum('episodes'),
    'precision, same emotion': sum('right') / sum('moments'),
    'false moments an hour': sum('falseAny') / (sum('seconds') / 3600),
  };
}

/** 95 % percentile bootstrap over calls, 1000 draws. */
export function intervals(scores, random) {
  const draws = Array.from({ length: 1000 }, () =>
    figuresOf(scores.map(() => scores[Math.floor(scores.length * random())])),
  );
  return Object.fromEntries(
    Object.keys(figuresOf(scores)).map((name) => {
      const values = draws.map((draw) => draw[name]).sort((a, b) => a - b);
      return [name, [values[25], values[974]]];
    }),
  );
}
