import { expect } from 'chai';
import { formatBytes, formatCpu, formatQuantity, maybeParseQuantity, parseBytes, parseCpuMillis } from '@kuorum/api';

describe('quantities', () => {
  const table: [text: string, value: number | undefined][] = [
    ['0', 0],
    ['1', 1],
    ['1.5', 1.5],
    ['.5', 0.5],
    ['3m', 0.003],
    ['250m', 0.25],
    ['100u', 0.0001],
    ['1k', 1000],
    ['64Mi', 67_108_864],
    ['1Gi', 1_073_741_824],
    ['1G', 1_000_000_000],
    ['1e3', 1000],
    ['12E2', 1200],
    ['1E', 1e18],
    ['-1', -1],
    ['1e99', 2 ** 63],
    ['9'.repeat(400), 2 ** 63],
    [`-${'9'.repeat(400)}Ei`, -(2 ** 63)],
    ['', undefined],
    ['abc', undefined],
    ['1 Gi', undefined],
    ['1gi', undefined],
    ['1K', undefined],
    ['0x10', undefined],
    ['1..2', undefined],
  ];
  for (const [text, value] of table) {
    it(`${JSON.stringify(text).slice(0, 40)} is ${value ?? 'no quantity'}`, () =>
      expect(maybeParseQuantity(text)).to.equal(value));
  }

  it('counts cpu in thousandths and bytes whole, both rounded up', () => {
    expect(parseCpuMillis('1.001')).to.equal(1001);
    expect(parseCpuMillis('100u')).to.equal(1);
    expect(parseBytes('0.5')).to.equal(1);
    expect(parseBytes(undefined)).to.equal(0);
  });

  it('formats', () => {
    expect([formatQuantity(0.25), formatQuantity(3)]).to.deep.equal(['250m', '3']);
    expect([formatCpu(1500), formatCpu(2000)]).to.deep.equal(['1500m', '2']);
    expect([formatBytes(67_108_864), formatBytes(1_000), formatBytes(0)]).to.deep.equal(['64Mi', '1000', '0']);
  });
});
