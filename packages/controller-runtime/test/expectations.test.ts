import { VirtualClock } from '@kuorum/base';
import { Expectations } from '@kuorum/controller-runtime';
import { expect } from 'chai';

describe('Expectations', () => {
  it('are met when every creation and deletion was seen', () => {
    const expectations = new Expectations({ clock: new VirtualClock() });
    expect(expectations.satisfied('rc')).to.equal(true);
    expectations.expectCreations('rc', 2);
    expectations.expectDeletions('rc', 1);
    expect(expectations.satisfied('rc')).to.equal(false);
    expect(expectations.satisfied('other')).to.equal(true);
    expectations.creationObserved('rc');
    expectations.creationObserved('rc');
    expect(expectations.satisfied('rc')).to.equal(false);
    expectations.deletionObserved('rc');
    expect(expectations.satisfied('rc')).to.equal(true);
  });

  it('do not go below zero: what others create does not pay for what is still to come', () => {
    const expectations = new Expectations({ clock: new VirtualClock() });
    expectations.creationObserved('rc');
    expectations.expectCreations('rc', 1);
    expect(expectations.satisfied('rc')).to.equal(false);
  });

  it('count a named deletion once', () => {
    const expectations = new Expectations({ clock: new VirtualClock() });
    expectations.expectDeletions('rc', ['uid-1', 'uid-2']);
    expectations.deletionObserved('rc', 'uid-1');
    expectations.deletionObserved('rc', 'uid-1');
    expectations.deletionObserved('rc', 'uid-of-another');
    expect(expectations.satisfied('rc')).to.equal(false);
    expectations.deletionObserved('rc', 'uid-2');
    expect(expectations.satisfied('rc')).to.equal(true);
  });

  it('lapse, so that a lost event does not block for good', () => {
    const clock = new VirtualClock();
    const expectations = new Expectations({ clock, timeoutMs: 1000 });
    expectations.expectCreations('rc', 1);
    clock.advance(999);
    expect(expectations.satisfied('rc')).to.equal(false);
    clock.advance(1);
    expect(expectations.satisfied('rc')).to.equal(true);
  });

  it('go with their object', () => {
    const expectations = new Expectations({ clock: new VirtualClock() });
    expectations.expectCreations('rc', 1);
    expectations.delete('rc');
    expect(expectations.satisfied('rc')).to.equal(true);
  });
});
