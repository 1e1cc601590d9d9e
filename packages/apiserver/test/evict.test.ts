import { expect } from 'chai';
import { ApiStatusError, isNotFound, make, type DeepPartial, type Pod, type PodDisruptionBudget } from '@kuorum/api';
import { budgetOf, grantEviction, needsBudget } from '../dist/strategy/disruption.js';
import { Harness, podOf } from './harness.js';

const ready: DeepPartial<Pod['status']> = { conditions: [{ type: 'Ready', status: 'True' }] };
const running: DeepPartial<Pod> = {
  metadata: { labels: { app: 'web' } },
  status: { phase: 'Running', ...ready },
};

function budget(
  status: DeepPartial<PodDisruptionBudget['status']>,
  spec: DeepPartial<PodDisruptionBudget['spec']> = {},
) {
  return make('PodDisruptionBudget', {
    metadata: { name: 'web', namespace: 'default', generation: 1 },
    spec: { minAvailable: 2, selector: { matchLabels: { app: 'web' } }, ...spec },
    status: { observedGeneration: 1, desiredHealthy: 2, currentHealthy: 3, ...status },
  });
}

describe('a disruption budget', () => {
  const now = '2026-01-02T03:04:05Z';
  const manyPods = Object.fromEntries(Array.from({ length: 2001 }, (_, i) => [`p${i}`, now]));
  const cases: [what: string, budget: PodDisruptionBudget, pod: DeepPartial<Pod>, outcome: string][] = [
    ['grants what it allows', budget({ disruptionsAllowed: 2 }), running, 'allows 1, went web'],
    [
      'says when it has given the last',
      budget({ disruptionsAllowed: 1 }),
      running,
      'allows 0, went web, InsufficientPods',
    ],
    [
      'refuses when it has nothing',
      budget({ disruptionsAllowed: 0 }),
      running,
      'TooManyRequests: The disruption budget web needs 2 healthy pods and has 3 currently',
    ],
    [
      'refuses while nobody has looked at it',
      budget({ disruptionsAllowed: 1, observedGeneration: 0 }),
      running,
      'TooManyRequests: The disruption budget web is still being processed by the server.',
    ],
    ['refuses a number below nothing', budget({ disruptionsAllowed: -1 }), running, 'Forbidden'],
    [
      'refuses when too many are under way',
      budget({ disruptionsAllowed: 1, disruptedPods: manyPods }),
      running,
      'Forbidden',
    ],
    [
      'costs nothing for an unhealthy pod when enough are healthy',
      budget({}),
      { ...running, status: { phase: 'Running' } },
      'free',
    ],
    [
      'protects an unhealthy pod when there are too few',
      budget({ currentHealthy: 1 }),
      { ...running, status: { phase: 'Running' } },
      'TooManyRequests: The disruption budget web needs 2 healthy pods and has 1 currently',
    ],
    [
      'lets every unhealthy pod go when told so',
      budget({ currentHealthy: 1 }, { unhealthyPodEvictionPolicy: 'AlwaysAllow' }),
      { ...running, status: { phase: 'Running' } },
      'free',
    ],
  ];
  for (const [what, given, pod, outcome] of cases)
    it(what, () => expect(outcomeOf(given, podOf('web', pod))).to.equal(outcome));

  function outcomeOf(given: PodDisruptionBudget, pod: Pod): string {
    try {
      const granted = grantEviction(pod, given, now);
      if (granted === undefined) return 'free';
      const { disruptionsAllowed, disruptedPods, conditions } = granted.status;
      const reasons = conditions.map(({ reason }) => `, ${reason}`).join('');
      return `allows ${disruptionsAllowed}, went ${Object.keys(disruptedPods).join()}${reasons}`;
    } catch (error) {
      if (!(error instanceof ApiStatusError)) throw error;
      const cause = error.causes[0];
      expect(cause?.reason ?? 'DisruptionBudget').to.equal('DisruptionBudget');
      if (error.reason === 'TooManyRequests') expect(error.status.details?.retryAfterSeconds).to.equal(10);
      return cause === undefined ? error.reason : `${error.reason}: ${cause.message}`;
    }
  }

  const needs: [what: string, pod: DeepPartial<Pod>, needed: boolean][] = [
    ['runs', running, true],
    ['is pending', { status: { phase: 'Pending' } }, false],
    ['has succeeded', { status: { phase: 'Succeeded' } }, false],
    ['has failed', { status: { phase: 'Failed' } }, false],
    ['is going', { ...running, metadata: { deletionTimestamp: now } }, false],
  ];
  for (const [what, pod, needed] of needs) {
    it(`is ${needed ? '' : 'not '}asked for a pod that ${what}`, () =>
      expect(needsBudget(podOf('web', pod))).to.equal(needed));
  }

  it('must be the only one for a pod', () => {
    const [one, other] = [{ object: budget({}) }, { object: budget({}, { selector: {} }) }];
    const none = { object: budget({}, { selector: { matchLabels: { app: 'db' } } }) };
    const pod = podOf('web', running);
    expect(budgetOf(pod, [none, one])).to.equal(one);
    expect(budgetOf(pod, [none])).to.equal(undefined);
    expect(() => budgetOf(pod, [one, other]))
      .to.throw(ApiStatusError, /more than one PodDisruptionBudget/)
      .with.property('code', 500);
  });
});

