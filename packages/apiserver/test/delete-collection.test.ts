import { expect } from 'chai';
import {
  forbidden,
  isForbidden,
  make,
  notFound,
  type DeepPartial,
  type DeleteCollectionRequest,
  type Pod,
} from '@kuorum/api';
import { deleteCollection, type DeleteOne } from '../dist/server/delete-collection.js';
import { userOf } from '../dist/auth/user.js';
import { podOf } from './harness.js';

describe('DeleteCollection', () => {
  const names = Array.from({ length: 40 }, (_, i) => `pod-${String(i).padStart(2, '0')}`);
  /** What is there when an object's turn comes, where it is not what was listed. */
  let changed: Map<string, Pod | Error>;
  let begun: string[];
  let mostAtOnce: number;
  beforeEach(() => {
    changed = new Map();
    begun = [];
    mostAtOnce = 0;
  });

  const podNamed = (name: string, more: DeepPartial<Pod['metadata']> = {}): Pod =>
    podOf(name, { metadata: { uid: name, labels: { app: 'web' }, ...more } });

  async function run(): Promise<string[]> {
    const items = names.map((name) => podNamed(name));
    const page = {
      items: items.map((object) => ({ object, selectable: object, key: '', modRevision: 1, bytes: 0, lease: 0n })),
      revision: 7,
      continueToken: '',
    };
    let running = 0;
    const deleteOne: DeleteOne = async ({ name }, { check }) => {
      begun.push(name);
      mostAtOnce = Math.max(mostAtOnce, ++running);
      await new Promise(setImmediate);
      running--;
      const current = changed.get(name) ?? podNamed(name);
      if (current instanceof Error) throw current;
      check?.(current);
      return current;
    };
    const request: DeepPartial<DeleteCollectionRequest> = { namespace: 'default', labelSelector: 'app=web' };
    const context = { signal: new AbortController().signal, user: userOf('ada', []) };
    const deps = { registry: { list: () => Promise.resolve(page) } };
    const done = await deleteCollection('Pod', deps, make('DeleteCollectionRequest', request), context, deleteOne);
    return done.items.map(({ metadata }) => metadata.name);
  }

  it('deletes several at a time, and no more, and tells in the order of the list', async () => {
    expect(await run()).to.deep.equal(names);
    expect(mostAtOnce).to.equal(16);
  });

  it('passes over what is gone, replaced, or not selected any more', async () => {
    changed.set('pod-03', notFound('Pod', 'pod-03'));
    changed.set('pod-05', podNamed('pod-05', { uid: 'another' }));
    changed.set('pod-07', podNamed('pod-07', { labels: { app: 'db' } }));
    expect(await run()).to.deep.equal(names.filter((name) => !['pod-03', 'pod-05', 'pod-07'].includes(name)));
  });

  it('ends at the first refusal, and begins nothing after it', async () => {
    changed.set('pod-03', forbidden('Pod', 'pod-03', 'it stays'));
    const error = await run().catch((caught: unknown) => caught);
    expect(isForbidden(error)).to.equal(true);
    expect(begun.length).to.be.lessThan(names.length);
  });
});
