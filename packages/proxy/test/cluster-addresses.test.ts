import { networkInterfaces } from 'node:os';
import { ClusterAddresses, ipCommands, type AddressCommands } from '@kuorum/proxy';
import { Cleanup } from '@kuorum/testing';
import { expect } from 'chai';
import { mayChangeAddresses } from './may-change-addresses.js';

/** A loopback interface in memory. */
class FakeInterface implements AddressCommands {
  readonly addresses = new Map<string, string>([['127.0.0.1', 'lo']]);
  readonly log: string[] = [];
  denied = false;

  present(): ReadonlyMap<string, string> {
    return new Map(this.addresses);
  }
  async add(address: string, label: string): Promise<void> {
    if (this.denied) throw new Error('Operation not permitted');
    if (this.addresses.has(address)) throw new Error('File exists');
    this.log.push(`add ${address}`);
    this.addresses.set(address, label);
  }
  async remove(address: string): Promise<void> {
    this.log.push(`remove ${address}`);
    this.addresses.delete(address);
  }
}

describe('cluster addresses', () => {
  const cleanup = new Cleanup();
  afterEach(() => cleanup.run());

  it('adds what is missing, removes of its own what is not wanted, and nothing of others', async () => {
    const lo = new FakeInterface();
    lo.addresses.set('10.96.0.9', 'lo');
    const addresses = new ClusterAddresses({ cluster: 'c', node: 'node-1' }, lo);
    await addresses.ensure(new Set(['10.96.0.1', '10.96.0.2', '10.96.0.9']));
    expect(addresses.isAsWanted(new Set(['10.96.0.1', '10.96.0.2', '10.96.0.9']))).to.equal(true);
    await addresses.ensure(new Set(['10.96.0.2']));
    expect(lo.log).to.deep.equal(['add 10.96.0.1', 'add 10.96.0.2', 'remove 10.96.0.1']);
    await addresses.ensure(new Set());
    expect([...lo.addresses.keys()]).to.deep.equal(['127.0.0.1', '10.96.0.9']);
  });

  it('cleans up after a proxy of the same node that was killed', async () => {
    const lo = new FakeInterface();
    await new ClusterAddresses({ cluster: 'c', node: 'node-1' }, lo).ensure(new Set(['10.96.0.1']));
    await new ClusterAddresses({ cluster: 'c', node: 'node-2' }, lo).ensure(new Set(['10.96.0.2']));
    // Another cluster on the same machine has a node of that name, too.
    await new ClusterAddresses({ cluster: 'd', node: 'node-1' }, lo).ensure(new Set(['10.97.0.1']));
    const again = new ClusterAddresses({ cluster: 'c', node: 'node-1' }, lo);
    expect(again.isAsWanted(new Set())).to.equal(false);
    await again.ensure(new Set());
    expect([...lo.addresses.keys()]).to.deep.equal(['127.0.0.1', '10.96.0.2', '10.97.0.1']);
  });

  it('puts back an address that its owner took away, for those that still need it', async () => {
    const lo = new FakeInterface();
    const [first, second] = [
      new ClusterAddresses({ cluster: 'c', node: 'node-1' }, lo),
      new ClusterAddresses({ cluster: 'c', node: 'node-2' }, lo),
    ];
    const wanted = new Set(['10.96.0.1']);
    await Promise.all([first.ensure(wanted), second.ensure(wanted)]);
    await first.ensure(new Set());
    expect(second.isAsWanted(wanted)).to.equal(false);
    await second.ensure(wanted);
    expect(lo.addresses.has('10.96.0.1')).to.equal(true);
  });

  it('says when it may not', async () => {
    const lo = new FakeInterface();
    lo.denied = true;
    const error = await new ClusterAddresses({ cluster: 'c', node: 'node-1' }, lo)
      .ensure(new Set(['10.96.0.1']))
      .catch((e: unknown) => e);
    expect(error).to.be.instanceOf(Error).with.property('message', 'Cannot change the addresses of lo');
  });

  if (mayChangeAddresses()) {
    it('works on the real interface', async () => {
      const address = '198.51.100.77';
      const addresses = new ClusterAddresses({ cluster: 'c', node: `test-${process.pid}` });
      cleanup.add(() => addresses.ensure(new Set()));
      await addresses.ensure(new Set([address]));
      expect(Object.values(networkInterfaces()).flatMap((list) => (list ?? []).map((item) => item.address))).to.include(
        address,
      );
      expect(
        new ClusterAddresses({ cluster: 'c', node: `test-${process.pid}` }).isAsWanted(new Set([address])),
      ).to.equal(true);
      await addresses.ensure(new Set());
      expect(ipCommands.present().has(address)).to.equal(false);
    });
  }
});
