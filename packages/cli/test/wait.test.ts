import { expect } from 'chai';
import { make, type DeepPartial, type Pod } from '@kuorum/api';
import { createFakeApi, eventually, type FakeApi } from '@kuorum/testing';
import { check, parseWaitFor } from '../dist/commands/wait-for.js';
import { waitCommand } from '../dist/commands/wait.js';
import { capturedEnv, run, type Ran } from './harness.js';

function podOf(
  name: string,
  status: DeepPartial<Pod['status']> = {},
  metadata: DeepPartial<Pod['metadata']> = {},
): Pod {
  const spec = { nodeName: 'node-1', containers: [{ name: 'c', image: 'i' }] };
  return make('Pod', { metadata: { name, namespace: 'default', ...metadata }, spec, status });
}

const ready: DeepPartial<Pod['status']> = { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] };
const unready: DeepPartial<Pod['status']> = {
  phase: 'Pending',
  conditions: [{ type: 'Ready', status: 'False', reason: 'ContainersNotReady', message: 'c waits' }],
};

describe('--for', () => {
  // what is waited for, the pod, true or why not
  const table: [string, Pod | undefined, true | string][] = [
    ['condition=Ready', podOf('a', ready), true],
    ['condition=ready=TRUE', podOf('a', ready), true],
    ['condition=Ready', podOf('a', unready), 'Ready is False (ContainersNotReady: c waits)'],
    ['condition=Ready=false', podOf('a', unready), true],
    ['condition=Ready', podOf('a', { ...ready, observedGeneration: 2 }, { generation: 2 }), true],
    [
      'condition=Ready',
      podOf('a', { ...ready, observedGeneration: 1 }, { generation: 2 }),
      'its controller has not seen the last change yet',
    ],
    ['condition=Ready', podOf('a'), 'it has no condition Ready yet'],
    ['jsonpath={.status.phase}=Running', podOf('a', ready), true],
    ["jsonpath={.status.phase}='Running'", podOf('a', ready), true],
    ['jsonpath=.status.phase=Running', podOf('a', unready), '.status.phase is "Pending"'],
    ['jsonpath={.status.podIP}', podOf('a', ready), '{.status.podIP} is not there'],
    ['jsonpath={.status.phase}', podOf('a', ready), true],
    ['jsonpath={.status.conditions[?(@.type=="Ready")].status}=True', podOf('a', ready), true],
    ['delete', undefined, true],
    ['delete', podOf('a'), 'it is not being deleted'],
    ['delete', podOf('a', {}, { deletionTimestamp: '2026-01-01T00:00:00Z' }), 'it is being deleted'],
    ['create', undefined, 'it does not exist yet'],
    ['create', podOf('a'), true],
  ];
  for (const [text, pod, answer] of table) {
    it(`${text} ${answer === true ? 'holds' : `waits: ${answer}`}`, () =>
      expect(check(parseWaitFor(text), 'Pod', pod)).to.equal(answer));
  }

  const refused: [string, RegExp][] = [
    ['Ready', /unrecognized condition: "Ready"/],
    ['condition=', /unrecognized condition/],
    ['jsonpath={.a', /Cannot read --for=jsonpath/],
    ['jsonpath={.a}=', /cannot be empty/],
    ['jsonpath={.metadata.labels}=x', /nested object or list/],
    ['jsonpath={.spec.containers[*].name}=x', /more than one value/],
  ];
  for (const [text, message] of refused) {
    it(`refuses ${text}`, () => {
      const pod = podOf('a', {}, { labels: { a: 'b' } });
      pod.spec.containers.push(...structuredClone(pod.spec.containers));
      expect(() => check(parseWaitFor(text), 'Pod', pod)).to.throw(message);
    });
  }
});

describe('kuorum wait', () => {
  let api: FakeApi;
  beforeEach(() => (api = createFakeApi()));
  const wait = (...args: string[]): Promise<Ran> => run(waitCommand, capturedEnv(api.client), args);
  const watching = (): Promise<boolean> =>
    eventually(() => api.calls.some(({ verb }) => verb === 'watch'), 'it watches');

  it('says of each object when it is as it should be', async () => {
    api.seed('Pod', podOf('a', ready, { labels: { app: 'web' } }));
    api.seed('Pod', podOf('b', unready, { labels: { app: 'web' } }));
    const ran = wait('pods', '-l', 'app=web', '--for=condition=Ready', '--timeout=20s');
    await watching();
    api.seed('Pod', podOf('b', ready));
    expect(await ran).to.deep.equal({ out: 'pod/a condition met\npod/b condition met\n', err: '', status: 0 });
  });

  it('waits until an object is gone', async () => {
    api.seed('Pod', podOf('a'));
    const ran = wait('pod/a', '--for=delete', '--timeout=20s');
    await watching();
    await api.client.pods.delete('default', 'a', { gracePeriodSeconds: 0 });
    expect(await ran).to.deep.equal({ out: 'pod/a deleted\n', err: '', status: 0 });
  });

  it('waits until an object is there', async () => {
    const ran = wait('pod/a', '--for=create', '--timeout=20s');
    await watching();
    api.seed('Pod', podOf('a'));
    expect(await ran).to.deep.equal({ out: 'pod/a condition met\n', err: '', status: 0 });
  });

  it('ends with status 1 when time is up, and says how far it is', async () => {
    api.seed('Pod', podOf('a', unready));
    const err = 'error: timed out waiting for the condition on pods/a: Ready is False (ContainersNotReady: c waits)\n';
    expect(await wait('pod/a', '--for=condition=Ready', '--timeout=50ms')).to.deep.equal({ out: '', err, status: 1 });
    expect(await wait('pod/a', '--for=condition=Ready', '--timeout=0')).to.deep.equal({ out: '', err, status: 1 });
  });

  it('shows what it waits for after a second', async () => {
    api.seed('Pod', podOf('a', unready));
    const env = capturedEnv(api.client);
    const ran = run(waitCommand, env, ['pod/a', '--for=condition=Ready', '--timeout=20s']);
    await eventually(() => env.printed.progress.length > 0, 'progress is shown');
    api.seed('Pod', podOf('a', ready));
    await ran;
    expect(env.printed.progress[0]).to.match(/^Waiting for pods\/a: Ready is False .* \(\d s\)$/);
    expect(env.printed.progress.at(-1)).to.equal('');
  });

  const table: [string, Partial<Ran>][] = [
    ['pod/nope --for=delete', { out: '', err: '', status: 0 }],
    ['pods -l app=nope --for=delete', { out: '', err: '', status: 0 }],
    ['pods -l app=nope --for=condition=Ready', { err: 'error: no matching resources found\n', status: 1 }],
    ['pod/nope --for=condition=Ready', { err: 'Error from server (NotFound): pods "nope" not found\n', status: 1 }],
  ];
  for (const [args, expected] of table) {
    it(`wait ${args}`, async () => expect(await wait(...args.split(' '))).to.include(expected));
  }
  for (const args of ['pods --for=delete', 'pod/a', 'pod/a --for=condition=Ready --timeout=soon']) {
    it(`wait ${args} is refused`, async () => expect((await wait(...args.split(' '))).status).to.equal(1));
  }
});
