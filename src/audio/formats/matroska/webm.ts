import type { Decoder } from '../../decode/decoder.js';
import { openFlac } from '../flac/flac-packets.js';
import { YieldPoint } from '../../decode/yield-point.js';
import { corruptAudio, holdsNoSound } from '../../decode/limits.js';
import { splitPackets, xiphSizes } from './matroska-block.js';
import { type MatroskaTrack, readMatroskaPackets } from './matroska-packets.js';
import { openOpus } from '../codecs/opus.js';
import { LOOKBACK_SECONDS, type PacketDecoder } from '../codecs/packet-decoder.js';
import { PieceAssembler } from '../../decode/piece-assembler.js';
import { UnsupportedCodec } from '../codecs/unsupported-codec.js';
import { openVorbis } from '../codecs/vorbis.js';

type Open = (codecPrivate: Uint8Array) => Promise<PacketDecoder> | PacketDecoder;

/** Opens the decoder of each codec with the CodecPrivate element of its track. */
const CODECS: ReadonlyMap<string, Open> = new Map<string, Open>([
  ['A_OPUS', openOpus],
  [
    'A_VORBIS',
    (codecPrivate) => {
      // CodecPrivate holds the number of sizes, the sizes, and the three header packets.
      const { sizes, start } = xiphSizes(codecPrivate, 1, 3);
      return openVorbis(splitPackets(codecPrivate, start, sizes) ?? []);
    },
  ],
  // CodecPrivate is the start of a FLAC file: signature, block header, STREAMINFO.
  ['A_FLAC', (codecPrivate) => openFlac(codecPrivate.subarray(8))],
]);

/**
 * Decodes the first audio track of a WebM or Matroska file with Opus, Vorbis or FLAC, even without
 * sizes, duration and index, as browsers record it. Further audio tracks are not decoded.
 *
 * @throws AudioError `audio-corrupt`, `audio-too-long`; UnsupportedCodec
 */
export const decodeWebm: Decoder = async function* (blob, { signal, checkSize }) {
  let track: MatroskaTrack | undefined;
  let decoder: PacketDecoder | undefined;
  let assembler: PieceAssembler | undefined;
  let discard = 0;
  let hasPackets = false;
  const yieldPoint = new YieldPoint(signal);
  try {
    for await (const packet of readMatroskaPackets(blob)) {
      await yieldPoint.pass();
      if (!packet) {
        assembler?.push(undefined);
        continue;
      }
      hasPackets = true;
      if (!packet.track.isAudio || packet.track !== (track ?? packet.track)) continue;
      track = packet.track;
      decoder ??= await openTrack(track);
      assembler ??= new PieceAssembler('WebM', decoder, checkSize, {
        start: decoder.preSkip,
        lookback: LOOKBACK_SECONDS * decoder.sampleRate,
      });
      assembler.push(decoder.decode(packet.bytes));
      yield* assembler.take();
      discard = Math.round((packet.discardNanoseconds * decoder.sampleRate) / 1e9);
    }
    if (!track && hasPackets) throw holdsNoSound('WebM');
    if (!assembler || assembler.length === 0) throw corruptAudio('WebM', 'found no audio in it');
    yield assembler.finish(assembler.length - discard);
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
    throw new UnsupportedCodec(
      'WebM',
      codec + (isEncoded ? ', compressed or encrypted by Matroska' : ''),
    );
  }
  return await open(codecPrivate);
}
