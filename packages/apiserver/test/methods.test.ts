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
});
