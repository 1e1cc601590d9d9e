/**
 * Debian's etcdctl 3.4, all of its commands: each script runs on three members of etcd 3.4 and then on three of Kuorum, on the same ports, and what
 * etcdctl says and how it exits must be the same, word for word but for times, terms, sizes and drawn ids (canonical.ts).
 */
import { Cleanup } from '@kuorum/testing';
import { expect } from 'chai';
import { choosePorts, MemberCluster, STEADY_LEADER, type Kind } from '../support/etcd/members.js';
import { Recorder } from '../support/etcd/recorder.js';
import { endpoints, leadership, members, whomToAsk } from './etcdctl/cluster.js';
import { allCommands, globalOptions, isOption, isUsed } from './etcdctl/coverage.js';
import { compactions, deletions, getOptions, putAndGet, transactions } from './etcdctl/keys.js';
import { differences, notSeen } from './etcdctl/known-differences.js';
import {
  elections,
  leaseEnds,
  leases,
  locks,
  watchCommands,
  watches,
  watchesRefused,
  watchInteractive,
} from './etcdctl/live.js';
import { defragmentations, mirrors, noSpace, snapshots, withoutMembers } from './etcdctl/maintenance.js';
import { offline } from './etcdctl/offline.js';
import { asUsers, users, usersTakenBack } from './etcdctl/users.js';

type Script = (ctl: Recorder) => Promise<void>;

const SCRIPTS: readonly (readonly [string, Script])[] = [
  ['put and get', putAndGet],
  ['all options of get', getOptions],
  ['del', deletions],
  ['txn', transactions],
  ['compaction', compactions],
  ['watch', watches],
  ['watches that are refused', watchesRefused],
  ['watch with a command', watchCommands],
  ['watch, interactive', watchInteractive],
  ['lease', leases],
  ['a lease that ends', leaseEnds],
  ['lock', locks],
  ['elect', elections],
  ['endpoint', endpoints],
  ['endpoints, environment and time limits', whomToAsk],
  ['member', members],
  ['move-leader', leadership],
  ['user and role', users],
  ['commands of users', asUsers],
  ['users and roles that go', usersTakenBack],
  ['snapshot', snapshots],
  ['defrag and alarm', defragmentations],
  ['make-mirror', mirrors],
  ['what needs no member', withoutMembers],
  ['no space', noSpace],
];

/** Little space, as the last script fills it; passwords are hashed fast. */
const FLAGS = ['--quota-backend-bytes=16777216', '--bcrypt-cost=4', ...STEADY_LEADER];
/** For what takes a minute and a half where nothing else is done. */
const DEADLINE_MS = 540_000;

/** `make conformance` runs them: they take minutes. */
const NIGHTLY = ['check datascale', 'check perf'];
/** Options that ask nothing of a member, or need certificates or a name server. */
const NOT_USED = new Set([
  ...['--cacert', '--cert', '--key', '--insecure-skip-tls-verify', '--discovery-srv', '--discovery-srv-name'],
  ...['--insecure-discovery', '--dest-cacert', '--dest-cert', '--dest-key'],
]);

describe('etcdctl on etcd and on Kuorum', () => {
  const cleanup = new Cleanup();
  const seen = { etcd: new Map<string, Recorder>(), kuorum: new Map<string, Recorder>() };

  let harmed: string[] = [];

  before(async function () {
    this.timeout(DEADLINE_MS);
    const ports = await choosePorts(3);
    await record('etcd', ports);
    await record('kuorum', ports);
  });
  after(() => cleanup.run());

  async function record(kind: Kind, ports: Awaited<ReturnType<typeof choosePorts>>): Promise<void> {
    const cluster = await MemberCluster.start(cleanup, kind, ports, FLAGS);
    const ids = await cluster.ids();
    for (const [title, script] of SCRIPTS) {
      const began = performance.now();
      const recorder = new Recorder(cluster, ids, await cleanup.tempDir(), cleanup);
      seen[kind].set(title, recorder);
      await script(recorder).catch((error: Error) => recorder.surprises.push(error.message));
      if (process.env['KUORUM_TIMES']) console.log(kind, title, Math.round(performance.now() - began));
    }
    await cluster.stop();
    const recorder = new Recorder(cluster, ids, await cleanup.tempDir(), cleanup);
    seen[kind].set('offline', recorder);
    const changed = await offline(recorder);
    if (kind === 'kuorum') harmed = changed;
  }

  for (const [title] of SCRIPTS) {
    it(title, () => {
      const [etcd, kuorum] = [seen.etcd.get(title), seen.kuorum.get(title)];
      expect(etcd?.surprises.join('\n')).to.equal('');
      const found = differences(kuorum?.notes ?? [], etcd?.notes ?? []);
      if (found.length > 0) throw new Error(`${found.length} commands differ\n${found.join('\n')}`);
    });
  }

  it("refuses what works on etcd's own files, and leaves the directory as it is", () => {
    const notes = seen.kuorum.get('offline')?.notes ?? [];
    expect(notes.filter(({ ended }) => ended === 0).map(({ command }) => command)).to.deep.equal([]);
    expect(harmed).to.deep.equal([]);
    // Of etcd itself it works (and writes the same file again when it was defragmented a moment ago), or nothing was tried.
    expect(seen.etcd.get('offline')?.notes[0]?.ended).to.equal(0);
  });

  it('every command of etcdctl was run, with every option', async () => {
    const lines = [...seen.kuorum.values()].flatMap(({ commands }) => commands);
    const missing: string[] = [];
    for (const { command, options } of await allCommands()) {
      if (NIGHTLY.includes(command)) continue;
      if (!isUsed(lines, command)) missing.push(command);
      for (const option of options) {
        if (!NOT_USED.has(option) && !isUsed(lines, command, option)) missing.push(`${command} ${option}`);
      }
    }
    for (const option of await globalOptions()) {
      const used = lines.some((line) => line.some((word) => isOption(word, option)));
      if (!NOT_USED.has(option) && !used) missing.push(option);
    }
    expect(missing).to.deep.equal([]);
  });

  it('every known difference is still there', () => {
    expect(notSeen()).to.deep.equal([]);
  });
});
