/** `kuorum auth`: what is asked, what is printed and the exit status, as kubectl has them. */
import { make } from '@kuorum/api';
import type { AccessClient, AccessQuestion } from '@kuorum/client';
import { createFakeApi } from '@kuorum/testing';
import { expect } from 'chai';
import { authCommand } from '../dist/commands/auth.js';
import { capturedEnv, run, type Ran } from './harness.js';

describe('kuorum auth', () => {
  let asked: AccessQuestion[] = [];
  beforeEach(() => (asked = []));

  function auth(line: string, access: Partial<AccessClient> = {}): Promise<Ran> {
    const { client } = createFakeApi();
    const may = (question: AccessQuestion): ReturnType<AccessClient['may']> => {
      asked.push(question);
      return Promise.resolve(make('SubjectAccessReviewStatus', { allowed: true, reason: 'because' }));
    };
    return run(authCommand, capturedEnv({ ...client, access: { ...client.access, may, ...access } }), line.split(' '));
  }
  const on = (verb: string, resource: string, more: object = {}): AccessQuestion => ({
    resourceAttributes: { verb, resource, group: '', namespace: 'default', subresource: '', name: '', ...more },
  });

  const questions: readonly [string, AccessQuestion, string?][] = [
    ['list pods', on('list', 'pods')],
    ['list po -n shop', on('list', 'pods', { namespace: 'shop' })],
    ['list pods -A', on('list', 'pods', { namespace: '' })],
    ['get pods/web', on('get', 'pods', { name: 'web' })],
    ['get pod web --subresource log', on('get', 'pods', { name: 'web', subresource: 'log' })],
    ['create deploy', on('create', 'deployments', { group: 'apps' })],
    ['delete nodes', on('delete', 'nodes', { namespace: '' })],
    [
      'delete nodes -n shop',
      on('delete', 'nodes', { namespace: '' }),
      "Warning: resource 'nodes' is not namespace scoped\n",
    ],
    ['* *', on('*', '*')],
    [
      'get widgets.example.com',
      on('get', 'widgets', { group: 'example.com' }),
      "Warning: the server doesn't have a resource type 'widgets.example.com'\n",
    ],
    ['fly pods', on('fly', 'pods'), "Warning: verb 'fly' is not a known verb\n"],
    ['get /version', { nonResourceAttributes: { verb: 'get', path: '/version' } }],
  ];
  for (const [line, question, err = ''] of questions) {
    it(`can-i ${line}`, async () => {
      expect(await auth(`can-i ${line}`)).to.deep.equal({ out: 'yes\n', err, status: 0 });
      expect(asked).to.deep.equal([question]);
    });
  }

  it('says no with the reason, and by its exit status', async () => {
    const refuse = (reason: string): Partial<AccessClient> => ({
      may: () => Promise.resolve(make('SubjectAccessReviewStatus', { allowed: false, reason })),
    });
    expect(await auth('can-i list pods', refuse(''))).to.deep.equal({ out: 'no\n', err: '', status: 1 });
    expect(await auth('can-i list pods', refuse('a pity'))).to.deep.equal({ out: 'no - a pity\n', err: '', status: 1 });
    expect(await auth('can-i list pods -q', refuse('x'))).to.deep.equal({ out: '', err: '', status: 1 });
    expect(await auth('can-i list pods -q')).to.deep.equal({ out: '', err: '', status: 0 });
  });

  it('says what is missing', async () => {
    expect((await auth('can-i list')).err).to.contain('you must specify two arguments: verb resource');
    expect((await auth('can-i get pods/web other')).err).to.contain('write TYPE, TYPE/NAME or TYPE NAME');
    expect((await auth('can-i get /version --subresource log')).err).to.contain('--subresource can not be used');
    expect((await auth('whoami -o wide')).err).to.contain('-o takes json or yaml');
    expect(asked).to.deep.equal([]);
  });

  it('lists what its user may do, what allows most first', async () => {
    const rulesIn = (namespace: string): ReturnType<AccessClient['rulesIn']> => {
      expect(namespace).to.equal('shop');
      return Promise.resolve(
        make('SubjectRulesReviewStatus', {
          resourceRules: [
            {
              verbs: ['get', 'list'],
              apiGroups: ['', 'apps'],
              resources: ['pods', 'deployments'],
              resourceNames: ['web'],
            },
            { verbs: ['get', 'list'], apiGroups: [''], resources: ['pods'], resourceNames: ['web'] },
            { verbs: ['*'], apiGroups: ['*'], resources: ['*'], resourceNames: [] },
          ],
          nonResourceRules: [{ verbs: ['get'], nonResourceURLs: ['/version', '/healthz'] }],
          incomplete: true,
          evaluationError: 'who knows',
        }),
      );
    };
    const { out, err, status } = await auth('can-i --list -n shop', { rulesIn });
    expect(out).to.equal(
      [
        'Resources          Non-Resource URLs     Resource Names   Verbs',
        '*.*                []                    []               [*]',
        'deployments        []                    [web]            [get list]',
        'deployments.apps   []                    [web]            [get list]',
        'pods               []                    [web]            [get list]',
        'pods.apps          []                    [web]            [get list]',
        '                   [/version /healthz]   []               [get]',
        '',
      ].join('\n'),
    );
    expect([err, status]).to.deep.equal(['warning: the list may be incomplete: who knows\n', 0]);
    expect((await auth('can-i --list -n shop --no-headers', { rulesIn })).out).to.match(/^\*\.\*/);
  });

  it('prints who its user is', async () => {
    const extra = [{ key: 'authentication.kubernetes.io/pod-name', values: ['web'] }];
    const userInfo = { username: 'ada', uid: '7', groups: ['ops', 'system:authenticated'], extra };
    const whoAmI = (): ReturnType<AccessClient['whoAmI']> =>
      Promise.resolve(make('SelfSubjectReview', { kind: 'SelfSubjectReview', status: { userInfo } }));
    expect((await auth('whoami', { whoAmI })).out).to.equal(
      [
        'ATTRIBUTE                                      VALUE',
        'Username                                       ada',
        'UID                                            7',
        'Groups                                         [ops system:authenticated]',
        'Extra: authentication.kubernetes.io/pod-name   [web]',
        '',
      ].join('\n'),
    );
    const json = JSON.parse((await auth('whoami -o json', { whoAmI })).out) as { status: { userInfo: object } };
    expect(json.status.userInfo).to.deep.equal({ ...userInfo, extra: { [extra[0]?.key ?? '']: ['web'] } });
    expect((await auth('whoami -o yaml', { whoAmI })).out).to.contain('    username: ada\n');
  });
});
