/** The examples of RFC 7541, appendix C, and what a decoder must refuse. */
import { decodeHuffman, HpackDecoder, HpackError, literals, ResponseEncoder } from '@kuorum/rpc/internals';
import { expect } from 'chai';

const hex = (text: string): Buffer => Buffer.from(text.replace(/\s/g, ''), 'hex');

const first = [':method: GET', ':scheme: http', ':path: /', ':authority: www.example.com'];
const second = [...first, 'cache-control: no-cache'];
const third = [
  ':method: GET',
  ':scheme: https',
  ':path: /index.html',
  ':authority: www.example.com',
  'custom-key: custom-value',
];
const date = (second_: number): string => `date: Mon, 21 Oct 2013 20:13:${second_} GMT`;
const responses = [
  [':status: 302', 'cache-control: private', date(21), 'location: https://www.example.com'],
  [':status: 307', 'cache-control: private', date(21), 'location: https://www.example.com'],
  [
    ':status: 200',
    'cache-control: private',
    date(22),
    'location: https://www.example.com',
    'content-encoding: gzip',
    'set-cookie: foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1',
  ],
];

const examples = [
  {
    name: 'C.2.1 literal with indexing',
    blocks: ['400a 6375 7374 6f6d 2d6b 6579 0d63 7573 746f 6d2d 6865 6164 6572'],
    lists: [['custom-key: custom-header']],
  },
  {
    name: 'C.2.2 literal without indexing',
    blocks: ['040c 2f73 616d 706c 652f 7061 7468'],
    lists: [[':path: /sample/path']],
  },
  {
    name: 'C.2.3 literal never indexed',
    blocks: ['1008 7061 7373 776f 7264 0673 6563 7265 74'],
    lists: [['password: secret']],
  },
  { name: 'C.2.4 indexed', blocks: ['82'], lists: [[':method: GET']] },
  {
    name: 'C.3 requests without Huffman coding',
    blocks: [
      '8286 8441 0f77 7777 2e65 7861 6d70 6c65 2e63 6f6d',
      '8286 84be 5808 6e6f 2d63 6163 6865',
      '8287 85bf 400a 6375 7374 6f6d 2d6b 6579 0c63 7573 746f 6d2d 7661 6c75 65',
    ],
    lists: [first, second, third],
  },
  {
    name: 'C.4 requests with Huffman coding',
    blocks: [
      '8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff',
      '8286 84be 5886 a8eb 1064 9cbf',
      '8287 85bf 4088 25a8 49e9 5ba9 7d7f 8925 a849 e95b b8e8 b4bf',
    ],
    lists: [first, second, third],
  },
  {
    name: 'C.5 responses without Huffman coding, in a table of 256 bytes',
    tableBytes: 256,
    blocks: [
      `4803 3330 3258 0770 7269 7661 7465 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133 2032 303a 3133 3a32 3120 474d 54
       6e17 6874 7470 733a 2f2f 7777 772e 6578 616d 706c 652e 636f 6d`,
      '4803 3330 37c1 c0bf',
      `88c1 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133 2032 303a 3133 3a32 3220 474d 54c0 5a04 677a 6970 7738 666f
       6f3d 4153 444a 4b48 514b 425a 584f 5157 454f 5049 5541 5851 5745 4f49 553b 206d 6178 2d61 6765 3d33 3630 303b
       2076 6572 7369 6f6e 3d31`,
    ],
    lists: responses,
  },
  {
    name: 'C.6 responses with Huffman coding, in a table of 256 bytes',
    tableBytes: 256,
    blocks: [
      '4882 6402 5885 aec3 771a 4b61 96d0 7abe 9410 54d4 44a8 2005 9504 0b81 66e0 82a6 2d1b ff6e 919d 29ad 1718 63c7 8f0b 97c8 e9ae 82ae 43d3',
      '4883 640e ffc1 c0bf',
      `88c1 6196 d07a be94 1054 d444 a820 0595 040b 8166 e084 a62d 1bff c05a 839b d9ab 77ad 94e7 821d d7f2 e6c7 b335 dfdf
       cd5b 3960 d5af 2708 7f36 72c1 ab27 0fb5 291f 9587 3160 65c0 03ed 4ee5 b106 3d50 07`,
    ],
    lists: responses,
  },
];

const text = (fields: readonly { name: string; value: string }[]): string[] =>
  fields.map(({ name, value }) => `${name}: ${value}`);

