/**
 * Disks that fail under a real member: full, torn at the end of the log, damaged, or slower than promised. It dies or is
 * refused with words; the others go on, and nothing that was acknowledged is lost.
 */
import { spawnSync } from 'node:child_process';
import { appendFile, mkdir, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Cleanup, eventually } from '@kuorum/testing';
import { expect } from 'chai';
import { mustRun } from '../../support/commands.js';
import { PATIENCE_MS } from '../../support/store/store-cluster.js';
import type { StoreMember } from '../../support/store/store-member.js';
import { runTrial } from '../../support/store/store-trial.js';

/** LevelDB's: checksum, length 500, kind `full`, and only some of the 500. */
const TORN_RECORD = Buffer.concat([Buffer.from('00112233f40101', 'hex'), Buffer.alloc(100, 'x')]);
/** {@link BEHIND_WRITES} of it are larger than the room that is left. */
const PAD_BYTES = 40_000;
/** More than the log keeps. */
const BEHIND_WRITES = 120;
const ROOM_BYTES = 1_500_000;
const DISK_BYTES = 24 * 1024 * 1024;

describe('a store under load whose disks fail', () => {
  const cleanup = new Cleanup();
  afterEach(() => cleanup.run());

  it('goes on without a member whose disk is full, and takes it back when there is room', async function () {
    // To mount a file system takes the rights of root, which a machine of developers may not give.
    if (!mayMount()) this.skip();
    const disk = await cleanup.tempDir();
    await mustRun('mount', ['-t', 'tmpfs', '-o', `size=${DISK_BYTES}`, 'tmpfs', disk]);
    cleanup.add(() => mustRun('umount', ['--lazy', disk]));
    const dataDirOf = (name: string): string | undefined => (name === 'm2' ? join(disk, name) : undefined);
    await runTrial(cleanup, { seed: 31, dataDirOf }, async ({ cluster, load }) => {
      const member = cluster.members[1] as StoreMember;
      const ballast = join(disk, 'ballast');
      await fillUp(ballast);
      expect(await endsSoon(member)).to.equal(1);
      expect(member.said)
        .to.match(/cannot go on/)
        .and.to.match(/No space left on device/);
      await load.writesMore(100);
      // As long as there is none, it says so instead of running on what it could write.
      member.start();
      expect(await endsSoon(member)).to.equal(1);
      await rm(ballast);
      member.start();
    });
  }).timeout(180_000);

  it('stops when the disk is full in the middle of a snapshot, and takes it when there is room', async function () {
    if (!mayMount()) this.skip();
    const disk = await cleanup.tempDir();
    await mustRun('mount', ['-t', 'tmpfs', '-o', `size=${2 * DISK_BYTES}`, 'tmpfs', disk]);
    cleanup.add(() => mustRun('umount', ['--lazy', disk]));
    const dataDirOf = (name: string): string | undefined => (name === 'm2' ? join(disk, name) : undefined);
    const flags = ['--snapshot-count=50', '--experimental-snapshot-catchup-entries=10'];
    await runTrial(cleanup, { seed: 35, padBytes: PAD_BYTES, dataDirOf, flags }, async ({ cluster, load }) => {
      const member = cluster.members[1] as StoreMember;
      await member.end();
      await load.writesMore(BEHIND_WRITES);
      const ballast = join(disk, 'ballast');
      await fillUp(ballast);
      await truncate(ballast, (await stat(ballast)).size - ROOM_BYTES);
      member.start();
      expect(await endsSoon(member), member.said).to.equal(1);
      expect(member.said).to.match(/No space left on device/);
      await load.writesMore(50);
      await rm(ballast);
      member.start();
    });
  }).timeout(180_000);

  it('refuses a member whose log is damaged, leaves it as it is, and goes on', async () => {
    await runTrial(cleanup, { seed: 32 }, async ({ cluster, load }) => {
      const [member] = (await cluster.followers()) as [StoreMember];
      await load.writesMore(100);
      await member.end();
      const file = await newestLog(join(member.dataDir, 'member', 'raft'));
      const whole = await readFile(file);
      const damaged = Buffer.from(whole);
      const middle = whole.length >> 1;
      damaged.fill(0xa5, middle, middle + 64);
      await writeFile(file, damaged);

      member.start();
      expect(await endsSoon(member), member.said).to.equal(1);
      expect(member.said).to.match(/Cannot open|Cannot start/);
      expect(await readFile(file)).to.deep.equal(damaged);
      await load.writesMore(50);
      // The damage was in the copy, so to say: with the file as it was, it goes on.
      await writeFile(file, whole);
      member.start();
    });
  }).timeout(180_000);

  it('takes a member back whose last write was torn by the crash', async () => {
    await runTrial(cleanup, { seed: 33 }, async ({ cluster, load }) => {
      const [member] = (await cluster.followers()) as [StoreMember];
      await load.writesMore(50);
      await member.end();
      const file = await newestLog(join(member.dataDir, 'member', 'raft'));
      // The beginning of a further record: what was on its way to the disk, and promised to nobody.
      await appendFile(file, TORN_RECORD);
      member.start();
      await load.writesMore(50);
    });
  }).timeout(180_000);

  it('runs without fsync only when told so, and warns loudly', async () => {
    await runTrial(cleanup, { seed: 34, flags: ['--unsafe-no-fsync'] }, async ({ cluster, load }) => {
      for (const member of cluster.members) expect(member.said).to.contain('UNSAFE: --unsafe-no-fsync is set');
      // What a crash of the process alone does not lose: the kernel has it.
      await Promise.all(cluster.members.map((member) => member.end()));
      for (const member of cluster.members) member.start();
      await load.writesMore(20);
    });
  }).timeout(180_000);
});

function mayMount(): boolean {
  return process.getuid?.() === 0 && spawnSync('unshare', ['--mount', 'true']).status === 0;
}

/** Writes until nothing more fits. */
async function fillUp(file: string): Promise<void> {
  await mkdir(join(file, '..'), { recursive: true });
  await writeFile(file, Buffer.alloc(2 * DISK_BYTES)).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOSPC') throw error;
  });
}

function endsSoon(member: StoreMember): Promise<number | string> {
  return eventually(
    async () => (member.pid === undefined ? { code: await member.whenEnded() } : undefined),
    `${member.name} ends`,
    PATIENCE_MS,
  ).then(({ code }) => code);
}

/** LevelDB writes to the one with the highest number. */
async function newestLog(directory: string): Promise<string> {
  const logs = (await readdir(directory)).filter((name) => /^\d+\.log$/.test(name)).sort();
  return join(directory, logs.at(-1) ?? '');
}
