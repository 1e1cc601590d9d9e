/** Conditions as a list by type: what a patch does to it, and what is refused, by its path. How one is set: objects.test.ts. */
import { expect } from 'chai';
import * as api from '@kuorum/api';

const then = '2026-01-01T00:00:00Z';
const ready = api.make('Condition', { type: 'Ready', status: 'True', reason: 'Up', lastTransitionTime: then });
const other = api.make('Condition', { type: 'a.example/Other', status: 'Unknown', lastTransitionTime: then });

describe('a strategic merge patch of conditions', () => {
  const withConditions = api.kindNames.filter((kind) => {
    const object: object = api.make(kind, {});
    return 'status' in object && JSON.stringify(object.status).includes('"conditions"');
  });

  it('is of every kind that has some', () => {
    expect(withConditions).to.include.members(['Pod', 'Node', 'Deployment', 'Job', 'PodDisruptionBudget']);
  });
  for (const kind of withConditions) {
    it(`of a ${kind} changes the one of its type and keeps the others`, () => {
      const patch = { status: { conditions: [{ type: 'Ready', status: 'False' }] } };
      const merged = api.strategicMerge(kind, { status: { conditions: [ready, other] } }, patch);
      expect(merged['status']).to.deep.equal({ conditions: [{ ...ready, status: 'False' }, other] });
    });
  }
});

describe('conditions that are none', () => {
  const good = { type: 'Ready', status: 'True', reason: 'Up', lastTransitionTime: then } as const;
  const cases: [kind: 'Pod' | 'Node' | 'Service', conditions: api.DeepPartial<api.Condition>[], error?: string][] = [
    ['Pod', [good, { ...good, type: 'a.example/Gate' }]],
    ['Pod', [{ type: 'Ready', status: 'True' }]],
    ['Pod', [{ ...good, type: '' }], 'status.conditions[0].type: Required value'],
    ['Pod', [good, { ...good, type: 'no type' }], 'status.conditions[1].type: Invalid value: "no type"'],
    ['Pod', [good, good], 'status.conditions[1].type: Duplicate value: "Ready"'],
    ['Pod', [{ type: 'Ready' }], 'status.conditions[0].status: Required value'],
    [
      'Node',
      [{ ...good, status: 'Yes' as never }],
      'status.conditions[0].status: Unsupported value: "Yes": supported values: "True", "False", "Unknown"',
    ],
    ['Node', [{ ...good, lastHeartbeatTime: 'now' }], 'status.conditions[0].lastHeartbeatTime: Invalid value: "now"'],
    ['Pod', [{ ...good, observedGeneration: -1 }], 'status.conditions[0].observedGeneration: Invalid value: -1'],
    ['Service', [good]],
    ['Service', [{ ...good, reason: '' }], 'status.conditions[0].reason: Required value'],
    ['Service', [{ ...good, reason: 'it is up' }], 'status.conditions[0].reason: Invalid value: "it is up"'],
    ['Service', [{ ...good, lastTransitionTime: '' }], 'status.conditions[0].lastTransitionTime: Required value'],
  ];
  const found = (errors: api.FieldError[]): string[] =>
    errors.filter(({ path }) => path.startsWith('status')).map(({ path, message }) => `${path}: ${message}`);

  for (const [kind, conditions, error] of cases) {
    it(`${kind} ${JSON.stringify(conditions)} → ${error ?? 'taken'}`, () => {
      const told = found(api.validate(kind, api.make(kind, { status: { conditions } })));
      if (error === undefined) expect(told).to.deep.equal([]);
      else {
        expect(told).to.have.length(1);
        expect(told[0]).to.contain(error);
      }
    });
  }

  it('stop only who changes them', () => {
    const old = api.make('Pod', { status: { conditions: [good, good] } });
    const next = { ...old, status: { ...old.status, phase: 'Running' as const } };
    expect(found(api.validateUpdate('Pod', next, old))).to.deep.equal([]);
  });
});