describe('HPACK', () => {
  for (const { name, tableBytes = 4096, blocks, lists } of examples) {
    it(`decodes ${name}`, () => {
      const decoder = new HpackDecoder(tableBytes, 65_536);
      expect(blocks.map((block) => text(decoder.decode(hex(block))))).to.deep.equal(lists);
    });
  }

  const refused: { name: string; block: string; tableBytes?: number; listBytes?: number }[] = [
    { name: 'a number that the table does not have', block: 'be' },
    { name: 'number 0', block: '80' },
    { name: 'a string that ends after its block', block: '400a 6375' },
    { name: 'a number without an end', block: 'ff ff ff ff ff ff ff ff' },
    { name: 'a block that ends in a number', block: 'ff' },
    { name: 'a table larger than allowed', block: '3fe2 1f' },
    { name: 'a new size of the table behind a field', block: '82 20' },
    { name: 'padding that is too long', block: '0081 00 82ff ff' },
    { name: 'padding that is not all ones', block: '0001 61 8118' },
    { name: 'more fields than allowed, decoded', block: '400a 6375 7374 6f6d 2d6b 6579 0161 bebebebe', listBytes: 100 },
  ];
  for (const { name, block, tableBytes = 4096, listBytes = 65_536 } of refused) {
    it(`refuses ${name}`, () => {
      expect(() => new HpackDecoder(tableBytes, listBytes).decode(hex(block))).to.throw(HpackError);
    });
  }

  it('forgets the oldest fields when the table is full, and all of them when one is larger than it', () => {
    const decoder = new HpackDecoder(80, 65_536);
    const add = (name: string, value: string): void => void decoder.decode(literals.remembered(name, value));
    const at = (index: number): string[] => text(decoder.decode(literals.indexed(index)));
    add('a', '1');
    add('b', '2');
    expect([at(62), at(63)]).to.deep.equal([['b: 2'], ['a: 1']]);
    add('c', '3');
    expect([at(62), at(63)]).to.deep.equal([['c: 3'], ['b: 2']]);
    expect(() => at(64)).to.throw(HpackError);
    add('large', 'x'.repeat(80));
    expect(() => at(62)).to.throw(HpackError);
  });

  it('refuses the coded end of a string', () => {
    expect(() => decodeHuffman(hex('ffff ffff'))).to.throw(HpackError);
  });

  describe('of our responses', () => {
    const type = 'content-type: application/grpc';

    it('sends what every response has once as text, then as numbers, in whatever order the calls end', () => {
      const [encoder, decoder] = [new ResponseEncoder(), new HpackDecoder(4096, 65_536)];
      const headers = (): string[] => text(decoder.decode(encoder.headers()));
      const trailers = (code = 0, message = ''): string[] => text(decoder.decode(encoder.trailers(code, message)));
      expect(headers()).to.deep.equal([':status: 200', type]);
      expect(headers()).to.deep.equal([':status: 200', type]);
      expect(trailers()).to.deep.equal(['grpc-status: 0']);
      expect(headers()).to.deep.equal([':status: 200', type]);
      expect(trailers(5, 'not 100 %: ü')).to.deep.equal(['grpc-status: 5', 'grpc-message: not 100 %25: %C3%BC']);
      expect(trailers()).to.deep.equal(['grpc-status: 0']);
      expect(text(decoder.decode(encoder.trailersOnly(12, 'no')))).to.deep.equal([
        ':status: 200',
        type,
        'grpc-status: 12',
        'grpc-message: no',
      ]);
      expect(encoder.headers().length + encoder.trailers(0, '').length).to.equal(3);
    });

    it('leaves the table of a client alone that allows none', () => {
      const [encoder, decoder] = [new ResponseEncoder(), new HpackDecoder(4096, 65_536)];
      expect(text(decoder.decode(encoder.headers()))).to.deep.equal([':status: 200', type]);
      encoder.setTableBytes(0);
      const without = new HpackDecoder(0, 65_536);
      expect(text(without.decode(encoder.headers()))).to.deep.equal([':status: 200', type]);
      expect(text(without.decode(encoder.trailers(0, '')))).to.deep.equal(['grpc-status: 0']);
      expect(text(without.decode(encoder.headers()))).to.deep.equal([':status: 200', type]);
    });

    it('writes long strings and large numbers', () => {
      const decoder = new HpackDecoder(4096, 65_536);
      const value = 'v'.repeat(10_000);
      expect(text(decoder.decode(literals.literal('grpc-message', value)))).to.deep.equal([`grpc-message: ${value}`]);
    });
  });
});
