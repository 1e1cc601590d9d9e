/**
 * `etcdctl check perf` and `check datascale` on three members with fsync, of Kuorum and of etcd, one after the other. They print their figures. Not part
 * of `make ci`: a check of speed lasts a minute, and says something on a quiet machine alone.
 */
import { Cleanup } from '@kuorum/testing';
import { expect } from 'chai';
import { runCommand } from '../support/commands.js';
import { choosePorts, MemberCluster } from '../support/etcd/members.js';

/** One minute of load, and what it takes to remove it. */
const CHECK_MS = 150_000;

const CHECKS = (process.env['KUORUM_CHECKS'] ?? 'perf s,perf m,datascale s').split(',');

describe('etcdctl check', () => {
  const cleanup = new Cleanup();
  afterEach(() => cleanup.run());

  for (const check of CHECKS) {
    const [kind = '', load = ''] = check.split(' ');
    it(`${kind} --load=${load} passes`, async () => {
      const codes: Record<string, number> = {};
      for (const peer of ['etcd', 'kuorum'] as const) {
        const cluster = await MemberCluster.start(cleanup, peer, await choosePorts(3));
        const words = [
          '--endpoints',
          cluster.endpoints,
          'check',
          kind,
          `--load=${load}`,
          '--auto-compact',
          '--auto-defrag',
        ];
        const began = performance.now();
        const { code, stdout, stderr } = await runCommand('etcdctl', [...words, '--command-timeout=60s'], {
          env: { ETCDCTL_API: '3' },
          timeoutMs: CHECK_MS,
        });
        codes[peer] = code;
        const said = `${stdout}${stderr}`.replace(/^.*\r/gm, '').trim();
        console.log(
          `      ${peer}, ${Math.round((performance.now() - began) / 1000)} s\n${said.replace(/^/gm, '        ')}`,
        );
        await cluster.stop();
      }
      expect(codes['kuorum']).to.equal(0);
    }).timeout(2 * CHECK_MS + 60_000);
  }
});
