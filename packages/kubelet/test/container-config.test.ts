/** ConfigMaps and Secrets as environment variables: Kubernetes' rules, a row each. */
import { make, type Container, type DeepPartial } from '@kuorum/api';
import { expect } from 'chai';
import { configReferences, containerEnv, skippedKeys, type ContainerConfig } from '../dist/container-env.js';
import { pod } from './objects.js';

const config: ContainerConfig = {
  configMaps: new Map([
    ['settings', { COLOR: 'red', '1st': 'x', 'app.conf': 'a=1' }],
    ['none', undefined],
  ]),
  secrets: new Map([
    ['password', { PASSWORD: 'hunter2', COLOR: 'blue' }],
    ['none', undefined],
  ]),
};

describe('environment from ConfigMaps and Secrets', () => {
  const key = (field: 'configMapKeyRef' | 'secretKeyRef', name: string, k: string, optional?: boolean) => ({
    env: [{ name: 'A', valueFrom: { [field]: { name, key: k, ...(optional === undefined ? {} : { optional }) } } }],
  });
  const all = (...envFrom: NonNullable<DeepPartial<Container>['envFrom']>): DeepPartial<Container> => ({ envFrom });
  const settings = { configMapRef: { name: 'settings' } };
  const password = { secretRef: { name: 'password' } };
  const cases: [container: DeepPartial<Container>, outcome: Record<string, string> | string][] = [
    [key('configMapKeyRef', 'settings', 'COLOR'), { A: 'red' }],
    [key('secretKeyRef', 'password', 'PASSWORD'), { A: 'hunter2' }],
    [key('configMapKeyRef', 'settings', 'SIZE'), "couldn't find key SIZE in ConfigMap default/settings"],
    [key('configMapKeyRef', 'settings', 'toString'), "couldn't find key toString in ConfigMap default/settings"],
    [key('secretKeyRef', 'password', 'SIZE'), "couldn't find key SIZE in Secret default/password"],
    [key('configMapKeyRef', 'none', 'A'), 'configmap "none" not found'],
    [key('secretKeyRef', 'none', 'A'), 'secret "none" not found'],
    [key('secretKeyRef', 'none', 'A', false), 'secret "none" not found'],
    [key('configMapKeyRef', 'settings', 'SIZE', true), {}],
    [key('secretKeyRef', 'none', 'A', true), {}],
    [all(settings), { COLOR: 'red', 'app.conf': 'a=1' }],
    [all({ ...settings, prefix: 'P_' }), { P_COLOR: 'red', P_1st: 'x', 'P_app.conf': 'a=1' }],
    [all(settings, password), { COLOR: 'blue', 'app.conf': 'a=1', PASSWORD: 'hunter2' }],
    [all({ secretRef: { name: 'none' } }), 'secret "none" not found'],
    [all({ configMapRef: { name: 'none', optional: true } }), {}],
    [
      { ...all(password), env: [{ name: 'COLOR', value: 'not $(COLOR)' }] },
      { PASSWORD: 'hunter2', COLOR: 'not blue' },
    ],
  ];
  for (const [partial, outcome] of cases) {
    it(`${JSON.stringify(partial)}: ${JSON.stringify(outcome)}`, () => {
      const container = make('Container', { name: 'main', ...partial });
      const env = (): Record<string, string> =>
        containerEnv(pod(), container, { hostIP: '', podIP: '', allocatable: {}, config });
      if (typeof outcome === 'string') expect(env).to.throw(outcome);
      else expect(env()).to.deep.equal(outcome);
    });
  }

  it('says which keys are no names of variables', () => {
    expect(skippedKeys(make('Container', all(settings, password)), config)).to.deep.equal(['1st']);
  });

  it('reads what is named, once', () => {
    const container = make('Container', { ...all(settings, password), ...key('secretKeyRef', 'password', 'PASSWORD') });
    const { configMaps, secrets } = configReferences(container);
    expect([[...configMaps], [...secrets]]).to.deep.equal([['settings'], ['password']]);
  });
});
