/** Other writers between the read and the write of one call, at every try that is wanted; and the store's answer lost on top. */
import { status } from '@grpc/grpc-js';
import { expect } from 'chai';
import { ApiStatusError, applyPatch, make, type ServiceAccount } from '@kuorum/api';
import { systemClock, utf8 } from '@kuorum/base';
import { EtcdError, type EtcdTxnRequest, type EtcdTxnResult } from '@kuorum/client';
import type { Registry } from '../dist/registry/registry.js';
import type { AnyObject } from '../dist/registry/stored-object.js';
import type { Change } from '../dist/strategy/deletion.js';
import { updateAttemptsMax } from '../dist/limits.js';
import { registryOn, SmallStore } from './small-store.js';

const key = '/registry/serviceaccounts/default/web';

/** What happens around the next transactions, one each: before it is sent, or after it took place, with its answer lost. */
type Around = (() => Promise<unknown>) | { readonly lostThen: () => Promise<unknown> };

class RacedStore extends SmallStore {
  around: Around[] = [];
  others = 0;

  override async txn(request: EtcdTxnRequest): Promise<EtcdTxnResult> {
    const around = this.around.shift();
    if (typeof around === 'function') await around();
    const result = await super.txn(request);
    if (typeof around !== 'object') return result;
    await around.lostThen();
    throw new EtcdError(status.UNAVAILABLE, 'leader changed', true);
  }

  /** Another writer appends to the list. */
  change = async (): Promise<void> => {
    const stored = JSON.parse(this.keys.get(key)?.value.toString() ?? '') as { secrets?: { name: string }[] };
    stored.secrets = [...(stored.secrets ?? []), { name: `other-${++this.others}` }];
    await this.put({ key: utf8(key), value: utf8(JSON.stringify(stored)) });
  };

  remove = async (): Promise<void> => void this.keys.delete(key);
}

describe('a write that loses to other writers', () => {
  let store: RacedStore;
  let registry: Registry;
  let decisions: number;

  beforeEach(async () => {
    store = new RacedStore(systemClock);
    registry = registryOn(store, systemClock);
    decisions = 0;
    const metadata = { name: 'web', namespace: 'default' };
    const dryRun = false;
    await registry.create('Namespace', make('Namespace', { metadata: { name: 'default' } }), { dryRun });
    await registry.create('ServiceAccount', make('ServiceAccount', { metadata, secrets: [{ name: 'first' }] }), {
      dryRun,
    });
  });

  const append = [{ op: 'add', path: '/secrets/-', value: { name: 'mine' } }];
  /** A JSON patch, which adds once more every time that it is applied. */
  const patch = (): Promise<unknown> =>
    registry.modify(
      'ServiceAccount',
      'default',
      'web',
      (current) => {
        decisions++;
        const object = applyPatch('ServiceAccount', current as ServiceAccount, 'json', JSON.stringify(append));
        return { object, remove: false };
      },
      { dryRun: false },
    );
  const reasonOf = (promise: Promise<unknown>): Promise<string> =>
    promise.then(
      () => 'done',
      (error: unknown) => (error instanceof ApiStatusError ? error.reason : String(error)),
    );
  const names = async (): Promise<string[]> =>
    ((await registry.get('ServiceAccount', 'default', 'web')).object as ServiceAccount).secrets.map(({ name }) => name);

  it('is decided again on what they left, and keeps it', async () => {
    store.around = [store.change, store.change];
    expect(await reasonOf(patch())).to.equal('done');
    expect(await names()).to.deep.equal(['first', 'other-1', 'other-2', 'mine']);
    expect(decisions).to.equal(3);
  });

  it('is Conflict when it has lost often enough, and has changed nothing', async () => {
    store.around = Array.from({ length: updateAttemptsMax }, () => store.change);
    expect(await reasonOf(patch())).to.equal('Conflict');
    expect(await names()).to.not.include('mine');
    expect(decisions).to.equal(updateAttemptsMax);
  });

  it('is NotFound when they have deleted the object', async () => {
    store.around = [store.remove];
    expect(await reasonOf(patch())).to.equal('NotFound');
  });

  it('takes place once when its answer is lost', async () => {
    store.around = [{ lostThen: async () => undefined }];
    expect(await reasonOf(patch())).to.equal('done');
    expect(await names()).to.deep.equal(['first', 'mine']);
  });

  it('is not repeated when its answer is lost and another writer has written on top: its outcome is unknown', async () => {
    store.around = [{ lostThen: store.change }];
    expect(await reasonOf(patch())).to.equal('Timeout');
    expect(await names()).to.deep.equal(['first', 'mine', 'other-1']);
  });

  it('that deletes, with its answer lost, spares what has been made anew under the name', async () => {
    const input = make('ServiceAccount', {
      metadata: { name: 'web', namespace: 'default' },
      secrets: [{ name: 'new' }],
    });
    const recreate = (): Promise<unknown> => registry.create('ServiceAccount', input, { dryRun: false });
    store.around = [{ lostThen: recreate }];
    const decide = (object: AnyObject): Change => {
      decisions++;
      return { object, remove: true };
    };
    const removed = await registry.modify('ServiceAccount', 'default', 'web', decide, { dryRun: false });
    expect((removed as ServiceAccount).secrets.map(({ name }) => name)).to.deep.equal(['first']);
    expect(await names()).to.deep.equal(['new']);
    expect(decisions).to.equal(1);
  });
});
