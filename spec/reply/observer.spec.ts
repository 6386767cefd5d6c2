import { notifyObserver, type ReplyObserver } from '../../lib/reply/observer.js';
import type { ReplyTransition } from '../../lib/reply/transition.js';
import { question } from '../support/events.js';

const transition: ReplyTransition = { type: 'questionAsked', request: question('que_1'), askedAt: 1 };

describe('notifyObserver', () => {
  it('calls the method of that name, on the observer, with the transition', () => {
    const heard: unknown[] = [];
    const observer: ReplyObserver & { name: string } = {
      name: 'me',
      questionAsked(told) {
        heard.push([this === observer, told]);
      },
      todosChanged: told => heard.push(told),
    };
    notifyObserver(observer, transition);
    expect(heard).toEqual([[true, transition]]);
  });

  it('passes over what the observer does not care for', () => {
    expect(() => notifyObserver({}, transition)).not.toThrow();
    expect(() => notifyObserver({ questionReplied: () => undefined }, transition)).not.toThrow();
  });

  it('lets through what the method throws', () => {
    const observer: ReplyObserver = {
      questionAsked: () => {
        throw new Error('mine');
      },
    };
    expect(() => notifyObserver(observer, transition)).toThrow('mine');
  });
});
