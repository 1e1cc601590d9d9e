import {
  decodeProto,
  encodeProto,
  kindNames,
  make,
  matchesFields,
  parseFieldSelector,
  selectableFields,
} from '@kuorum/api';
import { expect } from 'chai';
import { keptObject } from '../dist/registry/kept-object.js';
import { encodeEvent, encodeList, encodeObject } from '../dist/registry/object-bytes.js';
import { decodeStored, encodeStored, type StoredObject } from '../dist/registry/stored-object.js';
import type { KindName } from '@kuorum/api';
import { contractRows } from './contract/kinds.js';

function stored(kind: KindName, name: string): StoredObject {
  const { apiVersion } = make(kind, {});
  const metadata = { name, namespace: 'default', labels: { app: 'web' }, annotations: { note: 'n'.repeat(300) } };
  const { object: spec, status } = contractRows[kind];
  const object = make(kind, { ...spec, ...(status && { status }), apiVersion, kind, metadata });
  const value = encodeStored(kind, object);
  return decodeStored(kind, {
    key: Buffer.from(`/registry/${kind}/${name}`),
    value: Buffer.from(value),
    createRevision: 3,
    modRevision: 7,
    version: 2,
    lease: 5n,
  });
}

describe('an object in a watch cache', () => {
  for (const kind of kindNames) {
    it(`of kind ${kind} is what was read, decoded or on the wire, alone, in a list and in an event`, () => {
      const [read, other] = [stored(kind, 'a'), stored(kind, 'b')];
      const kept = keptObject(kind, read);
      const { key, modRevision, bytes, lease } = kept;
      expect({ key, modRevision, bytes, lease }).to.deep.equal({
        key: `/registry/${kind}/a`,
        modRevision: 7,
        bytes: read.bytes,
        lease: 5n,
      });
      expect(kept.object).to.deep.equal(read.object);
      expect(kept.object.metadata.resourceVersion).to.equal('7');
      expect(encodeObject(kind, kept)).to.deep.equal(Buffer.from(encodeProto(kind, read.object)));

      const list = decodeProto(`${kind}List`, encodeList(kind, [kept, other], { resourceVersion: '9', continue: 'c' }));
      expect(list.items).to.deep.equal([read.object, other.object]);
      expect([list.metadata.resourceVersion, list.metadata.continue]).to.deep.equal(['9', 'c']);
      const event = decodeProto(`${kind}WatchEvent`, encodeEvent(kind, 'ADDED', kept));
      expect(event).to.deep.equal({ type: 'ADDED', object: read.object });
    });

    it(`of kind ${kind} is selected as it would be whole`, () => {
      const { object } = stored(kind, 'a');
      const { selectable } = keptObject(kind, stored(kind, 'a'));
      expect(selectable.metadata.labels).to.deep.equal({ app: 'web' });
      for (const path of selectableFields(kind)) {
        for (const value of [
          '',
          'a',
          'default',
          '0',
          '1',
          'Started',
          'Normal',
          'Pod',
          'web',
          'Running',
          '10.0.0.1',
          'ClusterIP',
        ]) {
          const selector = parseFieldSelector(kind, `${path}=${value}`);
          expect(matchesFields(selector, selectable), `${path}=${value}`).to.equal(matchesFields(selector, object));
        }
      }
    });
  }

  it('that nobody may change is nobody’s to change: who decodes it gets one of his own', () => {
    const kept = keptObject('Pod', stored('Pod', 'a'));
    const mine = kept.object;
    mine.metadata.labels['app'] = 'mine';
    expect(kept.object.metadata.labels).to.deep.equal({ app: 'web' });
    expect(kept.selectable.metadata.labels).to.deep.equal({ app: 'web' });
    expect(Object.isFrozen(keptObject('Role', stored('Role', 'a')).object.metadata)).to.equal(true);
  });
});
