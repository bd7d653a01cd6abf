/** The rates of frames, in hertz. */
export const SAMPLE_RATES = [8000, 16_000, 44_100, 48_000] as const;

/** What one client of a live session may cost. */
export const LIVE_LIMITS = {
  /** The largest message. */
  messageBytes: 1 << 20,
  /** The longest frame: longer ones are recordings. */
  frameSeconds: 10,
  /** How far the sound may be ahead of the clock: one frame of the longest duration, and a pause. */
  aheadSeconds: 15,
  /** So much sound may wait; then nothing more is read from the socket until half is computed. */
  waitingSeconds: 15,
  /** Frames are computed in pieces of at most this length, so that each interval has its turn. */
  pieceSeconds: 0.25,
  /** Sound that waits longer than this is computed at once, without the measurements in between. */
  lateSeconds: 1,
  /** The settings must arrive within this time. */
  settingsSeconds: 10,
  /** A session without frames ends after this time. */
  idleSeconds: 30,
  /** So many bytes may wait for a client that reads slowly; then nothing is computed for it. */
  unsentBytes: 1 << 16,
  /** A client that reads nothing for this long is disconnected. */
  stuckSeconds: 30,
  /** Time between two pings. */
  pingSeconds: 15,
} as const;
