import type { Waveform } from '../../../waveform.js';
import type { CheckSize, Decoder } from '../../decode/decoder.js';
import { openFlac } from '../flac/flac-packets.js';
import { YieldPoint } from '../../decode/yield-point.js';
import { corruptAudio } from '../../decode/limits.js';
import { OggChain } from './chained-streams.js';
import { type OggPacket, readOggPackets } from './ogg-packets.js';
import { openOpus } from '../codecs/opus.js';
import { HELD_BACK_SECONDS, type PacketDecoder } from '../codecs/packet-decoder.js';
import { SampleSink } from '../../decode/piece-assembler.js';
import { hasText } from '../../decode/sniff-audio.js';
import { UnsupportedCodec } from '../codecs/unsupported-codec.js';
import { openVorbis } from '../codecs/vorbis.js';

type Codec = {
  /** How the first packet of a stream begins. */
  readonly magic: string;
  /** Whether a packet after the first `count` ones still belongs to the headers. */
  readonly isHeader: (count: number, packet: Uint8Array) => boolean;
  readonly open: (headers: readonly Uint8Array[]) => Promise<PacketDecoder> | PacketDecoder;
};

const CODECS: readonly Codec[] = [
  {
    magic: '\x01vorbis',
    isHeader: (count) => count < 3,
    open: openVorbis,
  },
  {
    magic: 'OpusHead',
    isHeader: (count) => count < 2,
    open: ([head = new Uint8Array(0)]) => openOpus(head),
  },
  {
    // https://xiph.org/flac/ogg_mapping.html: audio packets begin with the sync of a frame.
    magic: '\x7fFLAC',
    isHeader: (_, packet) => packet[0] !== 0xff,
    open: ([head = new Uint8Array(0)]) => openFlac(head.subarray(17)),
  },
];

/**
 * Reads an Ogg file with Vorbis, Opus or FLAC: its first stream of sound, and those chained to it.
 *
 * @throws AudioError `audio-corrupt`, `audio-too-long`, `audio-unsupported`; UnsupportedCodec
 */
export const decodeOgg: Decoder = async function* (blob, { signal, checkSize }) {
  const chain = new OggChain(checkSize);
  let link: Link | undefined;
  const yieldPoint = new YieldPoint(signal);
  let other = 'no stream of sound';
  try {
    for await (const packet of readOggPackets(blob)) {
      await yieldPoint.pass();
      if (packet.isFirst && (!link || link.isEnded)) {
        const codec = CODECS.find(({ magic }) => hasText(packet.bytes, 0, magic));
        if (codec) {
          yield* chain.add(link?.finish() ?? []);
          link = new Link(packet, codec, checkSize);
        } else other = `a stream of ${nameOf(packet.bytes)}`;
      } else if (packet.serial === link?.serial) yield* chain.add(await link.add(packet));
    }
    if (!link) throw new UnsupportedCodec('Ogg', other);
    yield* chain.add(link.finish());
    if (chain.length === 0) throw corruptAudio('Ogg', 'found no packet that can be decoded');
  } finally {
    link?.close();
  }
};

/** One stream from its first packet to its last. */
class Link {
  readonly serial: number;
  isEnded = false;
  readonly #codec: Codec;
  readonly #checkSize: CheckSize;
  readonly #headers: Uint8Array[];
  #decoder: PacketDecoder | undefined;
  #sink: SampleSink | undefined;
  /** Granule of the first sample: above 0 where a stream was cut from a longer one. */
  #base: number | undefined;
  #end = Infinity;

  constructor(packet: OggPacket, codec: Codec, checkSize: CheckSize) {
    this.serial = packet.serial;
    this.#codec = codec;
    this.#checkSize = checkSize;
    this.#headers = [packet.bytes.slice()];
  }

  /** Takes the next packet; gives what can be given away. */
  async add(packet: OggPacket): Promise<Iterable<Waveform>> {
    if (!this.#decoder && this.#codec.isHeader(this.#headers.length, packet.bytes)) {
      this.#headers.push(packet.bytes.slice());
      return [];
    }
    this.#decoder ??= await this.#codec.open(this.#headers);
    this.#sink ??= this.#openSink(this.#decoder);
    if (packet.isBehindDamage) this.#sink.push(undefined);
    if (packet.bytes.length > 0) this.#sink.push(this.#decoder.decode(packet.bytes));
    if (packet.granule !== undefined)
      this.#base ??= Math.max(0, packet.granule - this.#sink.length);
    // The last page tells how much of its last packet is to be heard.
    if (packet.isLast) this.#end = (packet.granule ?? Infinity) - (this.#base ?? 0);
    this.isEnded = packet.isLast;
    return this.#sink.take();
  }

  #openSink(decoder: PacketDecoder): SampleSink {
    const heldBack = HELD_BACK_SECONDS * decoder.sampleRate;
    return new SampleSink('Ogg', decoder, this.#checkSize, { start: decoder.preSkip, heldBack });
  }

  /** Gives the rest, without what the encoder added at its end, and frees the decoder. */
  finish(): Waveform[] {
    this.close();
    // A stream says where it ends; this one was cut.
    if (!this.isEnded) this.#sink?.push(undefined);
    return this.#sink ? [this.#sink.finish(this.#end)] : [];
  }

  /** Frees the decoder; a second time does nothing. */
  close(): void {
    this.#decoder?.close();
    this.#decoder = undefined;
  }
}

/** The printable letters that a packet begins with, e.g. `Speex`. */
function nameOf(packet: Uint8Array): string {
  const letters = String.fromCharCode(...packet.subarray(0, 8)).replace(/[^\w]/g, '');
  return letters || 'an unknown codec';
}
