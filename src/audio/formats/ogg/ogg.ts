import type { Waveform } from '../../../waveform.js';
import type { CheckSize, Decoder } from '../../decode/decoder.js';
import { openFlac } from '../flac/flac-packets.js';
import { YieldPoint } from '../../decode/yield-point.js';
import { corruptAudio } from '../../decode/limits.js';
import { ChainedStreams } from './chained-streams.js';
import { type OggPacket, readOggPackets } from './ogg-packets.js';
import { openOpus } from '../codecs/opus.js';
import { LOOKBACK_SECONDS, type PacketDecoder } from '../codecs/packet-decoder.js';
import { PieceAssembler } from '../../decode/piece-assembler.js';
import { hasText } from '../../decode/sniff-audio.js';
import { UnsupportedCodec } from '../codecs/unsupported-codec.js';
import { openVorbis } from '../codecs/vorbis.js';

type Codec = {
  /** The beginning of the first packet of a stream. */
  readonly magic: string;
  /** Whether the packet after the first `count` packets is another header. */
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
    // https://xiph.org/flac/ogg_mapping.html: audio packets begin with a frame's sync code.
    magic: '\x7fFLAC',
    isHeader: (_, packet) => packet[0] !== 0xff,
    open: ([head = new Uint8Array(0)]) => openFlac(head.subarray(17)),
  },
];

/**
 * Decodes an Ogg file with Vorbis, Opus or FLAC: its first audio stream and those chained to it.
 * Streams that are multiplexed with the first one are not decoded.
 *
 * @throws AudioError `audio-corrupt`, `audio-too-long`, `audio-unsupported`; UnsupportedCodec
 */
export const decodeOgg: Decoder = async function* (blob, { signal, checkSize }) {
  const chain = new ChainedStreams(checkSize);
  let stream: LogicalStream | undefined;
  const yieldPoint = new YieldPoint(signal);
  let other = 'no audio stream';
  try {
    for await (const packet of readOggPackets(blob)) {
      await yieldPoint.pass();
      if (packet.isFirst && (!stream || stream.hasAudio || stream.isEnded)) {
        const codec = CODECS.find(({ magic }) => hasText(packet.bytes, 0, magic));
        if (codec) {
          // Multiplexed streams all begin before any audio, so this one is chained.
          yield* chain.add(stream?.finish() ?? []);
          stream = new LogicalStream(packet, codec, checkSize);
        } else other = `a stream of ${codecName(packet.bytes)}`;
      } else if (packet.serial === stream?.serial) yield* chain.add(await stream.add(packet));
    }
    if (!stream) throw new UnsupportedCodec('Ogg', other);
    yield* chain.add(stream.finish());
    if (chain.length === 0) throw corruptAudio('Ogg', 'found no packet that can be decoded');
  } finally {
    stream?.close();
  }
};

/** Decodes one logical stream of an Ogg file. */
class LogicalStream {
  readonly serial: number;
  isEnded = false;
  readonly #codec: Codec;
  readonly #checkSize: CheckSize;
  readonly #headers: Uint8Array[];
  #decoder: PacketDecoder | undefined;
  #assembler: PieceAssembler | undefined;
  /** Granule of the first sample: above 0 if the stream was cut from a longer one. */
  #base: number | undefined;
  #end = Infinity;
  /** Number of samples per channel before the current page. */
  #pageStart = 0;

  constructor(packet: OggPacket, codec: Codec, checkSize: CheckSize) {
    this.serial = packet.serial;
    this.#codec = codec;
    this.#checkSize = checkSize;
    this.#headers = [packet.bytes.slice()];
  }

  /** Whether an audio packet was read. */
  get hasAudio(): boolean {
    return this.#assembler !== undefined;
  }

  /** Decodes the next packet and returns the complete pieces. */
  async add(packet: OggPacket): Promise<Iterable<Waveform>> {
    if (!this.#decoder && this.#codec.isHeader(this.#headers.length, packet.bytes)) {
      this.#headers.push(packet.bytes.slice());
      return [];
    }
    this.#decoder ??= await this.#codec.open(this.#headers);
    this.#assembler ??= this.#openAssembler(this.#decoder);
    if (packet.isAfterDamage) this.#assembler.push(undefined);
    if (packet.bytes.length > 0) this.#assembler.push(this.#decoder.decode(packet.bytes));
    if (packet.granule !== undefined)
      this.#base ??= Math.max(0, packet.granule - this.#assembler.length);
    if (packet.isLast) this.#end = this.#plausibleEnd(packet.granule, this.#assembler.length);
    if (packet.granule !== undefined) this.#pageStart = this.#assembler.length;
    this.isEnded = packet.isLast;
    return this.#assembler.take();
  }

  /**
   * Returns the end of the audio that the granule of the last page states, or `Infinity` if it
   * would drop more than the last page or than half of the audio: some writers count in another
   * unit or not at all.
   */
  #plausibleEnd(granule: number | undefined, length: number): number {
    const end = (granule ?? Infinity) - (this.#base ?? 0);
    return end >= Math.max(this.#pageStart, length / 2) ? end : Infinity;
  }

  #openAssembler(decoder: PacketDecoder): PieceAssembler {
    const lookback = LOOKBACK_SECONDS * decoder.sampleRate;
    return new PieceAssembler('Ogg', decoder, this.#checkSize, {
      start: decoder.preSkip,
      lookback,
    });
  }

  /** Returns the remaining samples without the encoder's padding and frees the decoder. */
  finish(): Waveform[] {
    this.close();
    // Without the flag of the last page, the stream is truncated.
    if (!this.isEnded) this.#assembler?.push(undefined);
    return this.#assembler ? [this.#assembler.finish(this.#end)] : [];
  }

  /** Frees the decoder; further calls have no effect. */
  close(): void {
    this.#decoder?.close();
    this.#decoder = undefined;
  }
}

/** Returns the printable letters at the beginning of a packet, e.g. `Speex`. */
function codecName(packet: Uint8Array): string {
  const letters = String.fromCharCode(...packet.subarray(0, 8)).replace(/[^\w]/g, '');
  return letters || 'an unknown codec';
}
