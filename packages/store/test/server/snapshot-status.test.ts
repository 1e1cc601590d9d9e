/** The words of `snapshot status`, held against what etcdctl 3.4 printed for files of these sizes and hashes. */
import { formatStatus, humanBytes } from '@kuorum/store/server/internals';
import { expect } from 'chai';

describe('snapshot status', () => {
  it('is a table whose titles are in the middle, a short hash or not', () => {
    const status = { hash: 0xc5f126b, revision: 17, totalKey: 20, totalSize: 20480 };
    expect(formatStatus(status, 'table').split('\n')).to.deep.equal([
      '+---------+----------+------------+------------+',
      '|  HASH   | REVISION | TOTAL KEYS | TOTAL SIZE |',
      '+---------+----------+------------+------------+',
      '| c5f126b |       17 |         20 |      20 kB |',
      '+---------+----------+------------+------------+',
    ]);
    const [, titles] = formatStatus({ ...status, hash: 0xac5f126b }, 'table').split('\n');
    expect(titles).to.equal('|   HASH   | REVISION | TOTAL KEYS | TOTAL SIZE |');
  });

  for (const [size, words] of [
    [9, '9 B'],
    [10, '10 B'],
    [4096, '4.1 kB'],
    [9949, '9.9 kB'],
    [9950, '10 kB'],
    [20480, '20 kB'],
    [21500, '22 kB'],
    [24576, '25 kB'],
    [999_949, '1000 kB'],
    [1_000_000, '1.0 MB'],
    [2_500_000_000, '2.5 GB'],
  ] as const)
    it(`writes ${size} bytes as ${words}`, () => void expect(humanBytes(size)).to.equal(words));
});
