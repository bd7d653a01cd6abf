import type { Session } from '../runtime/index.js';

/**
 * A session whose runs wait first. Its graph belongs to the session that it was made from and is
 * not freed with it.
 */
export function paceSession(session: Session, wait: () => Promise<void>): Session {
  const { device, inputs, outputs } = session;
  return {
    ...{ device, inputs, outputs },
    run: async (feeds, names) => {
      await wait();
      return await session.run(feeds, names);
    },
    dispose: () => Promise.resolve(),
  };
}
