/** Measures variants in turn: in each round, every variant computes every clip once. */
import { summarise } from '../performance/statistics.js';

export async function measureClips(opened, clips, rounds) {
  const times = new Map(opened.map(({ name }) => [name, new Map()]));
  const answers = new Map();
  for (let round = 0; round <= rounds; round++)
    for (const [seconds, path] of clips)
      for (const variant of opened) {
        const { milliseconds, probabilities } = await variant.classify(path);
        answers.set(`${variant.name} ${seconds}`, probabilities);
        // The first round warms up.
        if (round === 0) continue;
        const own = times.get(variant.name);
        own.set(seconds, [...(own.get(seconds) ?? []), milliseconds]);
      }
  const measured = [];
  for (const { name, load, first, bytes, memory } of opened) {
    const summaries = [...times.get(name)].map(([seconds, each]) => [seconds, summarise(each)]);
    const probabilities = clips.map(([seconds]) => answers.get(`${name} ${seconds}`));
    measured.push({
      ...{ name, load, first, bytes, probabilities },
      ...{ times: Object.fromEntries(summaries), memory: await memory?.() },
    });
  }
  return measured;
}
