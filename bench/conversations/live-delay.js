/** How soon a live session says that a speaker's emotion has changed. */

const RATE = 16_000;

/** Samples of a piece, as a microphone delivers them: 0.1 s. */
const PIECE = RATE / 10;

/**
 * Runs the channel of one speaker through a live session whose baseline is learnt from its first 20 s of
 * speech. The delay of an episode lasts from its start to the end of the first measurement with its
 * label; the time of computing is not part of it. `bench/live.js` measures that time.
 *
 * @param {{ runLive: Function, livePort: Function }} live the functions of the library
 * @param {any} model
 * @param {import('./make-call.js').Call} call
 * @param {number} speaker
 */
export async function liveDelay({ runLive, livePort }, model, call, speaker) {
  const samples = call.channels[speaker];
  const measurements = [];
  const onEvent = (event) => {
    if (event.type === 'measurement') measurements.push(event);
  };
  const input = { sampleRate: RATE, pieces: piecesOf(samples) };
  await runLive(await livePort(model), input, { onEvent });
  const own = call.segments.filter((segment) => segment.speaker === speaker);
  const episodes = call.episodes.filter((episode) => episode.speaker === speaker);
  const neutral = measurements.filter(({ startSeconds, endSeconds }) => {
    const inside = own.filter(({ start, end }) => start < endSeconds && end > startSeconds);
    return inside.length > 0 && inside.every(({ label }) => label === 'neu');
  });
  return {
    delays: episodes.map((episode) => delayOf(episode, measurements)),
    neutral: neutral.length,
    neutralWrong: neutral.filter(({ label }) => label !== 'neu').length,
  };
}

/** Seconds, or null if no measurement within the episode has its label. */
function delayOf({ start, end, label }, measurements) {
  const first = measurements.find(
    (each) => each.endSeconds > start && each.startSeconds < end && each.label === label,
  );
  return first ? Number((first.endSeconds - start).toFixed(3)) : null;
}

async function* piecesOf(samples) {
  for (let at = 0; at < samples.length; at += PIECE)
    yield await Promise.resolve([samples.subarray(at, at + PIECE)]);
}
