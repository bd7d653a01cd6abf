import { ProblemError, toHttpProblem } from './problem-error.ts';

type Upload = {
  readonly url: string;
  readonly body: FormData;
  readonly signal: AbortSignal;
  /** Gets the share of the body that was sent, from 0 to 1. */
  readonly onSent: (share: number) => void;
};

/**
 * Posts a form and returns the text of the answer. It uses `XMLHttpRequest` because `fetch` does
 * not report how much of a body was sent.
 *
 * @throws ProblemError if the server refuses; TypeError if it cannot be reached, as `fetch` throws
 */
export async function postForm({ url, body, signal, onSent }: Upload): Promise<string> {
  signal.throwIfAborted();
  const request = new XMLHttpRequest();
  const abort = () => {
    request.abort();
  };
  signal.addEventListener('abort', abort);
  try {
    await new Promise<void>((resolve, reject) => {
      request.upload.addEventListener('progress', ({ loaded, total }) => {
        onSent(total > 0 ? loaded / total : 1);
      });
      request.upload.addEventListener('load', () => {
        onSent(1);
      });
      request.addEventListener('load', () => {
        resolve();
      });
      request.addEventListener('abort', () => {
        reject(signal.reason as Error);
      });
      request.addEventListener('error', () => {
        reject(new TypeError('The server could not be reached'));
      });
      request.open('POST', url);
      request.send(body);
    });
  } finally {
    signal.removeEventListener('abort', abort);
  }
  const { status, statusText, responseText } = request;
  if (status < 200 || status >= 300)
    throw new ProblemError(toHttpProblem(status, statusText, responseText));
  return responseText;
}
