/** The long tasks of a page's own thread, from the browser's trace. */

/** As https://w3c.github.io/longtasks/ defines a long task. */
const LONG_MS = 50;

/**
 * Watches a page's own thread.
 *
 * @param {import('playwright-core').CDPSession} client
 * @returns a function that ends it and resolves with the tasks, in milliseconds
 */
export async function watchTasks(client) {
  const events = [];
  client.on('Tracing.dataCollected', ({ value }) => {
    for (const event of /** @type {any[]} */ (value))
      if (event.name === 'thread_name' || event.name.endsWith('RunTask')) events.push(event);
  });
  const categories = ['toplevel', 'disabled-by-default-devtools.timeline', '__metadata'];
  await client.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: categories, excludedCategories: ['*'] },
  });
  return async () => {
    const complete = new Promise((resolve) => client.once('Tracing.tracingComplete', resolve));
    await client.send('Tracing.end');
    await complete;
    return longTasks(events);
  };
}

/**
 * @param {readonly any[]} events of a trace:
 *   https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU
 * @returns how many tasks are long, and the longest by the clock and on the processor
 */
export function longTasks(events) {
  const threadOf = ({ pid, tid }) => `${pid} ${tid}`;
  const own = new Set(
    events
      .filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
      .map(threadOf),
  );
  const tasks = events.filter((event) => event.ph === 'X' && own.has(threadOf(event)));
  const long = tasks
    .filter(({ name, dur }) => name === 'RunTask' && dur >= 1000 * LONG_MS)
    .map(({ dur, tdur = 0 }) => ({ clock: dur / 1000, processor: tdur / 1000 }));
  const most = (key) => long.reduce((longest, each) => Math.max(longest, each[key]), 0);
  return { count: long.length, clock: most('clock'), processor: most('processor') };
}
