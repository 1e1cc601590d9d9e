/** Tables for the small pure parts: probes, environment, admission, node object, routes, streams, archives. */
import { expect } from 'chai';
import { make, type Probe } from '@kuorum/api';
import { admitPod } from '../dist/admission.js';
import { containerEnv, expand, needsPodIP } from '../dist/container-env.js';
import { nodeReadiness, type ReadinessFacts } from '../dist/node/node-readiness.js';
import { nodeStatus, newNode, withLabels, type NodeFacts } from '../dist/node/node-object.js';
import { staleRoutes, wantedRoutes } from '../dist/node/route-plan.js';
import { splitListen } from '../dist/kubelet-server.js';
import {
  afterOutcome,
  firstProbeDelayMs,
  initialProbeState,
  nextProbeDelayMs,
  periodMs,
  timeoutMs,
} from '../dist/probes/probe-state.js';
import { shouldRestart } from '../dist/restart-backoff.js';
import { isBundledImage, isValidImageName, normalizeImage } from '../dist/runtime/bundled-images.js';
import { JsonLines } from '../dist/runtime/docker/json-lines.js';
import { LogDemuxer } from '../dist/runtime/docker/log-demux.js';
import { pauseBinary } from '../dist/runtime/docker/pause-binary.js';
import { tarArchive } from '../dist/runtime/docker/tar.js';
import { pod } from './objects.js';

const probe = (partial: Partial<Probe> = {}): Probe => make('Probe', partial);

const noConfig = { configMaps: new Map(), secrets: new Map() };

describe('probe state', () => {
  /** Outcomes as + and -, the verdict after each as 1 and 0. */
  const cases: [type: 'readiness' | 'liveness', probe: Probe, outcomes: string, verdicts: string][] = [
    ['readiness', probe(), '+', '1'],
    ['readiness', probe(), '-+---', '01110'],
    ['readiness', probe(), '+--+---', '1111110'],
    ['readiness', probe({ successThreshold: 2 }), '+-++', '0001'],
    ['liveness', probe(), '---', '110'],
    ['liveness', probe({ failureThreshold: 1 }), '+-', '10'],
    ['liveness', probe({ failureThreshold: 2 }), '-+-+--', '111110'],
  ];
  for (const [type, given, outcomes, verdicts] of cases) {
    it(`${type} with thresholds ${given.successThreshold}/${given.failureThreshold}: ${outcomes} → ${verdicts}`, () => {
      let state = initialProbeState(type);
      const seen = [...outcomes].map((outcome) => (state = afterOutcome(state, given, outcome === '+')).passed);
      expect(seen.map((passed) => (passed ? '1' : '0')).join('')).to.equal(verdicts);
    });
  }

  it('begins as told by an earlier kubelet', () => {
    expect(initialProbeState('readiness').passed).to.equal(false);
    expect(initialProbeState('readiness', true).passed).to.equal(true);
    expect(initialProbeState('liveness').passed).to.equal(true);
  });

  it('asks a container that comes up more often, until it has answered once', () => {
    const given = probe({ periodSeconds: 1 });
    let state = initialProbeState('readiness');
    const delays = [...'-----+-'].map((outcome) => {
      state = afterOutcome(state, given, outcome === '+');
      return nextProbeDelayMs(state, given);
    });
    expect(delays).to.deep.equal([100, 200, 400, 800, 1000, 1000, 1000]);
    expect(nextProbeDelayMs(afterOutcome(initialProbeState('liveness'), given, false), given)).to.equal(1000);
  });

  it('has the defaults of Kubernetes', () => {
    expect(periodMs(probe())).to.equal(10_000);
    expect(timeoutMs(probe())).to.equal(1_000);
    expect(firstProbeDelayMs(probe({ initialDelaySeconds: 5 }), 1_000, 2_000)).to.equal(4_000);
    expect(firstProbeDelayMs(probe({ initialDelaySeconds: 5 }), 1_000, 60_000)).to.equal(0);
  });
});

