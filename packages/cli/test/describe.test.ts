import { expect } from 'chai';
import { kindNames, kinds, forbidden, make, type DeepPartial, type Node, type Pod } from '@kuorum/api';
import { createFakeApi, type FakeApi } from '@kuorum/testing';
import { describeCommand } from '../dist/commands/describe.js';
import { genericFacts, titleOf } from '../dist/print/describe-generic.js';
import { capturedEnv, run, type Ran } from './harness.js';

const created = '2026-01-01T00:00:00Z';

describe('kuorum describe', () => {
  let api: FakeApi;
  beforeEach(() => (api = createFakeApi()));
  const describeIt = (...args: string[]): Promise<Ran> =>
    run(describeCommand, capturedEnv(api.client, { nowMs: () => Date.parse('2026-01-01T00:01:30Z') }), args);

  function seedPod(name: string, spec: DeepPartial<Pod['spec']> = {}, cpu = '100m'): void {
    const containers = [{ name: 'c', image: 'i', resources: { requests: { cpu, memory: '64Mi' } } }];
    api.seed(
      'Pod',
      make('Pod', {
        metadata: { name, creationTimestamp: created },
        spec: { containers, ...spec },
        status: { phase: 'Pending' },
      }),
    );
  }

  function seedNode(name: string, more: DeepPartial<Node> = {}): void {
    const status = {
      conditions: [{ type: 'Ready', status: 'True' as const }],
      allocatable: { cpu: '2', memory: '4Gi', pods: '10' },
    };
    api.seed('Node', make('Node', { ...more, metadata: { name, ...more.metadata }, status }));
  }

  describe('of a pod that waits for a node', () => {
    const section = async (): Promise<string> => (await describeIt('pod', 'web')).out.split('Scheduling:\n')[1] ?? '';

    it('tells filter by filter which nodes are left, and what would help', async () => {
      seedNode('a');
      seedNode('b', { metadata: { labels: { disk: 'ssd' } }, spec: { unschedulable: true } });
      seedNode('c', { metadata: { labels: { disk: 'ssd' } } });
      seedPod('other', { nodeName: 'c' }, '1');
      seedPod('web', { nodeSelector: { disk: 'ssd' } }, '1500m');
      expect(await section()).to.match(
        /^ {2}FILTER +NODES LEFT +REFUSED\n {2}NodeUnschedulable +2 of 3 +1 node\(s\) were unschedulable\n/,
      );
      expect(await section())
        .to.match(/\n {2}NodeAffinity +1 of 3 +1 node\(s\) didn't match Pod's node affinity\/selector\n/)
        .and.match(/\n {2}NodeResourcesFit +0 of 3 +1 Insufficient cpu\n/)
        .and.include('b takes no new pods: kuorum uncordon NAME')
        .and.include('No label disk=ssd on a: kuorum label node NAME disk=ssd')
        .and.match(/It asks for cpu 1500m, memory 64Mi\. Free on\n {4}c: cpu 1, memory 3\.9Gi, 9 pods\n/);
    });

    it('tells a node without the label from one that the affinity does not match, and what nothing can judge', async () => {
      seedNode('a', { metadata: { labels: { disk: 'ssd' } } });
      seedNode('b');
      const matchExpressions = [{ key: 'zone', operator: 'In', values: ['x'] }];
      const nodeAffinity = {
        requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions }] },
      };
      seedPod('web', { nodeSelector: { disk: 'ssd' }, affinity: { nodeAffinity } });
      expect(await section())
        .to.include('No label disk=ssd on b: kuorum label node NAME disk=ssd')
        .and.include("No term of the pod's required node affinity matches a");
      const whenUnsatisfiable = 'DoNotSchedule';
      seedPod('web', { topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable }] });
      expect(await section()).to.include('Nothing can judge that yet: ask for it as preferred');
    });

    it('stops at the filter that leaves no node', async () => {
      seedNode('a', { spec: { taints: [{ key: 'only', value: 'us', effect: 'NoSchedule' }] } });
      seedPod('web');
      expect(await section())
        .to.include('TaintToleration     0 of 1       1 node(s) had untolerated taint {only: us}')
        .and.not.include('NodeResourcesFit');
    });

    it('says when a node would do, when there is none, and nothing to who may not see nodes', async () => {
      seedPod('web');
      expect(await section()).to.include('There are no nodes');
      seedNode('a');
      expect(await section()).to.include('a would do now');
      api.onCall(({ kind }) => (kind === 'Node' ? forbidden('Node', '', 'no') : undefined));
      expect(await describeIt('pod', 'web')).to.include({ status: 0, err: '' });
      expect(await section()).to.equal('');
    });
  });

  it('of a node: what the pods that have not ended ask for and may use', async () => {
    seedNode('a');
    const resources = { requests: { cpu: '500m', memory: '64Mi' }, limits: { cpu: '1500m', memory: '3Gi' } };
    seedPod('web', { nodeName: 'a', containers: [{ name: 'c', image: 'i', resources }] });
    seedPod('db', { nodeName: 'a' });
    const spec = { nodeName: 'a', containers: [{ name: 'c', image: 'i', resources }] };
    api.seed('Pod', make('Pod', { metadata: { name: 'done' }, spec, status: { phase: 'Succeeded' } }));
    const { out } = await describeIt('node', 'a');
    const sections = out.slice(out.indexOf('Non-terminated'), out.indexOf('Events:')).replaceAll(/ {3,}/g, '  ');
    expect(sections.trimEnd().split('\n')).to.deep.equal([
      'Non-terminated Pods: (2 in total)',
      '  NAMESPACE  NAME  CPU REQUESTS  CPU LIMITS  MEMORY REQUESTS  MEMORY LIMITS  AGE',
      '  default  db  100m (5%)  0 (0%)  64Mi (1%)  0 (0%)  90s',
      '  default  web  500m (25%)  1500m (75%)  64Mi (1%)  3Gi (75%)  90s',
      'Allocated resources:',
      '  (Total limits may be over 100 percent, i.e., overcommitted.)',
      '  RESOURCE  REQUESTS  LIMITS  ALLOCATABLE',
      '  cpu  600m (30%)  1500m (75%)  2',
      '  memory  128Mi (3%)  3Gi (75%)  4Gi',
      '  pods  2 (20%)  10',
    ]);
  });

  it('takes names, prefixes of names, and whole types of all namespaces', async () => {
    for (const name of ['web-1', 'web-2', 'db']) seedPod(name);
    const names = async (...args: string[]): Promise<string[]> =>
      [...(await describeIt(...args)).out.matchAll(/^Name: +(\S+)$/gm)].map(([, name]) => name ?? '');
    expect(await names('pod', 'web-1')).to.deep.equal(['web-1']);
    expect(await names('pod', 'web')).to.deep.equal(['web-1', 'web-2']);
    expect(await names('pod/db', 'pod/web-2')).to.deep.equal(['db', 'web-2']);
    expect(await names('pods', '-A')).to.deep.equal(['db', 'web-1', 'web-2']);
    const ran = await describeIt('pod', 'nope', 'db');
    expect(ran.err).to.equal('Error from server (NotFound): pods "nope" not found\n');
    expect(ran)
      .to.include({ status: 1 })
      .and.to.have.property('out')
      .that.matches(/^Name: +db\n/);
    expect((await describeIt('rc')).err).to.equal('No resources found in default namespace.\n');
  });

  it('ends with the events of the object, which are asked for once a type', async () => {
    for (const name of ['web-1', 'web-2']) seedPod(name);
    const [pod] = api.all('Pod');
    const involvedObject = { kind: 'Pod', name: 'web-1', uid: pod?.metadata.uid ?? '' };
    const event = {
      involvedObject,
      type: 'Normal' as const,
      reason: 'Pulled',
      message: 'it is there',
      lastTimestamp: created,
    };
    api.seed('Event', make('Event', { metadata: { name: 'e' }, ...event }));
    const { out } = await describeIt('pods');
    expect(out.match(/Pulled/g)).to.have.length(1);
    expect(out).to.match(
      /Events:\n {2}TYPE +REASON +AGE +FROM +MESSAGE\n {2}Normal +Pulled +90s +it is there\n\n\nName: +web-2/,
    );
    expect(api.calls.filter(({ kind }) => kind === 'Event')).to.have.length(1);
    expect((await describeIt('pods', '--show-events=false')).out).to.not.include('Events:');
  });

  for (const kind of kindNames) {
    it(`knows ${kinds[kind].plural}`, async () => {
      api.seed(kind, make(kind, { metadata: { name: 'x', creationTimestamp: created } }));
      const ran = await describeIt(kinds[kind].plural, 'x');
      expect(ran.err).to.equal('');
      expect(ran.out).to.match(/^Name: +x\n[^]*Events: +<none>\n$/);
    });
  }
});

describe('a description from fields alone', () => {
  it('has titles for names and shows what is nested', () => {
    expect(['holderIdentity', 'podIPs', 'clusterIP', 'uid', 'type'].map(titleOf)).to.deep.equal([
      'Holder Identity',
      'Pod IPs',
      'Cluster IP',
      'UID',
      'Type',
    ]);
    const json = {
      apiVersion: 'v1',
      metadata: { name: 'x' },
      spec: {
        holderIdentity: 'a',
        ports: [{ port: 1, name: 'p' }, { port: 2 }],
        selector: { 'app.io/x': 'y' },
        args: ['-a', '-b'],
      },
      status: { replicas: 2, conditions: [] },
    };
    expect(genericFacts(json)).to.deep.equal([
      ['Holder Identity', ['a']],
      ['Ports', ['- Port: 1', '  Name: p', '- Port: 2']],
      ['Selector', ['app.io/x: y']],
      ['Args', ['-a', '-b']],
      ['Replicas', ['2']],
    ]);
  });
});
