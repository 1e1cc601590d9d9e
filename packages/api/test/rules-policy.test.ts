/** Every rule and every default of the kinds that limit or scale others is a row. */
import { expect } from 'chai';
import * as api from '@kuorum/api';
import { edit, valueAt, type Edits } from './edit.js';
import { policySamples } from './samples-policy.js';

type Kind = keyof typeof policySamples;

function madeOf(kind: Kind, edits: Edits): api.Kinds[Kind] {
  return edit(api.applyDefaults(kind, api.make(kind, structuredClone(policySamples[kind]))), edits);
}

function textOf(errors: readonly api.FieldError[]): string {
  return errors.map(({ path, message }) => `${path}: ${message}`).join('\n');
}

const metric = (partial: api.DeepPartial<api.MetricSpec>): Edits => ({
  'spec.metrics': [api.make('MetricSpec', partial)],
});
const target = (partial: api.DeepPartial<api.MetricTarget>): Edits =>
  metric({ type: 'Resource', resource: { name: 'memory', target: partial } });
const rules = (partial: api.DeepPartial<api.HPAScalingRules>): Edits => ({
  'spec.behavior': { scaleDown: api.make('HPAScalingRules', partial) },
});
const policy = { type: 'Pods', value: 1, periodSeconds: 60 } as const;

describe('rules of disruption budgets and autoscalers', () => {
  type Case = [kind: Kind, edits: Edits, error?: RegExp];
  const budget = 'PodDisruptionBudget';
  const autoscaler = 'HorizontalPodAutoscaler';
  const cases: Case[] = [
    [budget, { 'spec.minAvailable': '50%' }],
    [budget, { 'spec.minAvailable': undefined, 'spec.maxUnavailable': 0 }],
    [budget, { 'spec.minAvailable': undefined }],
    [budget, { 'spec.selector': undefined }],
    [budget, { 'spec.selector': api.make('LabelSelector', {}) }],
    [budget, { 'spec.maxUnavailable': 1 }, /^spec: .*minAvailable and maxUnavailable cannot be both set/],
    [budget, { 'spec.minAvailable': -1 }, /^spec\.minAvailable: .*must be greater than or equal to 0/],
    [budget, { 'spec.minAvailable': '101%' }, /^spec\.minAvailable: .*must not be greater than 100%/],
    [budget, { 'spec.minAvailable': 'most' }, /^spec\.minAvailable: .*must be an integer or percentage/],
    [
      budget,
      { 'spec.minAvailable': undefined, 'spec.maxUnavailable': '5' },
      /^spec\.maxUnavailable: .*must be an integer or percentage/,
    ],
    [
      budget,
      { 'spec.selector': api.make('LabelSelector', { matchExpressions: [{ key: 'a', operator: 'In' }] }) },
      /^spec\.selector\.matchExpressions\[0\]\.values: Required value/,
    ],
    [budget, { 'spec.unhealthyPodEvictionPolicy': 'AlwaysAllow' }],
    [budget, { 'spec.unhealthyPodEvictionPolicy': 'Never' }, /EvictionPolicy: Unsupported value: "Never": .*IfHealthy/],
    [budget, { 'status.disruptionsAllowed': -1 }, /^status\.disruptionsAllowed: Invalid value: -1/],
    [budget, { 'status.expectedPods': -1 }, /^status\.expectedPods: Invalid value: -1/],
    [budget, { 'status.disruptedPods': { web: '2026-01-01T00:00:00Z' } }],
    [budget, { 'status.disruptedPods': { web: 'now' } }, /^status\.disruptedPods\[web\]: .*RFC 3339/],

    [autoscaler, { 'spec.minReplicas': 0 }, /^spec\.minReplicas: .*must be greater than or equal to 1/],
    [autoscaler, { 'spec.maxReplicas': 0 }, /^spec\.maxReplicas: Invalid value: 0: must be greater than 0/],
    [autoscaler, { 'spec.maxReplicas': 1 }, /^spec\.maxReplicas: .*must be greater than or equal to `minReplicas`/],
    [autoscaler, { 'spec.maxReplicas': 2 }],
    [autoscaler, { 'spec.scaleTargetRef.kind': '' }, /^spec\.scaleTargetRef\.kind: Required value/],
    [autoscaler, { 'spec.scaleTargetRef.name': '' }, /^spec\.scaleTargetRef\.name: Required value/],
    [autoscaler, { 'spec.scaleTargetRef.name': '../x' }, /^spec\.scaleTargetRef\.name: .*may not contain '\/'/],
    [autoscaler, { 'spec.scaleTargetRef.name': '..' }, /^spec\.scaleTargetRef\.name: .*may not be '\.\.'/],
    [autoscaler, metric({}), /^spec\.metrics\[0\]\.type: Required value: must specify a metric source type/],
    [autoscaler, { 'spec.metrics.0.type': 'Pods' }, /metrics\[0\]\.type: Unsupported value: "Pods".*"Resource"/],
    [autoscaler, metric({ type: 'Resource' }), /metrics\[0\]\.resource: Required value: must populate information/],
    [
      autoscaler,
      { 'spec.metrics.0.type': 'ContainerResource' },
      /^spec\.metrics\[0\]\.resource: Forbidden: must populate the given metric source only/,
    ],
    [
      autoscaler,
      metric({
        type: 'ContainerResource',
        containerResource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } },
      }),
      /^spec\.metrics\[0\]\.containerResource\.container: Required value: must specify a container/,
    ],
    [
      autoscaler,
      metric({
        type: 'ContainerResource',
        containerResource: { name: 'cpu', container: 'main', target: { type: 'Utilization', averageUtilization: 50 } },
      }),
    ],
    [
      autoscaler,
      { 'spec.metrics.0.resource.name': '' },
      /resource\.name: Required value: must specify a resource name/,
    ],
    [autoscaler, target({ type: 'AverageValue', averageValue: '100Mi' })],
    [autoscaler, target({ averageUtilization: 5 }), /target\.type: Required value: must specify a metric target type/],
    [autoscaler, target({ type: 'Utilization' }), /averageUtilization: Required value: must set either a target raw/],
    [
      autoscaler,
      target({ type: 'Utilization', averageUtilization: 5, averageValue: '1' }),
      /averageValue: Forbidden: may not set both a target raw value and a target utilization/,
    ],
    [autoscaler, target({ type: 'Utilization', averageUtilization: 0 }), /averageUtilization: .*greater than 0/],
    [autoscaler, target({ type: 'AverageValue', averageValue: '0' }), /averageValue: .*"0": must be positive/],
    [autoscaler, target({ type: 'AverageValue', averageValue: 'x' }), /averageValue: Invalid value: "x"/],
    [autoscaler, rules({ selectPolicy: 'Disabled', policies: [policy] })],
    [autoscaler, rules({}), /^spec\.behavior\.scaleDown\.policies: Required value: must specify at least one Policy/],
    [autoscaler, rules({ stabilizationWindowSeconds: -1, policies: [policy] }), /greater than or equal to zero/],
    [autoscaler, rules({ stabilizationWindowSeconds: 3601, policies: [policy] }), /less than or equal to 3600/],
    [autoscaler, rules({ policies: [{ ...policy, value: 0 }] }), /policies\[0\]\.value: .*greater than zero/],
    [autoscaler, rules({ policies: [{ ...policy, periodSeconds: 0 }] }), /periodSeconds: .*greater than zero/],
    [autoscaler, rules({ policies: [{ ...policy, periodSeconds: 1801 }] }), /periodSeconds: .*equal to 1800/],
    [autoscaler, rules({ policies: [{ value: 1, periodSeconds: 1 }] }), /policies\[0\]\.type: Required value/],
    [
      autoscaler,
      { 'spec.behavior': { scaleUp: { selectPolicy: 'Best', policies: [policy] } } },
      /scaleUp\.selectPolicy: Unsupported value: "Best": .*"Max", "Min", "Disabled"/,
    ],
    [autoscaler, { 'status.desiredReplicas': -1 }, /^status\.desiredReplicas: Invalid value: -1/],
    [autoscaler, { apiVersion: 'autoscaling/v1' }, /^apiVersion: .*must be autoscaling\/v2/],
  ];
  for (const [kind, edits, error] of cases) {
    it(`${error === undefined ? 'accept' : 'refuse'} ${kind} ${JSON.stringify(edits).slice(0, 90)}`, () => {
      const text = textOf(api.validate(kind, madeOf(kind, edits)));
      if (error === undefined) expect(text).to.equal('');
      else expect(text).to.match(new RegExp(error, 'm'));
    });
  }
});

