/** LevelDB's own log file, damaged in the middle or torn at its end: what is refused, and that it is not touched. */
import { readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Xoshiro128 } from '@kuorum/base';
import { StorageError } from '@kuorum/store/storage';
import { expect } from 'chai';
import { Disk, entries, hardState, rejection } from './fixtures.js';

const SAVES = 40;

describe('a damaged log file of LevelDB', () => {
  const disk = new Disk();
  afterEach(() => disk.clean());

  /** Writes of many sizes, the largest over several blocks; gives the file that holds them all. */
  const fill = async (): Promise<string> => {
    const log = await disk.log();
    for (let i = 1; i <= SAVES; i++) {
      const [entry] = entries(i, i, 1);
      if (entry === undefined) throw new Error('no entry');
      const data = Buffer.alloc(i % 10 === 0 ? 70_000 : 10 * i, i);
      await log.save({ entries: [{ ...entry, data }], hardState: hardState(1, 1n, i), sync: true });
    }
    await disk.close(log);
    const directory = await disk.path('raft');
    const [file, ...more] = (await readdir(directory)).filter((name) => /^\d+\.log$/.test(name));
    expect(more).to.deep.equal([]);
    return join(directory, file ?? '');
  };

  it('is refused before anything in the directory changes, wherever it is but at the end', async () => {
    const file = await fill();
    const whole = await readFile(file);
    const directory = await disk.path('raft');
    const names = await readdir(directory);
    const prng = new Xoshiro128(1);
    // The last write alone may be torn, by a crash: it is shorter than this.
    const lastWrite = 71_000;
    for (let i = 0; i < 60; i++) {
      const damaged = Buffer.from(whole);
      const at = prng.int(whole.length - lastWrite);
      damaged.writeUInt8((damaged.readUInt8(at) ^ (1 + prng.int(255))) & 0xff, at);
      await writeFile(file, damaged);
      const error = await rejection(disk.log());
      expect(error, `byte ${at}`).to.be.instanceOf(StorageError);
      expect(error?.message).to.match(/^Cannot open .* as it is damaged: the record at byte \d+ of \d+\.log fails/);
      expect(await readFile(file), `byte ${at}`).to.deep.equal(damaged);
      expect(await readdir(directory)).to.deep.equal(names);
    }
    await writeFile(file, whole);
    expect((await disk.log()).storage.lastIndex()).to.equal(SAVES);
  });

  it('is taken when it was cut short, at whatever byte: a crash does that', async () => {
    const file = await fill();
    const { length } = await readFile(file);
    await truncate(file, length - 40_000);
    expect((await disk.log()).storage.lastIndex()).to.equal(SAVES - 1);
  });
});
