import type { AudioFormat } from '../../decode/sniff-audio.js';

/**
 * ffmpeg's demuxer for each format. If ffmpeg chose it, it could treat a recording as a playlist
 * and open the files that it names.
 */
const DEMUXERS: Readonly<Record<AudioFormat, string>> = {
  wav: 'wav',
  aiff: 'aiff',
  flac: 'flac',
  mp3: 'mp3',
  mp2: 'mp3',
  ogg: 'ogg',
  webm: 'matroska',
  mp4: 'mov',
  aac: 'aac',
  amr: 'amr',
  asf: 'asf',
  caf: 'caf',
  au: 'au',
  w64: 'w64',
  avi: 'avi',
  ac3: 'ac3',
  flv: 'flv',
  sphere: 'nistsphere',
  voc: 'voc',
  ircam: 'ircam',
  mpegps: 'mpeg',
  mpegts: 'mpegts',
};

/** Other demuxers that ffmpeg may choose: their formats hold audio and refer to no other file. */
const OTHERS = [
  ...['aax', 'act', 'adts', 'adx', 'amrnb', 'amrwb', 'apc', 'ape', 'aptx', 'bit', 'brstm'],
  ...['codec2', 'dff', 'dsf', 'dss', 'dts', 'dtshd', 'eac3', 'g722', 'g729', 'gsm', 'gxf', 'iff'],
  ...['ilbc', 'ivf', 'loas', 'lxf', 'mlp', 'mmf', 'mpc', 'mpc8', 'msf', 'mxf', 'nut', 'nsv'],
  ...['oma', 'paf', 'pvf', 'qcp', 'rm', 'rso', 'sbc', 'sds', 'shn', 'smjpeg', 'sox', 'spdif'],
  ...['svag', 'swf', 'tak', 'truehd', 'tta', 'vag', 'vivo', 'vqf', 'wsaud', 'wsd', 'wtv', 'wv'],
  ...['xa', 'xwma'],
];

/** Returns the arguments that restrict ffmpeg to safe demuxers for the input. */
export function inputFormatArguments(format: AudioFormat | undefined): string[] {
  if (format) return ['-f', DEMUXERS[format]];
  return ['-format_whitelist', [...new Set([...Object.values(DEMUXERS), ...OTHERS])].join(',')];
}
