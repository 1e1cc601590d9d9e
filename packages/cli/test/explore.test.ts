import { expect } from 'chai';
import { kindNames, kinds, make, schemaOf, type Event } from '@kuorum/api';
import { createFakeApi, eventually, type FakeApi } from '@kuorum/testing';
import { apiResourcesCommand } from '../dist/commands/api-resources.js';
import { eventsCommand } from '../dist/commands/events.js';
import { explainCommand } from '../dist/commands/explain.js';
import { explainText } from '../dist/print/explain.js';
import { capturedEnv, run, type Ran } from './harness.js';

describe('kuorum api-resources', () => {
  const list = (...args: string[]): Promise<Ran> => run(apiResourcesCommand, capturedEnv(createFakeApi().client), args);

  it('lists every type: the group of pods first, by name in each group', async () => {
    const lines = (await list()).out.trimEnd().split('\n');
    expect(lines).to.have.length(kindNames.length + 1);
    expect(lines[0]).to.match(/^NAME +SHORTNAMES +APIVERSION +NAMESPACED +KIND$/);
    expect(lines.find((line) => line.startsWith('pods '))).to.match(/^pods +po +v1 +true +Pod$/);
    const groups = lines.slice(1).map((line) => / (\S+\/)?v\d/.exec(line)?.[1] ?? '');
    expect(groups).to.deep.equal([...groups].sort());
  });

  it('selects by group, namespaces, category and verbs', async () => {
    const names = async (...args: string[]): Promise<string[]> =>
      (await list('-o', 'name', ...args)).out.trim().split('\n');
    expect(await names('--api-group=coordination.k8s.io')).to.deep.equal(['leases.coordination.k8s.io']);
    expect(await names('--namespaced=false'))
      .to.include.members(['nodes', 'namespaces'])
      .and.not.include('pods');
    expect(await names('--categories=all'))
      .to.include('pods')
      .and.not.include('nodes');
    expect(await names('--verbs=list,watch')).to.have.length(kindNames.length);
    expect((await list('-o', 'wide', '--no-headers')).out).to.match(/^pods .* create,delete,.*list.*watch +all$/m);
  });

  it('refuses forms it does not have', async () => {
    expect((await list('-o', 'json')).err).to.match(/--output json is not available/);
    expect((await list('--sort-by', 'age')).err).to.match(/only name or kind/);
  });
});

describe('kuorum explain', () => {
  const explain = (...args: string[]): Promise<Ran> => run(explainCommand, capturedEnv(createFakeApi().client), args);

  it('tells of a type, a field with its values, and of fields that have fields', async () => {
    expect((await explain('po')).out).to.match(
      /^KIND: +Pod\nVERSION: +v1\n\nDESCRIPTION:\n {4}\S.*\n\nFIELDS:\n {2}apiVersion\t<string>\n/,
    );
    expect((await explain('lease')).out).to.match(/^GROUP: +coordination\.k8s\.io\nKIND: +Lease\nVERSION: +v1\n/);
    expect((await explain('pod.spec.restartPolicy')).out).to.match(
      /FIELD: restartPolicy <string>\nENUM:\n {4}Always\n/,
    );
    const containers = (await explain('pods.spec.containers')).out;
    expect(containers)
      .to.match(/FIELD: containers <\[\]Container>\n/)
      .and.match(/\n {2}image\t<string>\n/);
  });

  it('--recursive shows the tree', async () => {
    const { out } = await explain('pod', '--recursive');
    expect(out)
      .to.match(/\n {2}spec\t<PodSpec>\n {4}\S/)
      .and.match(/\n {6}image\t<string>\n/);
  });

  it('names the fields there are when one is not', async () => {
    const { err, status } = await explain('pod.spec.imagee');
    expect(err).to.match(/^error: field "imagee" does not exist in pod\.spec: it has .*containers/);
    expect(status).to.equal(1);
    expect((await explain('pod.metadata.name.x')).err).to.include(
      'does not exist in pod.metadata.name: it has no fields',
    );
    expect((await explain('podd')).err).to.include('doesn\'t have a resource type "podd"');
    expect((await explain('pod', '--api-version', 'v2')).err).to.include('Pod is served as v1, not v2');
  });

  it('knows every field of every type, in lines that fit a terminal', () => {
    for (const kind of kindNames) {
      const whole = explainText(kinds[kind], [], true) ?? '';
      for (const { name } of schemaOf(kind).fields) {
        expect(whole).to.include(`  ${name}\t<`);
        const text = explainText(kinds[kind], [name], false) ?? '';
        expect(Math.max(...text.split('\n').map((line) => line.length)), `${kind}.${name}`).to.be.lessThan(100);
      }
    }
  });
});

describe('kuorum events', () => {
  const nowMs = Date.parse('2026-01-01T00:10:00Z');
  let api: FakeApi;

  beforeEach(() => {
    api = createFakeApi();
    seed('late', 'web', {
      lastTimestamp: '2026-01-01T00:09:30Z',
      type: 'Warning',
      reason: 'BackOff',
      message: 'down\n again',
    });
    seed('early', 'web', { lastTimestamp: '2026-01-01T00:00:30Z', reason: 'Started' });
    seed('again', 'db', {
      firstTimestamp: '2026-01-01T00:05:00Z',
      lastTimestamp: '2026-01-01T00:09:50Z',
      count: 4,
      reason: 'Pulled',
    });
  });

  function seed(name: string, pod: string, more: Partial<Event>): void {
    const involvedObject = { kind: 'Pod', name: pod, namespace: 'default' };
    api.seed(
      'Event',
      make('Event', { metadata: { name }, involvedObject, type: 'Normal', message: 'm', count: 1, ...more }),
    );
  }

  const events = (...args: string[]): Promise<Ran> =>
    run(eventsCommand, capturedEnv(api.client, { nowMs: () => nowMs }), args);

  it('are told the oldest first, with how often and since when', async () => {
    expect((await events()).out).to.equal(`LAST SEEN          TYPE      REASON    OBJECT    MESSAGE
9m30s              Normal    Started   pod/web   m
30s                Warning   BackOff   pod/web   down again
10s (x4 over 5m)   Normal    Pulled    pod/db    m
`);
  });

  it('of one object, of one type, of none', async () => {
    expect((await events('--for', 'pod/db', '--no-headers')).out).to.match(/^10s .*pod\/db +m\n$/);
    expect((await events('--types=Warning', '--no-headers')).out).to.match(/^30s .*BackOff.*\n$/);
    expect(await events('--for', 'pod/nope')).to.deep.equal({
      out: '',
      err: 'No events found in default namespace.\n',
      status: 0,
    });
    expect((await events('--types=Bad')).err).to.include('valid --types are Normal or Warning');
    expect((await events('-o', 'jsonpath={.items[*].reason}')).out).to.equal('Started BackOff Pulled');
  });

  it('-w goes on', async () => {
    const env = capturedEnv(api.client, { nowMs: () => nowMs });
    const ran = run(eventsCommand, env, ['-w', '--for', 'pod/db']);
    await eventually(() => api.calls.some(({ verb }) => verb === 'watch'), 'it watches');
    seed('other', 'web', { reason: 'Other' });
    seed('new', 'db', { lastTimestamp: '2026-01-01T00:10:00Z', reason: 'Killing' });
    await eventually(() => env.printed.out.includes('Killing'), 'the event is printed');
    env.interrupt();
    expect((await ran).out).to.match(/^LAST SEEN.*\n10s .*Pulled.*\n0s .*Killing.*\n$/);
  });
});
