import type { LiveEvent } from '../../conversation/index.js';
import type { LiveSessions } from '../service/index.js';
import type { ServerMessage } from './messages.js';
import type { SessionSound } from './session-sound.js';

/** What a session runs with. */
export type SessionRun = {
  readonly sessions: LiveSessions;
  readonly send: (message: ServerMessage) => void;
  readonly signal: AbortSignal;
};

/**
 * Computes a session that has its settings: opens the model, answers `session.updated`, sends the events
 * until the sound ends, and then `session.ended`.
 *
 * @throws as `LiveSessions.open` and `LiveSessions.run`
 */
export async function runSession(
  sound: SessionSound,
  { sessions, send, signal }: SessionRun,
): Promise<void> {
  const { settings } = sound;
  const { id, name, manifest } = await sessions.open(settings.model);
  const labels = manifest?.labels ?? [];
  const baseline = typeof settings.baseline === 'string' ? settings.baseline : 'given';
  send({
    type: 'session.updated',
    session: { ...settings, model: id, baseline },
    model: name,
    labels: labels.map((label) => ({ ...label })),
  });
  const onEvent = (event: LiveEvent) => {
    // The arrays of an event are readonly, those of the schema's type are not; nobody changes them.
    send(event as ServerMessage);
    if (event.type === 'measurement')
      sessions.observeMeasurement(sound.delaySeconds(event.endSeconds, performance.now()));
  };
  const summary = await sessions.run(id, sound.stream, { ...settings, signal, onEvent });
  send({ type: 'session.ended', ...summary });
}
