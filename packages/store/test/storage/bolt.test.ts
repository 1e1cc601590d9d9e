/** The bbolt file: what was written comes back, and what is damaged is refused, in bounded time and memory. */
import { readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compareBytes, Xoshiro128 } from '@kuorum/base';
import { BoltError, BoltReader, BoltWriter, type BoltEntry } from '@kuorum/store/storage';
import { Cleanup } from '@kuorum/testing';
import { expect } from 'chai';

type Buckets = ReadonlyMap<string, readonly BoltEntry[]>;

const RUNS = 40;
const FLIPS = 600;

describe('a bbolt file', () => {
  const cleanup = new Cleanup();
  let directory: string;
  let sequence = 0;

  beforeEach(async () => {
    directory = await cleanup.tempDir();
  });
  afterEach(() => cleanup.run());

  const write = async (buckets: Buckets): Promise<string> => {
    const path = join(directory, `${++sequence}.db`);
    const writer = await BoltWriter.create(path);
    for (const [name, entries] of buckets) await writer.bucket(name, [entries.slice(0, 7), entries.slice(7)]);
    await writer.finish();
    await writer.close();
    return path;
  };
  const read = (path: string): Map<string, BoltEntry[]> => {
    const reader = BoltReader.open(path);
    try {
      return new Map(reader.buckets.map((name) => [name, [...reader.entries(name)]]));
    } finally {
      reader.close();
    }
  };
  const hex = (buckets: Buckets): unknown =>
    [...buckets]
      .sort(([a], [b]) => compareBytes(Buffer.from(a), Buffer.from(b)))
      .map(([name, entries]) => [name, entries.map((each) => each.map((bytes) => Buffer.from(bytes).toString('hex')))]);

  it('gives back what was written: any keys, values of any length, empty buckets, trees of several levels', async () => {
    const prng = new Xoshiro128(7);
    for (let run = 0; run < RUNS; run++) {
      const buckets = randomBuckets(prng, run);
      expect(hex(read(await write(buckets))), `run ${run}`).to.deep.equal(hex(buckets));
    }
  });

  it('is refused wherever it is cut', async () => {
    const path = await write(randomBuckets(new Xoshiro128(8), 3));
    const whole = await readFile(path);
    for (let length = whole.length - 1; length > 0; length = Math.floor(length * 0.93)) {
      await truncate(path, length);
      expect(() => read(path), `${length} bytes`).to.throw(BoltError);
      await writeFile(path, whole);
    }
  });

  it('with a bit turned over is read as something or refused with a reason, and never followed out of itself', async () => {
    const prng = new Xoshiro128(9);
    const path = await write(randomBuckets(prng, 3));
    const whole = await readFile(path);
    let refused = 0;
    for (let flip = 0; flip < FLIPS; flip++) {
      const damaged = Buffer.from(whole);
      // Where pages say what they are is where it hurts.
      const at = (prng.int(whole.length / 4096) * 4096 + prng.int(prng.int(2) === 0 ? 80 : 4096)) % whole.length;
      damaged[at] = (damaged[at] ?? 0) ^ (1 << prng.int(8));
      await writeFile(path, damaged);
      try {
        read(path);
      } catch (error) {
        expect(error).to.be.instanceOf(BoltError);
        refused++;
      }
    }
    expect(refused).to.be.greaterThan(FLIPS / 10);
  });

  it('of noise is refused', async () => {
    const prng = new Xoshiro128(10);
    const path = join(directory, 'noise');
    for (const length of [0, 1, 15, 64, 4096, 10_000]) {
      await writeFile(path, Buffer.from(Array.from({ length }, () => prng.int(256))));
      expect(() => read(path)).to.throw(BoltError);
    }
  });

  it('whose pages refer to each other in a circle is refused', async () => {
    const many = Array.from({ length: 2000 }, (_, i): BoltEntry => [number(i), Buffer.alloc(50)]);
    const path = await write(new Map([['b', many]]));
    const bytes = await readFile(path);
    for (let page = 3; page < bytes.length / 4096; page++) {
      if (bytes.readUInt16LE(page * 4096 + 8) !== 1) continue;
      // The first child of a branch is the branch itself.
      bytes.writeBigUInt64LE(BigInt(page), page * 4096 + 16 + 8);
    }
    await writeFile(path, bytes);
    expect(() => read(path)).to.throw(BoltError, 'used twice');
  });
});

function number(i: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(i);
  return bytes;
}

function randomBuckets(prng: Xoshiro128, run: number): Buckets {
  const buckets = new Map<string, BoltEntry[]>();
  const bucketCount = run === 0 ? 0 : 1 + prng.int(run === 1 ? 300 : 5);
  for (let i = 0; i < bucketCount; i++) {
    const entries = new Map<string, BoltEntry>();
    const count = [0, 1, 20, run === 3 ? 2000 : 300][prng.int(run === 1 ? 2 : 4)] ?? 0;
    for (let n = 0; n < count; n++) {
      const key = randomBytes(prng, 1 + prng.int(prng.int(20) === 0 ? 2000 : 20));
      const valueBytes = [0, 10, 100, 4064, 5000, 20_000][prng.int(n % 10 === 0 ? 6 : 3)] ?? 0;
      entries.set(key.toString('latin1'), [key, randomBytes(prng, valueBytes)]);
    }
    buckets.set(
      `bucket-${prng.int(1000)}`,
      [...entries.values()].sort(([a], [b]) => compareBytes(a, b)),
    );
  }
  return buckets;
}

function randomBytes(prng: Xoshiro128, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  for (let i = 0; i < length; i++) bytes[i] = prng.int(256);
  return bytes;
}
