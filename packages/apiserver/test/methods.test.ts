/** Which methods each kind's service has. */
import { expect } from 'chai';
import { kindNames, kinds } from '@kuorum/api';
import { serviceDefinition } from '@kuorum/wire';

describe('the service of each kind', () => {
  const everywhere = ['Create', 'Get', 'List', 'Watch', 'Update', 'Patch', 'Delete', 'DeleteCollection'];
  const bySubresource: Readonly<Record<string, readonly string[]>> = {
    scale: ['Scale', 'GetScale', 'UpdateScale'],
    eviction: ['Evict'],
    binding: ['Bind'],
    log: ['Logs'],
  };
  for (const kind of kindNames) {
    it(`${kind} has every method`, () => {
      const { service, hasStatus, subresources } = kinds[kind];
      const wanted = [
        ...everywhere,
        ...(hasStatus ? ['UpdateStatus'] : []),
        ...subresources.flatMap((name) => bySubresource[name] ?? []),
      ];
      expect(Object.keys(serviceDefinition(service))).to.include.members(wanted);
    });
  }

  // The right to one of these is no right to read the object: an answer that had it would give it away.
  const answers = { Bind: 'Status', Evict: 'Status', Scale: 'Scale', UpdateScale: 'Scale', GetScale: 'Scale' };
  for (const [method, answer] of Object.entries(answers)) {
    it(`answers ${method} with no more than a ${answer}`, () => {
      const services = kindNames.map((kind) => kinds[kind].service);
      const having = services.flatMap((service) => serviceDefinition(service)[method] ?? []);
      expect(having).to.not.deep.equal([]);
      for (const { path, responseType } of having) {
        expect((responseType.type as { name: string }).name, path).to.equal(answer);
      }
    });
  }
});
