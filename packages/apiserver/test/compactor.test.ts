import { expect } from 'chai';
import { systemClock } from '@kuorum/base';
import { silentLogger } from '@kuorum/base/node';
import { createEtcdClient, EtcdCompactedError } from '@kuorum/client';
import { Cleanup, startRealEtcd } from '@kuorum/testing';
import { Compactor } from '../dist/server/compactor.js';

describe('compactor', () => {
  const cleanup = new Cleanup();
  after(() => cleanup.run());

  it('of several servers, one compacts to what it saw the round before', async () => {
    const etcd = cleanup.own(await startRealEtcd(), (etcd) => etcd.stop());
    const store = cleanup.own(createEtcdClient({ endpoints: [etcd.endpoint] }), (store) => store.close());
    const [one, two] = [1, 2].map(() => new Compactor(store, systemClock, silentLogger, 60_000));
    if (one === undefined || two === undefined) throw new Error('two compactors');
    const put = async (): Promise<number> =>
      (await store.put({ key: Buffer.from('k'), value: Buffer.from('v') })).revision;
    const first = await put();
    expect(await one.compact()).to.equal(undefined);
    expect(await two.compact()).to.equal(undefined);
    const second = await put();
    const target = await one.compact();
    expect(target).to.be.within(first + 1, second - 1);
    expect(await two.compact(), 'the other has been before').to.equal(undefined);
    const read = (revision: number): Promise<unknown> => store.range({ key: Buffer.from('k'), revision });
    const error = await read(first).catch((error: unknown) => error);
    expect(error).to.be.instanceOf(EtcdCompactedError);
    expect(await read(second)).to.include({ count: 1 });
  });
});
