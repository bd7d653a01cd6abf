import type { FastifyBaseLogger } from 'fastify';
import type { WebSocket } from '@fastify/websocket';
import type { LiveEvent } from '../../conversation/index.js';
import type { LiveSessions } from '../service/index.js';
import { Arrivals } from './arrivals.js';
import { decodeFrame } from './decode-frame.js';
import { LIVE_LIMITS } from './limits.js';
import { LiveError, toLiveProblem } from './live-error.js';
import { LiveSocket } from './live-socket.js';
import type { SessionSettings } from './messages.js';
import { parseMessage } from './parse-message.js';
import { RateBudget } from './rate-budget.js';
import { SoundQueue } from './sound-queue.js';

/** What a connection uses. */
export type LiveContext = {
  readonly sessions: LiveSessions;
  readonly log: FastifyBaseLogger;
  /** The longest session. */
  readonly sessionSeconds: number;
};

/** The sound of a session that has its settings. */
type Sound = {
  readonly settings: SessionSettings;
  readonly queue: SoundQueue;
  readonly arrivals: Arrivals;
  samples: number;
};

/** One client of `GET /api/v1/live`: settings first, then frames in and results out. */
export class LiveConnection {
  readonly #context: LiveContext;
  readonly #socket: LiveSocket;
  readonly #gone = new AbortController();
  readonly #started = performance.now();
  readonly #budget = new RateBudget(LIVE_LIMITS.aheadSeconds, this.#started);
  /** Gives the place of the session back; absent if there was no place. */
  readonly #leave: (() => void) | undefined;
  #lastFrame = this.#started;
  /** Whether no more frames are expected. */
  #isEnding = false;
  #sound: Sound | undefined;
  #outcome: string | undefined;

  /** @param onClose called when the connection is closed */
  constructor(socket: WebSocket, context: LiveContext, onClose: () => void) {
    this.#context = context;
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
      onDrain: () => this.#sound?.queue.wake(),
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
    if (this.#socket.isHeld || this.#isEnding) this.#lastFrame = now;
    if (this.#outcome !== undefined) return;
    const since = (time: number) => (now - time) / 1000;
    const { sessionSeconds } = this.#context;
    if (!this.#sound && since(this.#started) > LIVE_LIMITS.settingsSeconds)
      this.#fail(settingsMissing(`within ${LIVE_LIMITS.settingsSeconds} s`));
    else if (since(this.#lastFrame) > LIVE_LIMITS.idleSeconds)
      this.#fail(
        new LiveError(
          'idle_timeout',
          `No frame arrived for ${LIVE_LIMITS.idleSeconds} s. Send silence too, or connect again when somebody speaks.`,
        ),
      );
    else if (since(this.#started) > sessionSeconds)
      this.#fail(
        new LiveError(
          'session_too_long',
          `The session lasted ${sessionSeconds / 60} minutes. Connect again for the next one.`,
        ),
      );
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
    if (this.#sound) this.#sound.queue.end();
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
    this.#lastFrame = now;
    sound.samples += samples.length;
    sound.arrivals.note(sound.samples / sampleRate, now);
    sound.queue.push(samples, now);
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
    const queue = new SoundQueue({
      sampleRate: settings.sampleRate,
      onFull: (isFull) => {
        this.#socket.hold(isFull);
      },
      isBlocked: () => this.#socket.isBlocked,
    });
    const arrivals = new Arrivals(settings.intervalSeconds);
    this.#sound = { settings, queue, arrivals, samples: 0 };
    this.#run(this.#sound).catch((error: unknown) => {
      this.#fail(error);
    });
  }

  async #run({ settings, queue, arrivals }: Sound): Promise<void> {
    const { sessions } = this.#context;
    const { sampleRate, baseline } = settings;
    const { id, name, manifest } = await sessions.open(settings.model);
    const labels = manifest?.labels ?? [];
    this.#socket.send({
      type: 'session.updated',
      session: {
        ...settings,
        model: id,
        baseline: typeof baseline === 'string' ? baseline : 'given',
      },
      model: name,
      labels: labels.map((label) => ({ ...label })),
    });
    const summary = await sessions.run(
      id,
      { sampleRate, pieces: queue },
      {
        ...settings,
        signal: this.#gone.signal,
        onEvent: (event) => {
          this.#onEvent(event, arrivals);
        },
      },
    );
    this.#socket.send({ type: 'session.ended', ...summary });
    const isStopped = sessions.closing.aborted;
    this.#finish(isStopped ? 1001 : 1000, isStopped ? 'shutting_down' : 'ended');
  }

  #onEvent(event: LiveEvent, arrivals: Arrivals): void {
    // The arrays of an event are readonly, those of the schema's type are not; nobody changes them.
    this.#socket.send(event as Parameters<LiveSocket['send']>[0]);
    if (event.type !== 'measurement') return;
    const delay = arrivals.since(event.endSeconds, performance.now());
    this.#context.sessions.observeMeasurement(delay / 1000);
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
    this.#sound?.queue.clear();
    this.#context.sessions.countEnded(outcome);
    const seconds = Math.round((performance.now() - this.#started) / 1000);
    this.#context.log.info({ outcome, seconds }, 'live session');
  }
}

function settingsMissing(when: string): LiveError {
  return new LiveError(
    'config_invalid',
    `Expected {"type": "session.update", "session": {…}} ${when}, found none.`,
  );
}
