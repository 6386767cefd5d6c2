import { expectTypeOf } from 'expect-type';
import type {
  EventMap,
  EventOf,
  EventProperties,
  KnownEvent,
  OpencodeEvent,
  Part,
  Session,
  ToolState,
  UnknownEvent,
} from '../../lib/wire/index.js';

describe('the event types', () => {
  it('narrow to one event by comparing type', () => {
    const read = (event: OpencodeEvent): void => {
      if (event.type === 'todo.updated') {
        expectTypeOf(event).toEqualTypeOf<EventOf<'todo.updated'>>();
        expectTypeOf(event.properties.todos[0]?.content).toEqualTypeOf<string | undefined>();
      }
      if (event.type === 'plugin.added') {
        expectTypeOf(event).toEqualTypeOf<EventOf<'plugin.added'>>();
        expectTypeOf(event.properties['id']).toEqualTypeOf<unknown>();
      }
    };
    expectTypeOf(read).parameter(0).toEqualTypeOf<KnownEvent | UnknownEvent>();
  });

  it('narrow in a switch, where the rest stays', () => {
    const read = (event: EventOf<'session.idle' | 'session.error'> | UnknownEvent): void => {
      switch (event.type) {
        case 'session.idle':
        case 'session.error':
          expectTypeOf(event.properties.sessionID).toEqualTypeOf<string | undefined>();
          break;
        default:
          expectTypeOf(event).toEqualTypeOf<UnknownEvent>();
      }
    };
    expectTypeOf(read).returns.toBeVoid();
  });

  it('have a string for a type, whatever it is', () => {
    expectTypeOf<OpencodeEvent['type']>().toExtend<string>();
    expectTypeOf<KnownEvent['type']>().toEqualTypeOf<keyof EventMap>();
  });

  it('are readonly and have no undefined fields', () => {
    expectTypeOf<EventProperties<'session.idle'>>().toEqualTypeOf<{ readonly sessionID?: string }>();
    expectTypeOf<Session['metadata']>().toEqualTypeOf<Readonly<Record<string, unknown>> | undefined>();
  });

  it('narrow parts and tool states, unknown ones included', () => {
    const read = (part: Part, state: ToolState): void => {
      if (part.type === 'text') expectTypeOf(part.text).toEqualTypeOf<string>();
      if (part.type === 'tool') expectTypeOf(part.state).toEqualTypeOf<ToolState>();
      if (state.status === 'completed') expectTypeOf(state.output).toEqualTypeOf<string | undefined>();
    };
    expectTypeOf(read).returns.toBeVoid();
  });
});
