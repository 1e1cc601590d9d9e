/**
 * What is wrong with a Secret is told without a word of what is in it: the text goes to whoever asked, into the audit log
 * and onto terminals. Every way to be wrong is a row; a value of every row is the marker.
 */
import { utf8 } from '@kuorum/base';
import { expect } from 'chai';
import {
  ApiStatusError,
  applyPatch,
  decodeJson,
  describeErrors,
  make,
  validate,
  validateUpdate,
} from '../dist/index.js';

const marker = 'hunter2';
const base64 = Buffer.from(marker).toString('base64');
const encoded = [marker, base64, '8675309'];

const secret = make('Secret', {
  metadata: { name: 's', namespace: 'default', uid: 'u', resourceVersion: '1' },
  type: 'Opaque',
  data: { password: utf8(marker), pin: utf8('8675309') },
});

/** What is said, with every cause. */
function toldBy(wrong: () => string): string {
  try {
    return wrong();
  } catch (error) {
    if (!(error instanceof ApiStatusError)) throw error;
    return JSON.stringify(error.status);
  }
}

function expectSilent(told: string): void {
  expect(told, 'it must be an error').to.not.equal('');
  for (const text of encoded) expect(told).to.not.contain(text);
}

describe('an error about a Secret quotes no value', () => {
  const decoded: readonly [what: string, json: unknown][] = [
    ['a number for a text', { stringData: { pin: 8675309 } }],
    ['a list for a text', { stringData: { password: [marker] } }],
    ['a text for the map', { stringData: marker }],
    ['a text for the map of bytes', { data: marker }],
    ['text that is not base64', { data: { password: `${marker}!` } }],
    ['a number for bytes', { data: { pin: 8675309 } }],
    ['a text for the object', marker],
    ['a text for the metadata', { metadata: marker }],
    ['a number for an annotation, where apply keeps the manifest', { metadata: { annotations: { last: 8675309 } } }],
    ['a text for a flag', { immutable: marker }],
    ['a text for a list', { metadata: { finalizers: marker } }],
    ['an unknown field', { password: marker }],
  ];
  for (const [what, json] of decoded) {
    it(`decoding: ${what}`, () => expectSilent(describeErrors(decodeJson('Secret', json).errors)));
  }

  const merges: readonly [what: string, patch: string][] = [
    ['no JSON, as a quote is missing', `{"stringData":{"password":"${marker}}}`],
    ['no JSON, as the quotes are missing', `{"stringData":{"password":${marker}}}`],
    ['no JSON, as it ends too early', `{"stringData":{"password":"${marker}"`],
    ['no object', `"${marker}"`],
    ['a list', `["${marker}"]`],
    ['a number for a text', '{"stringData":{"pin":8675309}}'],
    ['not base64', `{"data":{"password":"${marker}!"}}`],
    ['the data replaced by a text', `{"data":"${marker}"}`],
  ];
  for (const type of ['merge', 'strategic']) {
    for (const [what, patch] of merges) {
      it(`${type} patch: ${what}`, () =>
        expectSilent(toldBy(() => `${applyPatch('Secret', secret, type, patch).type}`)));
    }
  }

  const others: readonly [type: string, what: string, patch: unknown][] = [
    ['strategic', 'a directive that nobody knows', { data: { $patch: marker } }],
    ['strategic', 'an item that is no object', { metadata: { ownerReferences: [marker] } }],
    ['strategic', 'an item without its key', { metadata: { ownerReferences: [{ name: marker }] } }],
    ['strategic', 'an order that is no list', { metadata: { '$setElementOrder/finalizers': marker } }],
    ['strategic', 'members that are not kept', { data: { $retainKeys: [marker], password: base64 } }],
    ['json', 'no list', { op: 'add', path: '/data/password', value: base64 }],
    ['json', 'an operation that nobody knows', [{ op: marker, path: '/data/password', value: base64 }]],
    ['json', 'a test that fails', [{ op: 'test', path: '/data/password', value: marker }]],
    ['json', 'a test of everything that fails', [{ op: 'test', path: '', value: { data: { password: marker } } }]],
    ['json', 'a value within a value', [{ op: 'add', path: '/data/password/x', value: marker }]],
    ['json', 'a value that is replaced where there is none', [{ op: 'replace', path: '/data/none', value: marker }]],
    ['json', 'a text where bytes are', [{ op: 'replace', path: '/data/password', value: `${marker}!` }]],
    ['json', 'a value moved to where it cannot be', [{ op: 'move', from: '/data/password', path: '/immutable' }]],
    ['json', 'a value copied to where it cannot be', [{ op: 'copy', from: '/data', path: '/metadata/annotations/a' }]],
  ];
  for (const [type, what, patch] of others) {
    it(`${type} patch: ${what}`, () =>
      expectSilent(toldBy(() => `${applyPatch('Secret', secret, type, JSON.stringify(patch)).type}`)));
  }

  const invalid: readonly [what: string, told: () => string][] = [
    [
      'JSON that is none',
      () => told({ type: 'kubernetes.io/dockerconfigjson', data: { '.dockerconfigjson': marker } }),
    ],
    [
      'JSON that is no object',
      () => told({ type: 'kubernetes.io/dockercfg', data: { '.dockercfg': `["${marker}"]` } }),
    ],
    ['keys that are missing', () => told({ type: 'kubernetes.io/tls', data: { 'tls.key': marker } })],
    ['a key that is none', () => told({ data: { 'a b': marker } })],
    ['too much', () => told({ data: { much: marker.repeat(200_000) } })],
    ['annotations that are too long', () => told({ annotations: { long: marker.repeat(50_000) } })],
    ['what may not change', () => changed({ immutable: true }, { data: { password: utf8(`${marker}3`) } })],
    ['values that are taken away', () => changed({ immutable: true }, { data: {} })],
    ['the type of one with values', () => changed({}, { type: 'kubernetes.io/basic-auth' })],
  ];
  function told(given: { type?: string; data?: Record<string, string>; annotations?: Record<string, string> }): string {
    const { type = 'Opaque', data = {}, annotations = {} } = given;
    const bytes = Object.fromEntries(Object.entries(data).map(([key, text]) => [key, utf8(text)]));
    const metadata = { ...secret.metadata, annotations };
    return describeErrors(validate('Secret', { ...secret, metadata, type, data: bytes }));
  }
  function changed(before: Partial<typeof secret>, after: Partial<typeof secret>): string {
    const old = { ...secret, ...before };
    return describeErrors(validateUpdate('Secret', { ...old, ...after }, old));
  }
  for (const [what, tell] of invalid) it(`validation: ${what}`, () => expectSilent(toldBy(tell)));

  it('and other kinds go on to show what came', () => {
    expect(describeErrors(decodeJson('ConfigMap', { data: { port: 8080 } }).errors)).to.contain('not 8080');
    const config = make('ConfigMap', { metadata: { name: 'c' } });
    expect(toldBy(() => `${applyPatch('ConfigMap', config, 'merge', '{"data": x}').kind}`)).to.contain('Unexpected');
  });
});