describe('container environment', () => {
  it('expands what was set before and leaves the rest', () => {
    const env = { A: '1' };
    expect(expand('$(A) $(B) $$(A) $A', env)).to.equal('1 $(B) $(A) $A');
  });

  it('fills in the fields of the pod', () => {
    const fields = [
      'metadata.name',
      'metadata.namespace',
      'metadata.uid',
      'spec.nodeName',
      'status.hostIP',
      'status.podIP',
      "metadata.labels['app']",
      "metadata.annotations['none']",
    ];
    const env = fields.map((fieldPath, i) => ({ name: `F${i}`, valueFrom: { fieldRef: { fieldPath } } }));
    const given = pod({
      metadata: { labels: { app: 'echo' } },
      spec: { nodeName: 'node-1', containers: [{ name: 'main', env: [...env, { name: 'LAST', value: '$(F0)!' }] }] },
    });
    const container = given.spec.containers[0];
    if (container === undefined) throw new Error('must have a container');
    const result = containerEnv(given, container, {
      hostIP: '127.0.1.1',
      podIP: '10.0.0.2',
      allocatable: {},
      config: noConfig,
    });
    expect(Object.values(result)).to.deep.equal([
      'web',
      'default',
      'uid-1',
      'node-1',
      '127.0.1.1',
      '10.0.0.2',
      'echo',
      '',
      'web!',
    ]);
    expect(needsPodIP(given)).to.equal(true);
    expect(needsPodIP(pod())).to.equal(false);
    const bad = {
      ...container,
      env: [{ name: 'X', value: '', valueFrom: { fieldRef: { apiVersion: '', fieldPath: 'spec.nope' } } }],
    };
    expect(() => containerEnv(given, bad, { hostIP: '', podIP: '', allocatable: {}, config: noConfig })).to.throw(
      'unsupported fieldPath: spec.nope',
    );
  });
});

describe('admission', () => {
  const affinityTo = (key: string, value: string): object => {
    const nodeSelectorTerms = [{ matchExpressions: [{ key, operator: 'In', values: [value] }] }];
    return { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } } };
  };
  const wants = (requests: Record<string, string>, uid = 'new'): ReturnType<typeof pod> =>
    pod({ metadata: { uid }, spec: { containers: [{ name: 'main', resources: { requests } }] } });
  const node = { name: 'node-1', labels: { disk: 'ssd' }, allocatable: { cpu: '1', memory: '1Gi', pods: '2' } };
  const cases: [
    name: string,
    given: ReturnType<typeof pod>,
    others: ReturnType<typeof pod>[],
    reason: string | undefined,
  ][] = [
    ['fits alone', wants({ cpu: '1', memory: '1Gi' }), [], undefined],
    ['too much cpu beside others', wants({ cpu: '600m' }), [wants({ cpu: '500m' }, 'a')], 'OutOfcpu'],
    ['too much memory', wants({ memory: '1025Mi' }), [], 'OutOfmemory'],
    ['asks for nothing on a full node', wants({}), [wants({ cpu: '1' }, 'a')], undefined],
    ['too many pods', wants({}), [wants({}, 'a'), wants({}, 'b')], 'OutOfpods'],
    [
      'finished pods do not count',
      wants({ cpu: '1' }),
      [{ ...wants({ cpu: '1' }, 'a'), status: make('PodStatus', { phase: 'Failed' }) }],
      undefined,
    ],
    [
      'wrong node',
      pod({ spec: { nodeSelector: { disk: 'hdd' }, containers: [{ name: 'main' }] } }),
      [],
      'NodeAffinity',
    ],
    [
      'wrong node by affinity',
      pod({ spec: { affinity: affinityTo('disk', 'hdd'), containers: [{ name: 'main' }] } }),
      [],
      'NodeAffinity',
    ],
    [
      'right node by affinity',
      pod({ spec: { affinity: affinityTo('disk', 'ssd'), containers: [{ name: 'main' }] } }),
      [],
      undefined,
    ],
    [
      'what it cannot honour',
      pod({ spec: { hostNetwork: true, containers: [{ name: 'main' }] } }),
      [],
      'UnsupportedPodField',
    ],
    ['right node', pod({ spec: { nodeSelector: { disk: 'ssd' }, containers: [{ name: 'main' }] } }), [], undefined],
  ];
  for (const [name, given, others, reason] of cases) {
    it(`${name} → ${reason ?? 'admitted'}`, () => expect(admitPod(given, others, node)?.reason).to.equal(reason));
  }
  it('says what was missing', () => {
    expect(admitPod(wants({ cpu: '600m' }), [wants({ cpu: '500m' }, 'a')], node)?.message).to.equal(
      "Pod was rejected: Node didn't have enough resource: cpu, requested: 600m, used: 500m, capacity: 1",
    );
  });
});

