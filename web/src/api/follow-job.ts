import { ProblemError } from './problem-error.ts';
import type { Problem } from './types.ts';

/**
 * Follows the events of a job of the server until it is finished. The stream begins with what happened
 * before, so that nothing is lost if the connection breaks.
 *
 * @param handlers get the data of the events by their names
 * @throws ProblemError if the job failed; TypeError if the connection is lost; the signal's reason
 */
export async function followJob(
  address: string,
  handlers: Readonly<Record<string, (data: unknown) => void>>,
  signal: AbortSignal,
): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const source = new EventSource(address);
    const end = (settle: () => void) => {
      source.close();
      settle();
    };
    const listen = (name: string, act: (data: unknown) => void) => {
      source.addEventListener(name, ({ data }: MessageEvent<string>) => {
        act(JSON.parse(data));
      });
    };
    for (const [name, act] of Object.entries(handlers)) listen(name, act);
    listen('finished', () => {
      end(resolve);
    });
    listen('failed', (data) => {
      end(() => {
        reject(new ProblemError(data as Problem));
      });
    });
    source.addEventListener('error', () => {
      if (source.readyState !== EventSource.CLOSED) return;
      end(() => {
        reject(new TypeError('The connection was lost'));
      });
    });
    signal.addEventListener('abort', () => {
      end(() => {
        reject(signal.reason as Error);
      });
    });
  });
}
