import type { Decoder } from '../../decode/decoder.js';
import { openFlac } from '../flac/flac-packets.js';
import { YieldPoint } from '../../decode/yield-point.js';
import { corruptAudio } from '../../decode/limits.js';
import { cut, xiphSizes } from './matroska-block.js';
import { type MatroskaTrack, readMatroskaPackets } from './matroska-packets.js';
import { openOpus } from '../codecs/opus.js';
import { HELD_BACK_SECONDS, type PacketDecoder } from '../codecs/packet-decoder.js';
import { SampleSink } from '../../decode/piece-assembler.js';
import { UnsupportedCodec } from '../codecs/unsupported-codec.js';
import { openVorbis } from '../codecs/vorbis.js';

type Open = (codecPrivate: Uint8Array) => Promise<PacketDecoder> | PacketDecoder;

/** Decoders by codec, from what a track gives to start them. */
const CODECS: ReadonlyMap<string, Open> = new Map<string, Open>([
  ['A_OPUS', openOpus],
  [
    'A_VORBIS',
    (codecPrivate) => {
      // The three header packets, with the number of those whose size is given before them.
      const { sizes, start } = xiphSizes(codecPrivate, 1, 3);
      return openVorbis(cut(codecPrivate, start, sizes) ?? []);
    },
  ],
  // A FLAC file up to its first frame: the mark, and STREAMINFO behind a header of four bytes.
  ['A_FLAC', (codecPrivate) => openFlac(codecPrivate.subarray(8))],
]);

/**
 * Reads the first track of sound of a WebM or Matroska file with Opus, Vorbis or FLAC, also as
 * browsers record it: without sizes, duration or index.
 *
 * @throws AudioError `audio-corrupt`, `audio-too-long`; UnsupportedCodec
 */
export const decodeWebm: Decoder = async function* (blob, { signal, checkSize }) {
  let track: MatroskaTrack | undefined;
  let decoder: PacketDecoder | undefined;
  let sink: SampleSink | undefined;
  let discard = 0;
  const yieldPoint = new YieldPoint(signal);
  try {
    for await (const packet of readMatroskaPackets(blob)) {
      await yieldPoint.pass();
      if (!packet) {
        sink?.push(undefined);
        continue;
      }
      if (!packet.track.isAudio || packet.track !== (track ?? packet.track)) continue;
      track = packet.track;
      decoder ??= await openTrack(track);
      sink ??= new SampleSink('WebM', decoder, checkSize, {
        start: decoder.preSkip,
        heldBack: HELD_BACK_SECONDS * decoder.sampleRate,
      });
      sink.push(decoder.decode(packet.bytes));
      yield* sink.take();
      discard = Math.round((packet.discardNanoseconds * decoder.sampleRate) / 1e9);
    }
    if (!sink || sink.length === 0) throw corruptAudio('WebM', 'found no sound in it');
    yield sink.finish(sink.length - discard);
  } finally {
    decoder?.close();
  }
};

async function openTrack({
  codec,
  codecPrivate,
  isEncoded,
}: MatroskaTrack): Promise<PacketDecoder> {
  const open = CODECS.get(codec);
  if (!open || isEncoded) {
    throw new UnsupportedCodec('WebM', codec + (isEncoded ? ', encoded once more' : ''));
  }
  return await open(codecPrivate);
}
