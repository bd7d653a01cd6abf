import { LIVE_LIMITS } from './limits.js';
import { LiveError, settingsMissing } from './live-error.js';

/** The limits of time of a session. All times are in milliseconds, from one clock. */
export class SessionClock {
  readonly #sessionSeconds: number;
  readonly #started: number;
  #lastFrame: number;

  /** @param sessionSeconds the longest session */
  constructor(sessionSeconds: number, now: number) {
    this.#sessionSeconds = sessionSeconds;
    this.#started = now;
    this.#lastFrame = now;
  }

  /** Seconds since the client connected. */
  elapsedSeconds(now: number): number {
    return (now - this.#started) / 1000;
  }

  /** Notes that a frame has arrived, or that none could. */
  noteFrame(now: number): void {
    this.#lastFrame = now;
  }

  /**
   * Checks all limits.
   *
   * @returns the error of a limit that is exceeded: `config_invalid` without settings, `idle_timeout`
   *   without frames, `session_too_long`
   */
  check(now: number, hasSettings: boolean): LiveError | undefined {
    const { settingsSeconds, idleSeconds } = LIVE_LIMITS;
    const elapsed = this.elapsedSeconds(now);
    if (!hasSettings && elapsed > settingsSeconds)
      return settingsMissing(`within ${settingsSeconds} s`);
    if ((now - this.#lastFrame) / 1000 > idleSeconds)
      return new LiveError(
        'idle_timeout',
        `No frame arrived for ${idleSeconds} s. Send silence too, or connect again when somebody speaks.`,
      );
    if (elapsed > this.#sessionSeconds)
      return new LiveError(
        'session_too_long',
        `The session lasted ${this.#sessionSeconds / 60} minutes. Connect again for the next one.`,
      );
    return undefined;
  }
}
