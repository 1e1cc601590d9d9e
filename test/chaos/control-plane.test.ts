/** kill -9 of the store's leader under writes, and of every process of the control plane in turn. */
import { expect } from 'chai';
import { fromUtf8, prefixEnd, utf8 } from '@kuorum/base';
import type { EtcdClient } from '@kuorum/client';
import { eventually } from '../support/eventually.js';
import { LocalCluster, sample } from '../support/local-cluster.js';

const prefix = utf8('/chaos/');

/** Puts one key after the other until stopped; remembers what was acknowledged. */
class Writer {
  readonly acknowledged: string[] = [];
  private stopped = false;
  private readonly running: Promise<void>;
  /** Longest time between two acknowledgements, in milliseconds. */
  longestGapMs = 0;

  constructor(private readonly client: EtcdClient) {
    this.running = this.run();
  }

  private async run(): Promise<void> {
    let last = performance.now();
    for (let i = 0; !this.stopped; i++) {
      const key = `/chaos/${String(i).padStart(8, '0')}`;
      try {
        await this.client.put({ key: utf8(key), value: utf8(String(i)) });
      } catch {
        // The outcome is unknown: this key proves nothing, the next one is tried.
        continue;
      }
      this.acknowledged.push(key);
      this.longestGapMs = Math.max(this.longestGapMs, performance.now() - last);
      last = performance.now();
    }
  }

  async writesMore(count: number): Promise<void> {
    const target = this.acknowledged.length + count;
    await eventually(`${count} more acknowledged writes`, 60_000, () => {
      if (this.acknowledged.length < target) throw new Error(`${target - this.acknowledged.length} to go`);
    });
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.running;
  }
}

describe('kill -9 of the control plane', function () {
  this.timeout(400_000);
  let cluster: LocalCluster;

  before(async function () {
    this.timeout(240_000);
    cluster = await LocalCluster.up(['--runtime=docker']);
    await cluster.mustKuorum(['apply', '-f', sample('echo.yaml')]);
    await cluster.readyPods('app=echo', 3, 90_000);
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') console.error(await cluster.logs());
  });

  after(async () => {
    await cluster.remove();
  });

  it("the store's leader dies under writes: a new one leads, no acknowledged write is lost, it catches up", async () => {
    const client = cluster.etcdClient();
    const writer = new Writer(client);
    try {
      await writer.writesMore(100);
      const old = await cluster.leader();
      await cluster.kill(old);
      await writer.writesMore(100);
      expect(await cluster.leader()).to.not.equal(old);
      await cluster.start(old);
      await writer.writesMore(100);
      await writer.stop();
      console.log(`      longest gap between acknowledged writes: ${(writer.longestGapMs / 1000).toFixed(2)} s`);
      for (const { name } of cluster.config.members) await expectOnMember(name, writer.acknowledged);
    } finally {
      await writer.stop();
      client.close();
    }
  });

  it('every process of the control plane dies in turn and comes back: the cluster converges', async () => {
    const victims = [...cluster.config.members.map(({ name }) => name), 'apiserver', 'scheduler', 'controllers'];
    let replicas = 3;
    for (const name of victims) {
      await cluster.kill(name);
      await cluster.start(name);
      replicas = replicas === 3 ? 4 : 3;
      await eventually(`scale to ${replicas} after ${name} came back`, 60_000, () =>
        cluster.mustKuorum(['scale', 'rc/echo', `--replicas=${replicas}`]),
      );
      await eventually(`${replicas} ready after ${name} came back`, 90_000, () =>
        cluster.readyPods('app=echo', replicas, 1_000),
      );
    }
    const status = await eventually('everything is healthy', 60_000, () => cluster.mustKuorum(['status']));
    expect(status.match(/ running /g)).to.have.length(9);
  });

  /** Reads the member's own state (serializable), so that it is this member that knows the keys. */
  async function expectOnMember(name: string, keys: readonly string[]): Promise<void> {
    const client = cluster.etcdClient(name);
    try {
      await eventually(`${name} has every acknowledged write`, 60_000, async () => {
        const { kvs } = await client.range({
          key: prefix,
          rangeEnd: prefixEnd(prefix),
          serializable: true,
          keysOnly: true,
        });
        const there = new Set(kvs.map(({ key }) => fromUtf8(key)));
        const lost = keys.filter((key) => !there.has(key));
        if (lost.length > 0) throw new Error(`${lost.length} of ${keys.length} are missing, first ${lost[0] ?? ''}`);
      });
    } finally {
      client.close();
    }
  }
});
