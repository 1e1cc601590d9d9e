/** The store is asked so much at once; who waits does so before its time begins. */
import { createEtcdClient, type EtcdClient, type EtcdRangeResult } from '@kuorum/client';
import { expect } from 'chai';
import { stub } from 'sinon';
import { boundedStore } from '../dist/registry/bounded-store.js';

describe('a bounded store', () => {
  let real: EtcdClient;
  let store: EtcdClient;
  let answers: ((error?: Error) => void)[];
  const empty = {} as EtcdRangeResult;

  beforeEach(() => {
    answers = [];
    real = createEtcdClient({ endpoints: ['127.0.0.1:1'] });
    stub(real, 'range').callsFake(
      () =>
        new Promise((resolve, reject) => {
          answers.push((error) => (error === undefined ? resolve(empty) : reject(error)));
        }),
    );
    store = boundedStore(real, 2);
  });
  afterEach(() => real.close());

  const ask = (): Promise<unknown> => store.range({ key: Buffer.from('k') }).catch((error: unknown) => error);
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  it('is asked so often at once; an answer, and a failure too, makes room for who has waited longest', async () => {
    const asked = Array.from({ length: 5 }, ask);
    await turn();
    expect(answers).to.have.length(2);
    answers[0]?.();
    await turn();
    expect(answers).to.have.length(3);
    answers[1]?.(new Error('gone'));
    await turn();
    expect(answers).to.have.length(4);
    expect(await asked[0]).to.equal(empty);
    expect(await asked[1]).to.have.property('message', 'gone');
    answers.slice(2).forEach((answer) => answer());
    await turn();
    answers[4]?.();
    expect(await Promise.all(asked.slice(2))).to.deep.equal([empty, empty, empty]);
  });

  it('opens watches, which last, beside them', async () => {
    void ask();
    void ask();
    await turn();
    const watch = stub(real, 'watch');
    store.watch({ key: Buffer.from('k'), startRevision: 1 });
    expect(watch.calledOnce).to.equal(true);
  });
});
