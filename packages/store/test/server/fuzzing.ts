/**
 * Tests of decoders with damaged records and noise: fixed seeds, a moment each. With KUORUM_FUZZ_MINUTES (`make fuzz
 * MINUTES=10`) they share that time and go on from KUORUM_FUZZ_SEED, or one that is drawn; a failure tells the bytes.
 */
import { Xoshiro128, type Prng } from '@kuorum/base';
import { expect } from 'chai';
import { RandomRecords } from './random-records.js';

export interface Decoder {
  readonly name: string;
  readonly decode: (bytes: Buffer) => unknown;
  /** Valid records to damage. */
  readonly valid: (random: RandomRecords) => Uint8Array[];
  /** The only errors that it may throw; empty = none. */
  readonly errors: readonly (abstract new (...args: never[]) => Error)[];
}

const RUNS = 60;
/** All decoders together get about so many shares of the minutes. */
const SHARES = 32;
/** Bytes are told what they are by then, or the decoder hangs. */
const SLOW_MS = 1_000;

const minutes = Number(process.env['KUORUM_FUZZ_MINUTES'] ?? 0);
const firstSeed = Number(process.env['KUORUM_FUZZ_SEED'] ?? Math.floor(Math.random() * 1_000_000));

/** One test a decoder. */
export function fuzz(decoders: readonly Decoder[]): void {
  const shareMs = (minutes * 60_000) / SHARES;
  for (const [position, decoder] of decoders.entries()) {
    const seed = minutes > 0 ? firstSeed : position;
    it(minutes > 0 ? `${decoder.name} (from seed ${seed} on)` : decoder.name, () => {
      const end = performance.now() + shareMs;
      let next = seed;
      do fuzzOnce(decoder, new Xoshiro128(next++));
      while (performance.now() < end);
    }).timeout(shareMs + 10_000);
  }
}

function fuzzOnce({ name, decode, valid, errors }: Decoder, prng: Prng): void {
  const attempt = (bytes: Buffer): void => {
    // Of the processor: what else the machine does is no matter.
    const before = process.cpuUsage();
    try {
      decode(bytes);
    } catch (error) {
      if (errors.some((type) => error instanceof type)) return;
      throw new Error(`${bytes.toString('hex')} of ${name}: ${String(error)}`, { cause: error });
    }
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1000, `${bytes.toString('hex')} of ${name}`).to.be.lessThan(SLOW_MS);
  };
  const random = new RandomRecords(prng);
  for (let run = 0; run < RUNS; run++) {
    attempt(random.bytes(16));
    for (const record of valid(random)) {
      decode(Buffer.from(record));
      for (let i = 0; i < 5; i++) attempt(damage(record, prng));
      const noise = random.bytes(64);
      attempt(noise);
      attempt(Buffer.concat([record.subarray(0, 2), noise]));
    }
  }
}

/** A copy with one thing wrong; a number made large is what lengths are most often attacked with. */
export function damage(record: Uint8Array, prng: Prng): Buffer {
  const bytes = Buffer.from(record);
  const at = prng.int(bytes.length + 1);
  switch (prng.int(5)) {
    case 0:
      return bytes.subarray(0, at);
    case 1:
      return Buffer.concat([bytes.subarray(0, at), Buffer.from([prng.int(256)]), bytes.subarray(at)]);
    case 2:
      return Buffer.concat([bytes.subarray(0, at), Buffer.alloc(1 + prng.int(12), 0xff), bytes.subarray(at)]);
    case 3:
      bytes.subarray(at, at + 4).fill(0xff);
      return bytes;
    default:
      if (at < bytes.length) bytes[at] = prng.int(256);
      return bytes;
  }
}
