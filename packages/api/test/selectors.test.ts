import { expect } from 'chai';
import * as api from '@kuorum/api';

describe('label selectors', () => {
  const labels = { app: 'web', tier: 'front', 'kuorum.io/zone': 'a', empty: '' };
  const table: [selector: string, matches: boolean][] = [
    ['', true],
    ['app=web', true],
    ['app==web', true],
    ['app = web', true],
    ['app=api', false],
    ['app!=api', true],
    ['app!=web', false],
    ['other!=web', true],
    ['app in (web, api)', true],
    ['app in (api)', false],
    ['app notin (api)', true],
    ['other notin (api)', true],
    ['app', true],
    ['other', false],
    ['!other', true],
    ['!app', false],
    ['empty=', true],
    ['kuorum.io/zone=a', true],
    ['app=web,tier=front', true],
    ['app=web,tier=back', false],
    ['app in (a,web),tier', true],
  ];
  for (const [selector, matches] of table) {
    it(`${JSON.stringify(selector)} ${matches ? 'matches' : 'does not match'}`, () =>
      expect(api.matchesLabels(api.parseLabelSelector(selector), labels)).to.equal(matches));
  }
  for (const bad of ['app=web,', '=web', 'app=a b', 'app in web', 'a/b/c=d', 'app=-x', 'app in (a,(b)', 'app>1']) {
    it(`refuses ${JSON.stringify(bad)} and shows it`, () =>
      expect(() => api.parseLabelSelector(bad)).to.throw(api.ApiStatusError, JSON.stringify(bad)));
  }
  const fields: [selector: api.DeepPartial<api.LabelSelector>, text: string, matches: boolean][] = [
    [{}, '', true],
    [{ matchLabels: { app: 'web' } }, 'app=web', true],
    [{ matchLabels: { app: 'web', tier: 'back' } }, 'app=web,tier=back', false],
    [{ matchExpressions: [{ key: 'app', operator: 'In', values: ['api', 'web'] }] }, 'app in (api,web)', true],
    [{ matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['web'] }] }, 'app notin (web)', false],
    [{ matchExpressions: [{ key: 'other', operator: 'NotIn', values: ['web'] }] }, 'other notin (web)', true],
    [{ matchExpressions: [{ key: 'app', operator: 'Exists' }] }, 'app', true],
    [{ matchExpressions: [{ key: 'app', operator: 'DoesNotExist' }] }, '!app', false],
    [
      { matchLabels: { app: 'web' }, matchExpressions: [{ key: 'tier', operator: 'In', values: ['back'] }] },
      'app=web,tier in (back)',
      false,
    ],
  ];
  for (const [partial, text, matches] of fields) {
    it(`of a field, ${JSON.stringify(text)} ${matches ? 'matches' : 'does not match'}`, () => {
      const selector = api.make('LabelSelector', partial);
      expect(api.matchesLabelSelector(selector, labels)).to.equal(matches);
      expect(api.formatLabelSelector(selector)).to.equal(text);
      expect(api.parseLabelSelector(text)).to.deep.equal(api.requirementsOf(selector));
    });
  }
  it('of a field with an operator that nobody knows selects nothing, and can be shown', () => {
    const operator = 'Bogus' as 'In';
    const selector = api.make('LabelSelector', { matchExpressions: [{ key: 'app', operator, values: ['web'] }] });
    expect(api.matchesLabelSelector(selector, labels)).to.equal(false);
    expect(api.formatLabelSelector(selector)).to.equal('app?');
  });
  it('of a field that is not there selects nothing', () => {
    expect(api.matchesLabelSelector(undefined, labels)).to.equal(false);
  });
  it('as a map must hold in every pair; an empty map selects nothing', () => {
    expect(api.matchesSelector({ app: 'web' }, labels)).to.equal(true);
    expect(api.matchesSelector({ app: 'web', tier: 'x' }, labels)).to.equal(false);
    expect(api.matchesSelector({}, labels)).to.equal(false);
    expect(api.matchesSelector({ constructor: 'x' }, labels)).to.equal(false);
  });
});

