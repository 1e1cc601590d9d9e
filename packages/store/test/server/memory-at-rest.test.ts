import { limits, MemoryAtRest } from '@kuorum/store/server/internals';
import { expect } from 'chai';

const MIB = 1024 * 1024;

describe('memory at rest', () => {
  let cpuMs = 0;
  let bytes = 0;
  let collections = 0;
  let atRest: MemoryAtRest;

  beforeEach(() => {
    [cpuMs, bytes, collections] = [1, 200 * MIB, 0];
    const collect = (): void => {
      collections++;
      bytes = 60 * MIB;
    };
    atRest = new MemoryAtRest({ heapBytes: () => bytes, cpuMs: () => cpuMs, collect });
  });

  it('is collected once the work is over, and not before', () => {
    for (let i = 0; i < 5; i++) {
      cpuMs += limits.REST_CPU_MS + 1;
      atRest.look();
    }
    expect(collections).to.equal(0);
    atRest.look();
    expect(collections).to.equal(1);
  });

  it('is left alone until there is enough again', () => {
    for (let i = 0; i < limits.SETTLED_LOOKS - 1; i++) atRest.look();
    expect(collections).to.equal(1);
    for (let i = 0; i < 10; i++) atRest.look();
    expect(collections, 'once more when it has settled').to.equal(2);
    bytes += limits.GARBAGE_WORTH_BYTES;
    atRest.look();
    expect(collections).to.equal(3);
  });

  it('is left to V8 when the heap is large: a leader must not be silent for long', () => {
    bytes = limits.HEAP_COLLECTED_BYTES_MAX + 1;
    atRest.look();
    expect(collections).to.equal(0);
  });
});