describe('node object', () => {
  const facts: NodeFacts = {
    ...{
      name: 'node-1',
      ip: '127.0.1.1',
      hostname: 'node-1',
      labels: { disk: 'ssd' },
      capacity: { cpu: '2' },
      kubeletPort: 10250,
    },
    info: make('NodeSystemInfo', { operatingSystem: 'linux', architecture: 'amd64' }),
  };
  it("keeps other people's labels", () => {
    const node = newNode(facts);
    expect(withLabels(node, facts)).to.equal(undefined);
    const changed = { ...node, metadata: { ...node.metadata, labels: { zone: 'a', disk: 'hdd' } } };
    expect(withLabels(changed, facts)?.metadata.labels).to.deep.equal({ ...node.metadata.labels, zone: 'a' });
  });
  it('moves the transition time with the status only', () => {
    const ready = { ready: true, reason: 'KubeletReady', message: '' };
    const first = nodeStatus(newNode(facts).status, facts, ready, 't1');
    const second = nodeStatus(first, facts, ready, 't2');
    expect(second.conditions[0]).to.include({ lastTransitionTime: 't1', lastHeartbeatTime: 't2', status: 'True' });
    expect(nodeStatus(second, facts, { ...ready, ready: false }, 't3').conditions[0]).to.include({
      lastTransitionTime: 't3',
    });
  });
});

describe('node readiness', () => {
  const fine: ReadinessFacts = {
    silence: { ms: 0, error: '' },
    runtimeVersionKnown: true,
    containersListed: true,
    podsListed: true,
    networkObstacle: undefined,
    orphans: 0,
  };
  const cases: [name: string, facts: Partial<ReadinessFacts>, message: RegExp][] = [
    ['all is well', {}, /posting ready/],
    ['one list failed', { silence: { ms: 3_000, error: 'timed out' } }, /posting ready/],
    ['lists fail for long', { silence: { ms: 16_000, error: 'timed out' } }, /runtime is down: timed out/],
    [
      'the first list failed',
      { containersListed: false, silence: { ms: 1, error: 'refused' } },
      /runtime is down: refused/,
    ],
    ['lists hang', { silence: { ms: 16_000, error: '' } }, /runtime is down: no answer/],
    ['no version yet', { runtimeVersionKnown: false }, /version/],
    ['no pods yet', { podsListed: false }, /being listed/],
    ['no podCIDR', { networkObstacle: 'no podCIDR' }, /no podCIDR/],
    ['orphans', { orphans: 2 }, /2 pods that left/],
  ];
  for (const [name, facts, message] of cases) {
    it(`${name} → ${String(message)}`, () => {
      const verdict = nodeReadiness({ ...fine, ...facts });
      expect(verdict.message).to.match(message);
      expect(verdict.ready).to.equal(verdict.reason === 'KubeletReady');
      expect(verdict.ready).to.equal(verdict.message.includes('posting ready'));
    });
  }
});

describe('routes', () => {
  const node = (name: string, podCIDR: string, address: string): ReturnType<typeof newNodeAt> =>
    newNodeAt(name, podCIDR, address);
  it('lead to every other node that has both addresses', () => {
    const nodes = [
      node('a', '10.244.0.0/24', '10.0.0.1'),
      node('b', '10.244.1.0/24', '10.0.0.2'),
      node('c', '', '10.0.0.3'),
      node('d', '10.244.3.0/24', ''),
    ];
    expect(wantedRoutes(nodes, 'a')).to.deep.equal([{ cidr: '10.244.1.0/24', via: '10.0.0.2' }]);
    expect(
      staleRoutes(
        [
          { cidr: '10.244.9.0/24', via: '10.0.0.9' },
          { cidr: '10.244.1.0/24', via: '10.0.0.7' },
        ],
        wantedRoutes(nodes, 'a'),
      ),
    ).to.deep.equal([{ cidr: '10.244.9.0/24', via: '10.0.0.9' }]);
  });
});

function newNodeAt(name: string, podCIDR: string, address: string) {
  const addresses = address === '' ? [] : [{ type: 'InternalIP' as const, address }];
  return make('Node', { metadata: { name }, spec: { podCIDR }, status: { addresses } });
}

