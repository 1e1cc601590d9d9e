import { expect } from 'chai';
import { defaultLevels, flowOf, type FlowAttributes } from '../../dist/fairness/levels.js';
import { dealHand } from '../../dist/fairness/shuffle-shard.js';
import { widthOf } from '../../dist/fairness/width.js';

const call = (more: Partial<FlowAttributes>): FlowAttributes => ({
  user: 'jane',
  groups: ['system:authenticated'],
  verb: 'get',
  resource: 'pods',
  namespace: 'default',
  ...more,
});
const node = { user: 'system:node:n1', groups: ['system:nodes', 'system:authenticated'] };
const account = (namespace: string) => ({
  user: `system:serviceaccount:${namespace}:robot`,
  groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'],
});

describe('which level a call belongs to', () => {
  const manager = { user: 'system:kube-controller-manager' };
  const rows: [what: string, call: Partial<FlowAttributes>, schema: string, level: string, key: string][] = [
    ['an administrator', { groups: ['system:masters', 'system:authenticated'] }, 'exempt', 'exempt', 'exempt/'],
    [
      "a node's lease",
      { ...node, verb: 'update', resource: 'leases' },
      'system-node-high',
      'node-high',
      'system-node-high/system:node:n1',
    ],
    [
      "a node's status",
      { ...node, verb: 'update', resource: 'nodes' },
      'system-node-high',
      'node-high',
      'system-node-high/system:node:n1',
    ],
    ["a node's pods", { ...node, verb: 'list' }, 'system-nodes', 'system', 'system-nodes/system:node:n1'],
    [
      'an election',
      { ...manager, verb: 'update', resource: 'leases' },
      'system-leader-election',
      'leader-election',
      'system-leader-election/system:kube-controller-manager',
    ],
    [
      'a controller that looks at leases',
      { ...manager, verb: 'list', resource: 'leases' },
      'kube-controller-manager',
      'workload-high',
      'kube-controller-manager/default',
    ],
    [
      'a controller',
      { ...manager, verb: 'create', namespace: 'shop' },
      'kube-controller-manager',
      'workload-high',
      'kube-controller-manager/shop',
    ],
    ['the scheduler', { user: 'system:kube-scheduler' }, 'kube-scheduler', 'workload-high', 'kube-scheduler/default'],
    [
      'a proxy',
      { user: 'system:kube-proxy', verb: 'watch' },
      'kube-proxy',
      'workload-high',
      'kube-proxy/system:kube-proxy',
    ],
    [
      'an account of the system',
      account('kube-system'),
      'kube-system-service-accounts',
      'workload-high',
      'kube-system-service-accounts/default',
    ],
    [
      'an account of a workload',
      account('shop'),
      'service-accounts',
      'workload-low',
      'service-accounts/system:serviceaccount:shop:robot',
    ],
    ['a person', {}, 'global-default', 'global-default', 'global-default/jane'],
    [
      'nobody',
      { user: 'system:anonymous', groups: ['system:unauthenticated'] },
      'catch-all',
      'catch-all',
      'catch-all/system:anonymous',
    ],
  ];
  for (const [what, attributes, schema, level, key] of rows) {
    it(`${what}: ${level}`, () => {
      expect(flowOf(call(attributes))).to.deep.equal({ schema, level, key });
    });
  }

  it('every level but the exempt one has seats', () => {
    const levels = new Set(rows.map(([, , , level]) => level).filter((level) => level !== 'exempt'));
    expect([...levels].sort()).to.deep.equal(defaultLevels.map(({ name }) => name).sort());
  });
});

describe('how many seats a call takes', () => {
  const rows: [verb: string, objects: number, limit: number, selective: boolean, width: number][] = [
    ['get', 10_000, 0, false, 1],
    ['update', 10_000, 0, false, 1],
    ['list', 0, 0, false, 1],
    ['list', 500, 0, false, 1],
    ['list', 501, 0, false, 2],
    ['list', 10_000, 0, false, 10],
    ['list', 10_000, 500, false, 1],
    ['list', 10_000, 500, true, 10],
    ['watch', 2_000, 0, false, 4],
    ['deletecollection', 1_200, 0, true, 3],
  ];
  for (const [verb, objects, limit, selective, width] of rows) {
    it(`${verb} of ${objects} with limit ${limit}${selective ? ' and a selector' : ''}: ${width}`, () => {
      expect(widthOf({ verb, objects, limit, selective })).to.equal(width);
    });
  }
});

describe('shuffle sharding', () => {
  it('deals a flow the same hand of different queues every time', () => {
    for (const [queues, handSize] of [
      [128, 6],
      [16, 4],
      [4, 4],
      [1, 1],
    ] as const) {
      for (let i = 0; i < 200; i++) {
        const hand = dealHand(`flow-${i}`, queues, handSize);
        expect(new Set(hand).size).to.equal(handSize);
        expect(hand.every((card) => card >= 0 && card < queues)).to.equal(true);
        expect(dealHand(`flow-${i}`, queues, handSize)).to.deep.equal(hand);
      }
    }
  });

  it('leaves nearly every flow a queue of its own beside 16 heavy ones', () => {
    const heavy = new Set(Array.from({ length: 16 }, (_, i) => dealHand(`elephant-${i}`, 128, 6)).flat());
    const flows = Array.from({ length: 2000 }, (_, i) => dealHand(`mouse-${i}`, 128, 6));
    const squashed = flows.filter((hand) => hand.every((card) => heavy.has(card))).length;
    // Each of six cards is a heavy queue with a chance of about one half.
    expect(squashed).to.be.lessThan(2000 * 0.05);
  });

  it('deals every card about as often', () => {
    const counts = new Array<number>(64).fill(0);
    for (let i = 0; i < 6400; i++)
      for (const card of dealHand(`user-${i}`, 64, 6)) counts[card] = (counts[card] ?? 0) + 1;
    expect(Math.min(...counts)).to.be.greaterThan(450);
    expect(Math.max(...counts)).to.be.lessThan(760);
  });
});
