/** The demo is a promise, too: every chapter heals, and nothing is left behind. */
import { expect } from 'chai';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { runKuorum } from '../support/commands.js';

describe('kuorum demo', function () {
  this.timeout(240_000);

  it('shows a container, a node and the leader die and everything heal, then removes all of it', async () => {
    const before = await demoDirectories();
    const { code, stdout, stderr } = await runKuorum(['demo', '--runtime=docker'], { timeoutMs: 220_000 });
    expect(`${stdout}${stderr}`).to.match(/That took \d+ s/);
    expect(code).to.equal(0);
    expect(stdout.match(/✓ 30 requests/g)).to.have.length(4);
    expect(stdout).to.match(/200 keys there, 200 were acknowledged/);
    expect(await demoDirectories()).to.deep.equal(before);
  });

  async function demoDirectories(): Promise<string[]> {
    return (await readdir(tmpdir())).filter((name) => name.startsWith('kuorum-demo-')).sort();
  }
});
