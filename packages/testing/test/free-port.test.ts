/** Ports for servers of tests: no two tests, also of two processes, are given the same. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { freePort } from '@kuorum/testing';
import { expect } from 'chai';

const COUNT = 600;
const source = `
  import { freePort } from ${JSON.stringify(import.meta.resolve('@kuorum/testing'))};
  const ports = [];
  for (let i = 0; i < ${COUNT}; i++) ports.push(await freePort());
  console.log(JSON.stringify(ports));
  await new Promise((resolve) => process.stdin.once('end', resolve).resume());
`;

describe('a free port', () => {
  it('is given once, though nobody listens on it yet, here and in a process beside', async () => {
    const beside = promisify(execFile)(process.execPath, ['--input-type=module', '-e', source]);
    const ports: number[] = [];
    for (let i = 0; i < COUNT; i++) ports.push(await freePort());
    // It has not ended, so its ports are its own, until its input does.
    beside.child.stdin?.end();
    const all = [...ports, ...(JSON.parse((await beside).stdout) as number[])];
    expect(new Set(all).size).to.equal(2 * COUNT);
  });
});