describe('field selectors', () => {
  const pod = api.make('Pod', {
    metadata: { name: 'web', namespace: 'default' },
    spec: { nodeName: 'node-1' },
    status: { phase: 'Running' },
  });
  const table: [selector: string, matches: boolean][] = [
    ['', true],
    ['spec.nodeName=node-1', true],
    ['spec.nodeName!=node-1', false],
    ['spec.nodeName=', false],
    ['metadata.name=web,status.phase==Running', true],
    ['metadata.name=web,status.phase!=Running', false],
  ];
  for (const [selector, matches] of table) {
    it(`${JSON.stringify(selector)} ${matches ? 'matches' : 'does not match'}`, () =>
      expect(api.matchesFields(api.parseFieldSelector('Pod', selector), pod)).to.equal(matches));
  }
  const terms: [text: string, parsed: [path: string, operator: string, value: string][]][] = [
    [
      'a=b,c==d,e!=f',
      [
        ['a', '=', 'b'],
        ['c', '=', 'd'],
        ['e', '!=', 'f'],
      ],
    ],
    [',a=b,,', [['a', '=', 'b']]],
    [
      ' a = b , c != d ',
      [
        ['a', '=', 'b'],
        ['c', '!=', 'd'],
      ],
    ],
    ['a=', [['a', '=', '']]],
    [
      'a=x\\,b\\=y,c=d',
      [
        ['a', '=', 'x,b=y'],
        ['c', '=', 'd'],
      ],
    ],
    [
      'a=x\\\\,c=d',
      [
        ['a', '=', 'x\\'],
        ['c', '=', 'd'],
      ],
    ],
    ['a=\\,\\=\\\\', [['a', '=', ',=\\']]],
  ];
  for (const [text, parsed] of terms) {
    it(`${text} is read as it was meant`, () =>
      expect(
        api.parseFieldTerms(text).map(({ path, value, negated }) => [path, negated ? '!=' : '=', value]),
      ).to.deep.equal(parsed));
  }
  for (const [text, why] of [
    ['a', 'cannot read "a"; use field=value'],
    ['=b', 'cannot read "=b"'],
    ['a=b=c', 'unescaped character in value: ='],
    ['a=x\\y', 'invalid escape sequence: \\y'],
    ['a=x\\', 'invalid escape sequence: \\'],
    ['a===b', 'unescaped character in value: ='],
  ] as const) {
    it(`${text} is refused: ${why}`, () => expect(() => api.parseFieldTerms(text)).to.throw(why));
  }
  it('are written so that any value comes back', () => {
    for (const value of ['web', 'a,b', 'a=b', 'a\\b', '\\', ',', '=', 'a\\,b=\\\\', '']) {
      const text = `${api.fieldEquals('a', value)},${api.fieldEquals('b', value)}`;
      expect(api.parseFieldTerms(text).map((term) => term.value)).to.deep.equal([value, value]);
    }
  });
  it('names the fields a kind offers when another is asked for', () => {
    expect(() => api.parseFieldSelector('Pod', 'spec.image=x')).to.throw(/spec\.image.*spec\.nodeName/);
    expect(() => api.parseFieldSelector('Lease', 'metadata.name')).to.throw('cannot read');
  });
  it('selects jobs by how many pods succeeded', () => {
    const job = api.make('Job', { status: { succeeded: 2 } });
    expect(api.matchesFields(api.parseFieldSelector('Job', 'status.successful=2'), job)).to.equal(true);
    expect(api.matchesFields(api.parseFieldSelector('Job', 'status.successful!=2'), job)).to.equal(false);
  });
  it("selects events by their object and their source's component", () => {
    const event = api.make('Event', { involvedObject: { name: 'web' }, source: { component: 'kubelet' } });
    const selector = api.parseFieldSelector('Event', 'involvedObject.name=web,source=kubelet');
    expect(api.matchesFields(selector, event)).to.equal(true);
  });
});