describe('streams of the engine', () => {
  const frame = (text: string): Buffer => {
    const header = Buffer.alloc(8);
    header.writeUInt8(1, 0);
    header.writeUInt32BE(Buffer.byteLength(text), 4);
    return Buffer.concat([header, Buffer.from(text)]);
  };
  it('log frames come out whole however the connection cuts them', () => {
    const stream = Buffer.concat([frame('one\n'), frame(''), frame('two\n')]);
    for (let size = 1; size <= stream.length; size++) {
      const demuxer = new LogDemuxer();
      let out = '';
      for (let at = 0; at < stream.length; at += size) {
        out += demuxer
          .push(stream.subarray(at, at + size))
          .map((piece) => Buffer.from(piece).toString())
          .join('');
      }
      expect(out).to.equal('one\ntwo\n');
    }
  });
  it('events come out one by one however the connection cuts them, broken ones are left out', () => {
    const stream = Buffer.from('{"a":1}\n\n{"b":"é"}\nnot json\n{"c":3}\n');
    for (let size = 1; size <= stream.length; size++) {
      const lines = new JsonLines(1024);
      const out: unknown[] = [];
      for (let at = 0; at < stream.length; at += size) out.push(...lines.push(stream.subarray(at, at + size)));
      expect(out).to.deep.equal([{ a: 1 }, { b: 'é' }, { c: 3 }]);
    }
  });
  it('a line without end does not fill the memory', () => {
    const lines = new JsonLines(10);
    expect(lines.push(Buffer.from('x'.repeat(100)))).to.deep.equal([]);
    expect(lines.push(Buffer.from('\n{"a":1}\n'))).to.deep.equal([{ a: 1 }]);
  });
});

describe('images', () => {
  const names: [image: string, normal: string, bundled: boolean][] = [
    ['kuorum/echo', 'kuorum/echo:latest', true],
    ['docker.io/kuorum/echo:latest', 'kuorum/echo:latest', true],
    ['busybox', 'busybox:latest', false],
    ['registry:5000/a/b', 'registry:5000/a/b:latest', false],
    ['registry:5000/a/b:1', 'registry:5000/a/b:1', false],
  ];
  for (const [image, normal, bundled] of names) {
    it(`${image} is ${normal}${bundled ? ', bundled' : ''}`, () => {
      expect(normalizeImage(image)).to.equal(normal);
      expect(isBundledImage(image)).to.equal(bundled);
      expect(isValidImageName(image)).to.equal(true);
    });
  }
  for (const bad of ['', 'Upper/case', 'a b', 'a:', 'a/', '-a', 'a@sha256:12', 'a:b:c']) {
    it(`${JSON.stringify(bad)} is no image name`, () => expect(isValidImageName(bad)).to.equal(false));
  }
  it('archives are what tar expects', () => {
    const bytes = Buffer.concat([
      ...tarArchive([
        { path: 'bin/x', mode: 0o755, content: Buffer.from('hi') },
        { path: 'tmp/', mode: 0o1777 },
      ]),
    ]);
    expect(bytes.length % 512).to.equal(0);
    expect(bytes.toString('latin1', 0, 5)).to.equal('bin/x');
    expect(bytes.toString('latin1', 257, 262)).to.equal('ustar');
    expect(bytes.toString('latin1', 512, 514)).to.equal('hi');
    expect(bytes.toString('latin1', 1024, 1028)).to.equal('tmp/');
  });
  it('the pause program is an ELF file for the two architectures it has code for', () => {
    for (const architecture of ['amd64', 'arm64']) {
      expect(Buffer.from(pauseBinary(architecture) ?? []).toString('latin1', 1, 4)).to.equal('ELF');
    }
    expect(pauseBinary('riscv64')).to.equal(undefined);
  });
});

describe('listen addresses', () => {
  it('are host:port', () => {
    expect(splitListen('127.0.0.1:10250')).to.deep.equal(['127.0.0.1', 10250]);
    expect(splitListen('[::1]:0')).to.deep.equal(['::1', 0]);
    expect(() => splitListen('10250')).to.throw('must be host:port: current value is 10250');
  });
});

describe('restart policies', () => {
  const rows: readonly [policy: string, after0: boolean, after1: boolean][] = [
    ['Always', true, true],
    ['OnFailure', false, true],
    ['Never', false, false],
    ['', true, true],
    // Of an apiserver that knows more: it must not end the kubelet.
    ['Sometimes', true, true],
  ];
  for (const [policy, after0, after1] of rows) {
    it(`${JSON.stringify(policy)} restarts what ended with 0: ${after0}, with 1: ${after1}`, () => {
      const restarts = [0, 1].map((exitCode) => shouldRestart(policy as 'Always', exitCode));
      expect(restarts).to.deep.equal([after0, after1]);
    });
  }
});
