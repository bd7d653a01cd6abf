import type { FastifyBaseLogger } from 'fastify';
import type { WebSocket } from '@fastify/websocket';
import type { LiveSessions } from '../service/index.js';
import { decodeFrame } from './decode-frame.js';
import { LIVE_LIMITS } from './limits.js';
import { LiveError, settingsMissing, toLiveProblem } from './live-error.js';
import { LiveSocket } from './live-socket.js';
import type { SessionSettings } from './messages.js';
import { parseMessage } from './parse-message.js';
import { RateBudget } from './rate-budget.js';
import { runSession } from './run-session.js';
import { SessionClock } from './session-clock.js';
import { SessionSound } from './session-sound.js';

/** What a connection uses. */
export type LiveContext = {
  readonly sessions: LiveSessions;
  readonly log: FastifyBaseLogger;
  /** The longest session. */
  readonly sessionSeconds: number;
};

/** One client of `GET /api/v1/live`: settings first, then frames in and results out. */
export class LiveConnection {
  readonly #context: LiveContext;
  readonly #socket: LiveSocket;
  readonly #gone = new AbortController();
  readonly #clock: SessionClock;
  readonly #budget: RateBudget;
  /** Gives the place of the session back; absent if there was no place. */
  readonly #leave: (() => void) | undefined;
  /** Whether no more frames are expected. */
  #isEnding = false;
  /** Absent until the settings have arrived. */
  #sound: SessionSound | undefined;
  #outcome: string | undefined;

  /** @param onClose called when the connection is closed */
  constructor(socket: WebSocket, context: LiveContext, onClose: () => void) {
    const now = performance.now();
    this.#context = context;
    this.#clock = new SessionClock(context.sessionSeconds, now);
    this.#budget = new RateBudget(LIVE_LIMITS.aheadSeconds, now);
    this.#socket = new LiveSocket(socket, {
      onText: (text) => {
        this.#onText(text);
      },
      onFrame: (frame) => {
        this.#onFrame(frame);
      },
      onError: (error) => {
        this.#fail(error);
      },
      onDrain: () => this.#sound?.wake(),
      onClose: () => {
        this.#onClose();
        onClose();
      },
    });
    this.#leave = this.#enter();
  }

  /** Checks the limits of time. */
  tick(now: number): void {
    this.#socket.tick(now);
    // Then no frame can arrive, or none is expected.
    if (this.#socket.isHeld || this.#isEnding) this.#clock.noteFrame(now);
    if (this.#outcome !== undefined) return;
    const error = this.#clock.check(now, this.#sound !== undefined);
    if (error) this.#fail(error);
  }

  /** Ends the session with the results so far, because the server stops. */
  end(): void {
    this.#endSound(() => {
      this.#fail(this.#context.sessions.closing.reason);
    });
  }

  /** @param otherwise is called if the session has no settings yet */
  #endSound(otherwise: () => void): void {
    this.#isEnding = true;
    if (this.#sound) this.#sound.end();
    else otherwise();
  }

  #enter(): (() => void) | undefined {
    const { sessions, sessionSeconds } = this.#context;
    try {
      const leave = sessions.enter();
      const { messageBytes, frameSeconds } = LIVE_LIMITS;
      const limits = { messageBytes, frameSeconds, sessionSeconds };
      this.#socket.send({ type: 'session.created', limits });
      return leave;
    } catch (error) {
      this.#fail(error);
      return undefined;
    }
  }

  #onText(text: string): void {
    if (this.#outcome !== undefined) return;
    this.#spend(0);
    const message = parseMessage(text);
    if (message.type === 'session.update') this.#start(message.session);
    else
      this.#endSound(() => {
        this.#finish(1000, 'ended');
      });
  }

  #onFrame(frame: Buffer): void {
    if (this.#outcome !== undefined) return;
    const sound = this.#sound;
    if (!sound) throw settingsMissing('before the first frame');
    const { sampleRate } = sound.settings;
    const samples = decodeFrame(frame, sampleRate);
    this.#spend(samples.length / sampleRate);
    const now = performance.now();
    this.#clock.noteFrame(now);
    sound.push(samples, now);
  }

  #spend(seconds: number): void {
    if (this.#budget.spend(seconds, performance.now())) return;
    throw new LiveError(
      'rate_exceeded',
      `The sound is more than ${LIVE_LIMITS.aheadSeconds} s ahead of the clock, or comes in too many messages. Send it at the speed at which it is recorded, or use POST /api/v1/classify for recordings.`,
    );
  }

  #start(settings: SessionSettings): void {
    if (this.#sound)
      throw new LiveError(
        'config_invalid',
        'The settings of this session are fixed already. Connect again for other settings.',
      );
    this.#sound = new SessionSound(settings, {
      onFull: (isFull) => {
        this.#socket.hold(isFull);
      },
      isBlocked: () => this.#socket.isBlocked,
    });
    this.#run(this.#sound).catch((error: unknown) => {
      this.#fail(error);
    });
  }

  async #run(sound: SessionSound): Promise<void> {
    const { sessions } = this.#context;
    const send = this.#socket.send.bind(this.#socket);
    await runSession(sound, { sessions, send, signal: this.#gone.signal });
    const isStopped = sessions.closing.aborted;
    this.#finish(isStopped ? 1001 : 1000, isStopped ? 'shutting_down' : 'ended');
  }

  #fail(error: unknown): void {
    if (this.#outcome !== undefined) return;
    const problem = toLiveProblem(error);
    if (problem.isUnexpected) this.#context.log.error({ err: error }, 'a live session failed');
    this.#socket.fail(problem);
    this.#stop(problem.code);
  }

  #finish(closeCode: number, outcome: string): void {
    if (this.#outcome !== undefined) return;
    this.#socket.close(closeCode, outcome === 'ended' ? '' : outcome);
    this.#stop(outcome);
  }

  #onClose(): void {
    this.#stop('client_gone');
    this.#leave?.();
  }

  /** Ends what is computed for the session. */
  #stop(outcome: string): void {
    if (this.#outcome !== undefined) return;
    this.#outcome = outcome;
    this.#gone.abort(new Error('The live session is over.'));
    this.#sound?.clear();
    this.#context.sessions.countEnded(outcome);
    const seconds = Math.round(this.#clock.elapsedSeconds(performance.now()));
    this.#context.log.info({ outcome, seconds }, 'live session');
  }
}