describe('Evict', () => {
  const harness = new Harness();
  before(async () => {
    await harness.start();
    await harness.client.resource('PodDisruptionBudget').create(budget({}));
    for (let i = 0; i < 6; i++) {
      const pod = await harness.client.pods.create(podOf(`web-${i}`, running));
      await harness.client.pods.bind('default', `web-${i}`, 'node-1');
      pod.metadata.resourceVersion = '';
      pod.status = make('PodStatus', { phase: 'Running', ...ready });
      await harness.client.pods.updateStatus(pod);
    }
  });
  after(() => harness.stop());

  const allow = (disruptionsAllowed: number) =>
    harness.client
      .resource('PodDisruptionBudget')
      .patch(
        'default',
        'web',
        { status: { disruptionsAllowed, observedGeneration: 1, disruptedPods: null } },
        { subresource: 'status' },
      );

  it('lets no more pods go than the budget has, however many ask at once', async () => {
    await allow(2);
    const names = Array.from({ length: 6 }, (_, i) => `web-${i}`);
    const outcomes = await Promise.allSettled(names.map((name) => harness.client.pods.evict('default', name)));
    const went = names.filter((_, i) => outcomes[i]?.status === 'fulfilled');
    expect(went).to.have.length(2);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect((outcome.reason as ApiStatusError).reason).to.equal('TooManyRequests');
    }
    const { status } = await harness.client.resource('PodDisruptionBudget').get('default', 'web');
    expect(status.disruptionsAllowed).to.equal(0);
    expect(Object.keys(status.disruptedPods).sort()).to.deep.equal(went);
    const { items } = await harness.client.pods.list({ namespace: 'default' });
    const marked = items
      .filter(({ metadata }) => metadata.deletionTimestamp !== '')
      .map(({ metadata }) => metadata.name);
    expect(marked).to.deep.equal(went);
    // What is going already needs nothing more from the budget.
    await harness.client.pods.evict('default', went[0] ?? '', { gracePeriodSeconds: 0 });
    const gone = await harness.client.pods.get('default', went[0] ?? '').catch((error: unknown) => error);
    expect(isNotFound(gone)).to.equal(true);
  });

  it('writes pod and budget in one transaction, and nothing when it is dry', async () => {
    await allow(1);
    const { items } = await harness.client.pods.list({ namespace: 'default' });
    const name = items.find(({ metadata }) => metadata.deletionTimestamp === '')?.metadata.name ?? '';
    const before = await harness.revision();
    await harness.client.pods.evict('default', name, { dryRun: true });
    expect(await harness.revision()).to.equal(before);
    await harness.client.pods.evict('default', name);
    const evicted = await harness.client.pods.get('default', name);
    expect(evicted.metadata.deletionTimestamp).to.not.equal('');
    const paid = await harness.client.resource('PodDisruptionBudget').get('default', 'web');
    expect(paid.metadata.resourceVersion).to.equal(evicted.metadata.resourceVersion);
    expect(paid.status.disruptionsAllowed).to.equal(0);
  });
});
