/** The rules of RFC 9113 and our limits, frame by frame. */
import { FrameType, limits, literals, PREFACE, percentDecode, percentEncode, timeoutMs } from '@kuorum/rpc/internals';
import { expect } from 'chai';
import { callHeaders, data, frame, headers, message, raw, Wire } from './wire.js';

const u32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
};
const room = (streamId: number, bytes: number): Buffer => raw(FrameType.WINDOW_UPDATE, 0, streamId, u32(bytes));

describe('one connection', () => {
  it('greets with its settings, and takes the preface in any pieces', () => {
    const wire = new Wire({ preface: false });
    const all = Buffer.concat([PREFACE, frame((out) => out.settings([])), headers(1), data(1, message('hello'), true)]);
    for (const byte of all) wire.send(Buffer.from([byte]));
    expect(wire.said()).to.deep.equal([
      'SETTINGS',
      `WINDOW_UPDATE 0 ${limits.CONNECTION_WINDOW_BYTES - 65_535}`,
      'SETTINGS ack',
    ]);
    expect(wire.messages).to.deep.equal(['hello', 'end']);
  });

  it('answers in three frames of one write', () => {
    const wire = new Wire();
    wire.send(headers(1), data(1, message('a'), true), headers(3), data(3, message('b'), true));
    for (const call of wire.calls) {
      call.send(Buffer.from('answer'));
      call.finish(0, '');
    }
    expect(wire.connection.out.take()).to.have.length(1);
    wire.send(headers(5), data(5, message('c'), true));
    wire.calls[2]?.finish(7, 'no');
    expect(wire.connection.streams.size).to.equal(0);
  });

  it('takes padding, priorities and trailers', () => {
    const wire = new Wire();
    const priority = Buffer.alloc(5);
    wire.send(
      raw(
        FrameType.HEADERS,
        0x4 | 0x8 | 0x20,
        1,
        Buffer.concat([Buffer.from([3]), priority, callHeaders, Buffer.alloc(3)]),
      ),
    );
    wire.send(raw(FrameType.DATA, 0x8, 1, Buffer.concat([Buffer.from([2]), message('padded'), Buffer.alloc(2)])));
    wire.send(headers(1, literals.literal('trailer', 'x'), true));
    expect(wire.messages).to.deep.equal(['padded', 'end']);
  });

  it('puts messages together, and tells several of one frame apart', () => {
    const wire = new Wire();
    const bytes = Buffer.concat([message('one'), message(''), message('three'), message('x'.repeat(100_000))]);
    wire.send(headers(1), data(1, bytes.subarray(0, 2)), data(1, bytes.subarray(2, 20)));
    for (let at = 20; at < bytes.length; at += 16_384) wire.send(data(1, bytes.subarray(at, at + 16_384)));
    expect(wire.messages).to.deep.equal(['one', '', 'three', 'x'.repeat(100_000)]);
    expect(wire.peer.requestBytes).to.equal(0);
  });

  it('sends as far as there is room, stream by stream, and the trailers last', () => {
    const wire = new Wire();
    wire.send(
      frame((out) => out.settings([[4, 10]])),
      headers(1),
      headers(3),
    );
    wire.take();
    const [a, b] = wire.calls;
    expect(a?.send(Buffer.alloc(20))).to.equal(true);
    a?.finish(0, '');
    b?.send(Buffer.alloc(3));
    b?.finish(0, '');
    expect(wire.said()).to.deep.equal([
      'HEADERS 1 :status=200 content-type=application/grpc',
      'DATA 1 10',
      'HEADERS 3 :status=200 content-type=application/grpc',
      'DATA 3 8',
      'HEADERS 3 grpc-status=0 end',
      'RST_STREAM 3 0',
    ]);
    wire.send(room(1, 7));
    expect(wire.said()).to.deep.equal(['DATA 1 7']);
    wire.send(frame((out) => out.settings([[4, 100]])));
    expect(wire.said()).to.deep.equal(['DATA 1 8', 'HEADERS 1 grpc-status=0 end', 'RST_STREAM 1 0', 'SETTINGS ack']);
  });

  it('shares the room of the connection between its streams', () => {
    const wire = new Wire();
    wire.send(
      frame((out) => out.settings([[4, 1_000_000]])),
      headers(1),
      headers(3),
    );
    wire.take();
    for (const call of wire.calls) call.send(Buffer.alloc(100_000));
    wire.said();
    wire.send(room(0, 32_768));
    expect(wire.said()).to.deep.equal(['DATA 1 16384', 'DATA 3 16384']);
  });

  it('says that a stream has no room, and when it has again', () => {
    const wire = new Wire();
    wire.send(headers(1));
    const [call] = wire.calls;
    let told = 0;
    if (call !== undefined) call.onRoomAgain = () => told++;
    expect(call?.send(Buffer.alloc(200_000))).to.equal(false);
    wire.send(room(1, 50_000), room(0, 50_000));
    expect(told).to.equal(0);
    wire.send(room(1, 50_000), room(0, 50_000));
    expect(told).to.equal(1);
  });

  it('says the same when the socket takes nothing', () => {
    const wire = new Wire();
    wire.send(headers(1));
    const [call] = wire.calls;
    let told = 0;
    if (call !== undefined) call.onRoomAgain = () => told++;
    wire.backlog = limits.CONNECTION_OUTPUT_BYTES;
    expect(call?.send(Buffer.alloc(1))).to.equal(false);
    wire.connection.sender.socketDrained();
    expect(told).to.equal(0);
    wire.backlog = 0;
    wire.connection.sender.socketDrained();
    expect(told).to.equal(1);
  });

  it('gives room for what was read, not for what waits', () => {
    const wire = new Wire();
    wire.send(headers(1));
    wire.calls[0]?.pause();
    const part = message('x'.repeat(16_379));
    for (let i = 0; i < 12; i++) wire.send(data(1, part));
    expect(wire.said()).to.deep.equal([]);
    wire.calls[0]?.resume();
    expect(wire.said()).to.deep.equal([`WINDOW_UPDATE 1 ${12 * 16_384}`]);
    expect(wire.messages).to.have.length(12);
  });

  it('keeps so much of what is not read, and refuses the call that goes beyond', () => {
    const wire = new Wire();
    const part = message('x'.repeat(16_379));
    const perCall = limits.STREAM_WINDOW_BYTES / part.length;
    const calls = limits.CONNECTION_REQUEST_BYTES / limits.STREAM_WINDOW_BYTES;
    for (let i = 0; i <= calls; i++) {
      wire.send(headers(1 + 2 * i));
      wire.calls[i]?.pause();
      for (let j = 0; j < perCall; j++) wire.send(data(1 + 2 * i, part));
    }
    expect(wire.calls.filter((call) => call.ended)).to.have.length(1);
    expect(wire.peer.requestBytes).to.be.within(
      limits.CONNECTION_REQUEST_BYTES * 0.99,
      limits.CONNECTION_REQUEST_BYTES,
    );
  });

  it('forgets what a reset call would have sent', () => {
    const wire = new Wire();
    wire.send(headers(1));
    let cancelled = 0;
    wire.calls[0]?.onCancel(() => cancelled++);
    wire.calls[0]?.send(Buffer.alloc(500_000));
    wire.take();
    wire.send(
      frame((out) => out.reset(1, 8)),
      room(0, 500_000),
      data(1, message('late')),
    );
    expect(wire.said()).to.deep.equal([]);
    expect(cancelled).to.equal(1);
    expect(wire.connection.sender.blockedBytes).to.equal(0);
    wire.calls[0]?.finish(0, '');
    expect(wire.said()).to.deep.equal([]);
  });

  it('takes no calls after its GOAWAY, and is over after the last', () => {
    const wire = new Wire();
    wire.send(headers(1));
    wire.connection.drain();
    wire.send(headers(3), data(3, message('elsewhere'), true));
    expect(wire.calls).to.have.length(1);
    expect(wire.over).to.equal(undefined);
    wire.calls[0]?.finish(0, '');
    expect(wire.over).to.equal('drained');
  });

  it('asks a silent client for a sign of life', () => {
    const wire = new Wire();
    const alive = (): boolean => wire.connection.keepAlive(100, 50);
    expect(alive()).to.equal(true);
    wire.ms = 100;
    expect(alive()).to.equal(true);
    const [ping] = wire.take();
    expect(ping?.type).to.equal(FrameType.PING);
    wire.ms = 140;
    wire.send(raw(FrameType.PING, 1, 0, ping?.payload));
    wire.ms = 200;
    expect(alive()).to.equal(true);
    wire.ms = 240;
    expect(alive()).to.equal(true);
    wire.ms = 300;
    expect(alive()).to.equal(false);
  });

  const PROTOCOL = 1;
  const FLOW = 3;
  const SIZE = 6;
  const CALM = 11;
  const offences: { name: string; code: number; frames: Buffer[] }[] = [
    { name: 'another first frame', code: PROTOCOL, frames: [PREFACE, raw(FrameType.PING, 0, 0, Buffer.alloc(8))] },
    { name: 'another preface', code: PROTOCOL, frames: [Buffer.from('PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n')] },
  ];
  const later: { name: string; code: number; frames: Buffer[] }[] = [
    { name: 'a frame that is too large', code: SIZE, frames: [raw(0, 0, 1, Buffer.alloc(16_385))] },
    { name: 'a ping of 7 bytes', code: SIZE, frames: [raw(FrameType.PING, 0, 0, Buffer.alloc(7))] },
    { name: 'a ping of a stream', code: PROTOCOL, frames: [raw(FrameType.PING, 0, 1, Buffer.alloc(8))] },
    { name: 'settings of 5 bytes', code: SIZE, frames: [raw(FrameType.SETTINGS, 0, 0, Buffer.alloc(5))] },
    { name: 'settings of a stream', code: PROTOCOL, frames: [raw(FrameType.SETTINGS, 0, 1)] },
    { name: 'a push', code: PROTOCOL, frames: [raw(FrameType.PUSH_PROMISE, 4, 1, Buffer.alloc(4))] },
    { name: 'a stream with an even number', code: PROTOCOL, frames: [headers(2)] },
    { name: 'data of stream 0', code: PROTOCOL, frames: [data(0, message('x'))] },
    { name: 'data of a stream that never was', code: PROTOCOL, frames: [data(9, message('x'))] },
    { name: 'a reset of a stream that never was', code: PROTOCOL, frames: [frame((out) => out.reset(9, 8))] },
    { name: 'a continuation of nothing', code: PROTOCOL, frames: [raw(FrameType.CONTINUATION, 4, 1)] },
    {
      name: 'a frame between a header block and its continuation',
      code: PROTOCOL,
      frames: [raw(FrameType.HEADERS, 0, 1, callHeaders), raw(FrameType.PING, 0, 0, Buffer.alloc(8))],
    },
    { name: 'more padding than frame', code: PROTOCOL, frames: [headers(1), raw(0, 8, 1, Buffer.from([9, 1]))] },
    { name: 'room for nothing', code: PROTOCOL, frames: [room(0, 0)] },
    { name: 'a window beyond 2^31', code: FLOW, frames: [room(0, 2 ** 31 - 1)] },
    { name: 'an initial window beyond 2^31', code: FLOW, frames: [frame((out) => out.settings([[4, 2 ** 31]]))] },
    { name: 'a header block that cannot be decoded', code: 9, frames: [headers(1, Buffer.from([0x80]))] },
    {
      name: 'a header block without end',
      code: CALM,
      frames: [raw(FrameType.HEADERS, 0, 1, callHeaders), ...Array<Buffer>(20).fill(raw(FrameType.CONTINUATION, 0, 1))],
    },
    {
      name: 'a flood of pings',
      code: CALM,
      frames: Array<Buffer>(limits.PINGS_PER_SECOND + 1).fill(raw(FrameType.PING, 0, 0, Buffer.alloc(8))),
    },
    {
      name: 'a flood of settings',
      code: CALM,
      frames: Array<Buffer>(limits.SETTINGS_PER_SECOND + 1).fill(raw(FrameType.SETTINGS, 0, 0)),
    },
    {
      name: 'a flood of empty data',
      code: CALM,
      frames: [headers(1), ...Array<Buffer>(limits.IDLE_FRAMES_PER_SECOND + 1).fill(data(1, Buffer.alloc(0)))],
    },
    {
      name: 'calls that are reset as fast as they come',
      code: CALM,
      frames: Array.from({ length: limits.RESETS_PER_SECOND + 1 }, (_, i) =>
        Buffer.concat([headers(2 * i + 1), frame((out) => out.reset(2 * i + 1, 8))]),
      ),
    },
  ];
  const check = (wire: Wire, code: number, frames: Buffer[]): void => {
    wire.send(...frames);
    const [last] = wire.take().slice(-1);
    expect(last?.type).to.equal(FrameType.GOAWAY);
    expect(last?.payload.readUInt32BE(4)).to.equal(code);
    expect(wire.over).to.be.a('string');
    expect(wire.connection.streams.size).to.equal(0);
    wire.send(headers(99));
    expect(wire.take()).to.deep.equal([]);
  };
  for (const { name, code, frames } of offences)
    it(`ends with GOAWAY ${code} at ${name}`, () => check(new Wire({ preface: false }), code, frames));
  for (const { name, code, frames } of later)
    it(`ends with GOAWAY ${code} at ${name}`, () => check(new Wire(), code, frames));

  it('resets a stream that sends more than it has room for', () => {
    const wire = new Wire();
    wire.send(headers(1));
    wire.calls[0]?.pause();
    for (let i = 0; i < 17; i++) wire.send(data(1, message('x'.repeat(16_379))));
    expect(wire.said()).to.deep.equal(['RST_STREAM 1 3']);
    expect(wire.peer.requestBytes).to.equal(0);
  });

  it('refuses a compressed message, and one that is larger than it may be, before it has come', () => {
    const wire = new Wire();
    const large = Buffer.alloc(5);
    large.writeUInt32BE(1_000_001, 1);
    wire.send(headers(1), data(1, Buffer.from([1, 0, 0, 0, 1, 0])), headers(3), data(3, large));
    const said = wire.said();
    expect(said[0]).to.contain('grpc-status=12').and.to.contain('end');
    expect(said[1]).to.equal('RST_STREAM 1 0');
    expect(said[2]).to.contain('grpc-status=8');
    expect(wire.messages).to.deep.equal([]);
  });

  it('bounds what unfinished requests of one connection keep', () => {
    const wire = new Wire();
    const count = Math.ceil(limits.CONNECTION_REQUEST_BYTES / 65_536) + 2;
    const large = Buffer.alloc(6);
    large.writeUInt32BE(900_000, 1);
    for (let i = 0; i < count; i++) wire.send(headers(2 * i + 1), data(2 * i + 1, large));
    expect(wire.peer.requestBytes).to.be.at.most(limits.CONNECTION_REQUEST_BYTES);
    expect(wire.said().filter((line) => line.includes('grpc-status=8'))).to.have.length(2);
  });

  it('counts calls that their client has reset until their handlers have answered', () => {
    const wire = new Wire();
    for (let i = 0; i < 5; i++) wire.send(headers(2 * i + 1), data(2 * i + 1, message('m'), true));
    for (const call of wire.calls) call.busy = true;
    for (let i = 0; i < 5; i++) wire.send(frame((out) => out.reset(2 * i + 1, 8)));
    expect(wire.connection.ghosts).to.equal(5);
    for (const call of wire.calls) call.finish(0, '');
    expect(wire.connection.ghosts).to.equal(0);
    expect(wire.said()).to.deep.equal([]);
  });
});

describe('texts of gRPC', () => {
  it('percent-encodes what is not printable, and back', () => {
    for (const text of ['', 'plain text!', '100 %', 'ü€😀', '\n\r\0', '~ ~'])
      expect(percentDecode(percentEncode(text))).to.equal(text);
    expect(percentEncode('a%\n')).to.equal('a%25%0A');
    expect(percentDecode('50% off %zz')).to.equal('50% off %zz');
  });

  it('reads timeouts in every unit', () => {
    expect(['1H', '2M', '3S', '4m', '5000u', '6000000n'].map(timeoutMs)).to.deep.equal([
      3_600_000, 120_000, 3000, 4, 5, 6,
    ]);
    for (const wrong of ['', 'S', '1', '1x', '123456789S', '-1S', '1.5S', ' 1S'])
      expect(timeoutMs(wrong)).to.equal(undefined);
  });
});
