import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  checkScriptFile,
  lineDiff,
  parseScript,
  renderScript,
  runScript,
  ScriptMismatchError,
  type ScriptCommand,
} from '@kuorum/testing/datadriven';
import { expect } from 'chai';

const SCRIPT = `# What adding does.
add 1 2
----
3

# Names and lists.
add 1 to=(2, 3) twice=true
of
two lines
----
----
a

b
----
----

quiet
----

# The end.
`;

/** Says back what it was given. */
function echo({ name, args, input }: ScriptCommand): string {
  if (name === 'quiet') return '';
  const sum = args.rest().join('+');
  const list = args.maybeList('to')?.join() ?? '';
  return [sum, list, String(args.maybeBoolean('twice') ?? ''), input].filter((part) => part !== '').join('\n');
}

describe('datadriven scripts', () => {
  it('are read: commands, arguments, input, and output with or without blank lines', () => {
    const { commands, tail } = parseScript('s', SCRIPT);
    expect(commands.map(({ where, name, input, expected }) => ({ where, name, input, expected }))).to.deep.equal([
      { where: 's:2', name: 'add', input: '', expected: '3' },
      { where: 's:7', name: 'add', input: 'of\ntwo lines', expected: 'a\n\nb' },
      { where: 's:18', name: 'quiet', input: '', expected: '' },
    ]);
    expect(tail).to.contain('# The end.');
  });

  it('are written as they were read, when every command prints what is expected', () => {
    const script = parseScript('s', SCRIPT);
    expect(
      renderScript(
        script,
        script.commands.map(({ expected }) => expected),
      ),
    ).to.equal(SCRIPT);
  });

  it('show what differs, and how the script would have to be', () => {
    const { mismatches, rewritten } = runScript('s', SCRIPT, echo);
    expect(mismatches[0]).to.equal('s:2: add printed something else\n- 3\n+ 1+2');
    expect(mismatches).to.have.length(2);
    expect(runScript('s', rewritten, echo).mismatches).to.deep.equal([]);
    expect(rewritten).to.contain(
      '# Names and lists.\nadd 1 to=(2, 3) twice=true\nof\ntwo lines\n----\n1\n2,3\ntrue\nof',
    );
  });

  const mistakes: readonly { name: string; text: string; reason: RegExp }[] = [
    { name: 'no dashes', text: 'add 1', reason: /s:1: no line "----" follows "add 1"/ },
    { name: 'a parenthesis left open', text: 'add (1 2\n----\n', reason: /s:1: a parenthesis is not closed/ },
    { name: 'a parenthesis that closes nothing', text: 'add 1)\n----\n', reason: /closes that was never opened/ },
    { name: 'doubled dashes left open', text: 'add 1\n----\n----\na\n', reason: /doubled line "----" is not closed/ },
    { name: 'an argument nobody asked for', text: 'add 1 twise=true\n----\n1\n', reason: /does not take twise=…/ },
    { name: 'a value of another type', text: 'add twice=yes\n----\n', reason: /twice must be true or false: yes/ },
  ];
  for (const { name, text, reason } of mistakes) {
    it(`refuse ${name}`, () => {
      expect(() => runScript('s', text, echo)).to.throw(reason);
    });
  }

  it('on disk fail as they are, and are rewritten when that is asked for', () => {
    const directory = mkdtempSync(join(tmpdir(), 'kuorum-scripts-'));
    try {
      const path = join(directory, 'sum.txt');
      writeFileSync(path, SCRIPT);
      expect(() => checkScriptFile(path, echo, false)).to.throw(ScriptMismatchError, /sum\.txt:2: add printed/);
      expect(readFileSync(path, 'utf8')).to.equal(SCRIPT);
      checkScriptFile(path, echo, true);
      checkScriptFile(path, echo, false);
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });

  it('differences leave out what is far from a change', () => {
    const before = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    const after = ['a', 'b', 'c', 'd', 'e', 'F', 'g'];
    expect(lineDiff(before.join('\n'), after.join('\n'))).to.equal('  …\n  d\n  e\n- f\n+ F\n  g');
  });
});
