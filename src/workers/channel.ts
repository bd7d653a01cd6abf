/**
 * Carries messages between a worker and who uses it. There is one implementation for threads, one
 * for child processes and one for message ports of browsers.
 */
export interface Channel<In, Out> {
  /** Whether a `Blob` can be posted. */
  readonly passesFiles: boolean;
  post(message: Out): void;
  onMessage(listener: (message: In) => void): void;
  /** Calls the listener once when no more messages can arrive. */
  onEnd(listener: (cause?: unknown) => void): void;
}
