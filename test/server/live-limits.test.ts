import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { LIVE_LIMITS } from '../../src/server/live/limits.js';
import { SessionClock } from '../../src/server/live/session-clock.js';
import { LiveClient, toPcm } from './live-client.js';
import { startTestServer, type TestServer } from './start-test-server.js';

const { settingsSeconds, idleSeconds } = LIVE_LIMITS;

describe('the clock of a session', () => {
  const code = (clock: SessionClock, seconds: number, hasSettings = true) =>
    clock.check(1000 * seconds, hasSettings)?.code;

  test('wants the settings first, then frames, and ends a session that is too long', () => {
    const clock = new SessionClock(3600, 0);
    expect(code(clock, settingsSeconds, false)).toBeUndefined();
    expect(code(clock, settingsSeconds + 0.1, false)).toBe('config_invalid');
    expect(code(clock, idleSeconds)).toBeUndefined();
    expect(code(clock, idleSeconds + 0.1)).toBe('idle_timeout');
    for (let seconds = 20; seconds <= 3600; seconds += 20) clock.noteFrame(1000 * seconds);
    expect(code(clock, 3600)).toBeUndefined();
    expect(code(clock, 3600.1)).toBe('session_too_long');
    expect(clock.elapsedSeconds(5000)).toBe(5);
  });
});

/** A real server and real sockets; only the clock of the server moves when a test says so. */
describe('a session over a socket', () => {
  let server: TestServer;

  beforeAll(async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
    server = await startTestServer({ model: 'ecapa-mini', liveMinutes: '1' });
  });
  afterAll(async () => {
    await server.close();
    vi.useRealTimers();
  });

  const pass = (seconds: number) => vi.advanceTimersByTime(1000 * seconds);

  /** Waits until the server has read everything that was sent before, and has answered its pings. */
  async function settle({ socket }: LiveClient): Promise<void> {
    const pong = once(socket, 'pong');
    socket.ping();
    await pong;
  }

  async function sendFrame(client: LiveClient): Promise<void> {
    client.socket.send(toPcm(new Float32Array(1600)));
    await settle(client);
  }

  async function ready(): Promise<LiveClient> {
    const client = await LiveClient.open(server.address);
    await client.next('session.updated');
    return client;
  }

  test('waits for its settings for 10 s', async () => {
    const client = new LiveClient(server.address);
    await client.next('session.created');
    pass(settingsSeconds - 1);
    await settle(client);
    expect(client.ofType('error')).toEqual([]);
    pass(2);
    expect(await client.closed).toEqual({ code: 1008, reason: 'config_invalid' });
    expect((await client.next('error'))['message']).toContain(`within ${settingsSeconds} s`);
  });

  test('ends without frames after 30 s, counted from the last one', async () => {
    const client = await ready();
    pass(idleSeconds - 2);
    await sendFrame(client);
    pass(idleSeconds - 2);
    await settle(client);
    expect(client.ofType('error')).toEqual([]);
    pass(4);
    expect(await client.closed).toEqual({ code: 1008, reason: 'idle_timeout' });
    expect((await client.next('error'))['message']).toContain(`for ${idleSeconds} s`);
  });

  test('ends after --live-minutes, whatever arrives', async () => {
    const client = await ready();
    for (let count = 0; count < 5; count++) {
      pass(11);
      await sendFrame(client);
    }
    expect(client.ofType('error')).toEqual([]);
    pass(7);
    expect(await client.closed).toEqual({ code: 1008, reason: 'session_too_long' });
    expect((await client.next('error'))['message']).toContain('1 minutes');
  });

  test('of a client that is gone without a word leaves nothing behind', async () => {
    const client = await ready();
    // A client whose network is gone neither reads nor answers pings.
    client.socket.pause();
    for (let count = 0; count < 7; count++) pass(10);
    client.socket.resume();
    expect((await client.closed).code).toBeGreaterThan(1000);
    await expect
      .poll(async () => {
        const text = await (await fetch(`${server.address}/api/v1/metrics`)).text();
        return /^wav2emo_live_sessions (\d+)$/m.exec(text)?.[1];
      })
      .toBe('0');
  });
});
