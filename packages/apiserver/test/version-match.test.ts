import { expect } from 'chai';
import { ApiStatusError, make, type DeepPartial, type ListRequest, type WatchRequest } from '@kuorum/api';
import { startOfWatch, wantedByList } from '../dist/server/version-match.js';

function textOf(decide: () => unknown): string {
  try {
    return JSON.stringify(decide());
  } catch (error) {
    if (!(error instanceof ApiStatusError)) throw error;
    return `${error.code}: ${error.message}`;
  }
}

describe('the version that a list asks for', () => {
  const rows: [request: DeepPartial<ListRequest>, wanted: object | RegExp][] = [
    [{}, { state: 'newest' }],
    [{ limit: 5 }, { state: 'newest' }],
    [{ resourceVersion: '0' }, { state: 'any' }],
    [{ resourceVersion: '7' }, { state: 'notOlderThan', revision: 7 }],
    [
      { resourceVersion: '7', limit: 5 },
      { state: 'exact', revision: 7 },
    ],
    [
      { resourceVersion: '7', limit: 5, resourceVersionMatch: 'NotOlderThan' },
      { state: 'notOlderThan', revision: 7 },
    ],
    [
      { resourceVersion: '7', resourceVersionMatch: 'Exact' },
      { state: 'exact', revision: 7 },
    ],
    [{ resourceVersion: '0', resourceVersionMatch: 'NotOlderThan' }, { state: 'any' }],
    [{ continue: 'token', limit: 5 }, { state: 'newest' }],
    [{ continue: 'token', resourceVersion: '0' }, { state: 'newest' }],
    [
      { continue: 'token', resourceVersion: '7' },
      /^400: specifying resource version is not allowed when using continue$/,
    ],
    [{ resourceVersionMatch: 'Exact' }, /^422: .*forbidden unless resourceVersion is provided/],
    [
      { resourceVersion: '7', resourceVersionMatch: 'Exact', continue: 't' },
      /^422: .*forbidden when continue is provided/,
    ],
    [{ resourceVersion: '0', resourceVersionMatch: 'Exact' }, /^422: .*"exact" is forbidden for resourceVersion "0"/],
    [
      { resourceVersion: '7', resourceVersionMatch: 'Newest' as 'Exact' },
      /^422: .*supported values: "Exact", "NotOlderThan"/,
    ],
    [{ resourceVersion: 'x' }, /^400: .*resourceVersion must be one that the server gave/],
  ];
  for (const [request, wanted] of rows) {
    it(JSON.stringify(request), () =>
      expectText(
        textOf(() => wantedByList(make('ListRequest', request))),
        wanted,
      ),
    );
  }
});

describe('where a watch starts', () => {
  const match = { resourceVersionMatch: 'NotOlderThan' } as const;
  const rows: [request: DeepPartial<WatchRequest>, start: object | RegExp][] = [
    [{}, { initial: { state: 'newest' }, markEnd: false }],
    [{ resourceVersion: '0' }, { initial: { state: 'any' }, markEnd: false }],
    [{ resourceVersion: '7' }, { after: 7, markEnd: false }],
    [
      { sendInitialEvents: true, ...match },
      { initial: { state: 'newest' }, markEnd: true },
    ],
    [
      { sendInitialEvents: true, resourceVersion: '0', ...match },
      { initial: { state: 'any' }, markEnd: true },
    ],
    [
      { sendInitialEvents: true, resourceVersion: '7', ...match },
      { initial: { state: 'notOlderThan', revision: 7 }, markEnd: true },
    ],
    [{ sendInitialEvents: false, ...match }, { markEnd: false }],
    [
      { sendInitialEvents: false, resourceVersion: '7', ...match },
      { after: 7, markEnd: false },
    ],
    [{ ...match }, /^422: .*forbidden for watch unless sendInitialEvents is provided/],
    [{ sendInitialEvents: true }, /^422: .*requires setting resourceVersionMatch to NotOlderThan/],
    [
      { sendInitialEvents: true, resourceVersionMatch: 'Exact' as 'NotOlderThan' },
      /^422: .*supported values: "NotOlderThan"/,
    ],
  ];
  for (const [request, start] of rows) {
    it(JSON.stringify(request), () =>
      expectText(
        textOf(() => startOfWatch(make('WatchRequest', request))),
        start,
      ),
    );
  }
});

function expectText(text: string, wanted: object | RegExp): void {
  if (wanted instanceof RegExp) expect(text).to.match(wanted);
  else expect(JSON.parse(text)).to.deep.equal(wanted);
}
