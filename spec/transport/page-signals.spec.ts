import { pageSignals } from '../../lib/transport/page-signals.js';

class FakeDocument extends EventTarget {
  visibilityState = 'hidden';
}

describe('pageSignals', () => {
  const world = globalThis as { window?: unknown; document?: unknown };

  afterEach(() => {
    delete world.window;
    delete world.document;
  });

  it('is silent outside pages', () => {
    const heard = jest.fn();
    const subscription = pageSignals().subscribe({ next: heard, complete: heard, error: heard });
    expect(heard).not.toHaveBeenCalled();
    subscription.unsubscribe();
  });

  it('emits when the page comes online or into view, and lets go of it on unsubscribe', () => {
    const window = new EventTarget();
    const document = new FakeDocument();
    Object.assign(world, { window, document });
    const heard = jest.fn();
    const subscription = pageSignals().subscribe(heard);
    window.dispatchEvent(new Event('online'));
    expect(heard).toHaveBeenCalledTimes(1);
    document.dispatchEvent(new Event('visibilitychange'));
    expect(heard).toHaveBeenCalledTimes(1);
    document.visibilityState = 'visible';
    document.dispatchEvent(new Event('visibilitychange'));
    expect(heard).toHaveBeenCalledTimes(2);

    subscription.unsubscribe();
    window.dispatchEvent(new Event('online'));
    document.dispatchEvent(new Event('visibilitychange'));
    expect(heard).toHaveBeenCalledTimes(2);
  });
});