describe('defaults of disruption budgets and autoscalers', () => {
  const growByFour = { type: 'Pods', value: 4, periodSeconds: 15 };
  const double = { type: 'Percent', value: 100, periodSeconds: 15 };
  type Case = [kind: Kind, edits: Edits, expected: Record<string, unknown>];
  const cases: Case[] = [
    ['PodDisruptionBudget', {}, { apiVersion: 'policy/v1', spec: policySamples.PodDisruptionBudget.spec }],
    [
      'HorizontalPodAutoscaler',
      { 'spec.minReplicas': undefined, 'spec.metrics': [] },
      {
        apiVersion: 'autoscaling/v2',
        'spec.minReplicas': 1,
        'spec.behavior': undefined,
        'spec.metrics': [
          { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } },
        ],
      },
    ],
    [
      'HorizontalPodAutoscaler',
      { 'spec.behavior': {} },
      {
        'spec.behavior': {
          scaleUp: { stabilizationWindowSeconds: 0, selectPolicy: 'Max', policies: [growByFour, double] },
          scaleDown: { selectPolicy: 'Max', policies: [double] },
        },
      },
    ],
    [
      'HorizontalPodAutoscaler',
      rules({ stabilizationWindowSeconds: 30, selectPolicy: 'Min', policies: [policy] }),
      { 'spec.behavior.scaleDown': { stabilizationWindowSeconds: 30, selectPolicy: 'Min', policies: [policy] } },
    ],
  ];
  for (const [kind, edits, expected] of cases) {
    it(`${kind} ${JSON.stringify(edits)}`, () => {
      const object = edit(api.make(kind, structuredClone(policySamples[kind])), edits);
      const json = api.encodeJson(kind, api.applyDefaults(kind, object));
      for (const [path, value] of Object.entries(expected)) expect(valueAt(json, path), path).to.deep.equal(value);
      const once = structuredClone(object);
      expect(api.applyDefaults(kind, object), 'twice is once').to.deep.equal(once);
    });
  }
});
