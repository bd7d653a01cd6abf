import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { followEvents, waitBefore } from '../../web/src/api/follow-events.ts';

/** The part of `EventSource` that the module uses; Node 20 has none. */
class FakeEventSource extends EventTarget {
  static readonly CLOSED = 2;
  static readonly opened: FakeEventSource[] = [];
  readyState = 0;

  constructor() {
    super();
    FakeEventSource.opened.push(this);
  }

  close(): void {
    this.readyState = FakeEventSource.CLOSED;
  }

  /** An answer that is no stream, e.g. a 502: the browser gives up. */
  refuse(): void {
    this.readyState = FakeEventSource.CLOSED;
    this.dispatchEvent(new Event('error'));
  }
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('EventSource', FakeEventSource);
  FakeEventSource.opened.length = 0;
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function follow() {
  const [onData, onConnection] = [vi.fn(), vi.fn()];
  return { onData, onConnection, end: followEvents('/events', 'models', { onData, onConnection }) };
}

test('a refused stream is opened again, after waits that double, and a good one resets them', () => {
  const { onConnection, onData } = follow();
  const { opened } = FakeEventSource;
  opened[0]?.refuse();
  expect(onConnection).toHaveBeenLastCalledWith(false);
  vi.advanceTimersByTime(999);
  expect(opened.length).toBe(1);
  vi.advanceTimersByTime(1);
  expect(opened.length).toBe(2);
  opened[1]?.refuse();
  vi.advanceTimersByTime(2000);
  expect(opened.length).toBe(3);
  opened[2]?.dispatchEvent(new Event('open'));
  expect(onConnection).toHaveBeenLastCalledWith(true);
  opened[2]?.dispatchEvent(new MessageEvent('models', { data: '[]' }));
  expect(onData).toHaveBeenCalledWith('[]');
  opened[2]?.refuse();
  vi.advanceTimersByTime(1000);
  expect(opened.length).toBe(4);
});

test('a broken connection is left to the browser, which reconnects by itself', () => {
  const { onConnection } = follow();
  FakeEventSource.opened[0]?.dispatchEvent(new Event('error'));
  vi.advanceTimersByTime(60_000);
  expect(onConnection).toHaveBeenLastCalledWith(false);
  expect(FakeEventSource.opened.length).toBe(1);
});

test('after its end nothing is opened', () => {
  const { end } = follow();
  FakeEventSource.opened[0]?.refuse();
  end();
  vi.advanceTimersByTime(60_000);
  expect(FakeEventSource.opened.length).toBe(1);
});

test('the wait never exceeds 30 seconds', () => {
  expect([0, 1, 4, 5, 100].map(waitBefore)).toEqual([1000, 2000, 16_000, 30_000, 30_000]);
});
