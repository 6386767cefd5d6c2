import { of } from 'rxjs';
import { noInstrumentation, Tracer } from '../lib/instrumentation.js';

describe('instrumentation', () => {
  it('does nothing by default', () => {
    const source$ = of(1);
    expect(noInstrumentation.instrument('x', {}, source$)).toBe(source$);
    expect(() => {
      noInstrumentation.notify('x', {});
    }).not.toThrow();
  });

  it('is handed on by a tracer with its prefix', () => {
    const target = {
      instrument: jest.fn((_name: string, _payload: object, source: unknown) => source),
      notify: jest.fn(),
    };
    const tracer = new Tracer('app', target as never);
    const source$ = of(1);
    expect(tracer.instrument('opencode.request', { method: 'GET' }, source$)).toBe(source$);
    tracer.notify('opencode.connection.open', { epoch: 1 });
    expect(target.instrument).toHaveBeenCalledWith('app.opencode.request', { method: 'GET' }, source$);
    expect(target.notify).toHaveBeenCalledWith('app.opencode.connection.open', { epoch: 1 });
  });
});
