import * as rest from '../../lib/rest/index.js';
import { stub } from './support.js';

const { http, calls } = stub(() => {
  throw new Error('nothing may be sent');
});

/** A caller without types. */
const loose = (value: unknown): never => value as never;

describe('wrong arguments throw at once, naming method and argument', () => {
  it.each<[string, () => unknown]>([
    [
      "createSession: unknown option 'titel'; did you mean 'title'?",
      () => rest.createSession(http, loose({ titel: 'x' })),
    ],
    ["createSession: unknown option 'zzzzzz'", () => rest.createSession(http, loose({ zzzzzz: 1 }))],
    ['createSession: title: not a string', () => rest.createSession(http, loose({ title: 5 }))],
    ['createSession: options: not an object', () => rest.createSession(http, loose('title'))],
    [
      "createSession: model: neither 'provider/model' nor an object of providerID and modelID (or id)",
      () => rest.createSession(http, { model: 'justaname' }),
    ],
    [
      "createSession: model: neither 'provider/model' nor an object of providerID and modelID (or id)",
      () => rest.createSession(http, { model: 'provider/' }),
    ],
    [
      "createSession: permission.0.action: not 'allow' or 'deny' or 'ask'",
      () => rest.createSession(http, loose({ permission: [{ permission: 'bash', pattern: '*', action: 'maybe' }] })),
    ],
    ['getSession: sessionID must be a non-empty string', () => rest.getSession(http, '')],
    ['getSession: sessionID must be a non-empty string', () => rest.getSession(http, loose(undefined))],
    ["getSession: sessionID must not be '..'", () => rest.getSession(http, '..')],
    [
      "getSession: unknown option 'timout'; did you mean 'timeout'?",
      () => rest.getSession(http, 's', loose({ timout: 1 })),
    ],
    [
      'getSession: timeout: neither a positive number of milliseconds nor false',
      () => rest.getSession(http, 's', { timeout: -1 }),
    ],
    ['getSession: directory: empty', () => rest.getSession(http, 's', { directory: '' })],
    ['getMessage: messageID must be a non-empty string', () => rest.getMessage(http, 's', '')],
    ['getMessages: before takes a limit', () => rest.getMessages(http, 's', { before: 'c' })],
    ['getMessages: limit: not as expected', () => rest.getMessages(http, 's', { limit: -1 })],
    ['revert: messageID: not a string', () => rest.revert(http, 's', loose({}))],
    ['revert: options: not an object', () => rest.revert(http, 's', loose(undefined))],
    ["forkSession: messageID: does not start with 'msg'", () => rest.forkSession(http, 's', { messageID: 'prt_1' })],
    [
      "summarize: model: neither 'provider/model' nor an object of providerID and modelID (or id)",
      () => rest.summarize(http, 's', loose({})),
    ],
    ['sendMessage: text must not be empty when there are no parts', () => rest.sendMessage(http, 's', '')],
    ['sendMessage: text must not be empty when there are no parts', () => rest.sendMessage(http, 's', [])],
    ['sendMessage: text: neither a string nor a list of parts', () => rest.sendMessage(http, 's', loose(5))],
    [
      "sendMessageAsync: messageID: does not start with 'msg'",
      () => rest.sendMessageAsync(http, 's', 'x', { messageID: 'x' }),
    ],
    [
      'sendMessage: parts.0.url: not a string',
      () => rest.sendMessage(http, 's', 'x', loose({ parts: [{ type: 'file', mime: 'a' }] })),
    ],
    [
      'sendMessage: tools.bash: not a boolean',
      () => rest.sendMessage(http, 's', 'x', loose({ tools: { bash: 'no' } })),
    ],
    ['command: name must be a non-empty string', () => rest.command(http, 's', '')],
    ['shell: command must be a non-empty string', () => rest.shell(http, 's', '')],
    ['replyQuestion: requestID must be a non-empty string', () => rest.replyQuestion(http, '', [])],
    ['replyQuestion: answers.0: not an array', () => rest.replyQuestion(http, 'q', loose(['Red']))],
    ['replyQuestion: answers: not an array', () => rest.replyQuestion(http, 'q', loose('Red'))],
    [
      "replyPermission: reply must be 'once', 'always' or 'reject'",
      () => rest.replyPermission(http, 'p', loose('yes')),
    ],
    ['findText: pattern must be a non-empty string', () => rest.findText(http, '')],
    ['readFile: path must be a non-empty string', () => rest.readFile(http, loose(null))],
    ["request: path must begin with '/'", () => rest.customRequest(http, 'GET', 'http://elsewhere')],
    ['request: method must be a non-empty string', () => rest.customRequest(http, '', '/x')],
    ['request: schema: not as expected', () => rest.customRequest(http, 'GET', '/x', loose({ schema: {} }))],
    ['request: query.a: not as expected', () => rest.customRequest(http, 'GET', '/x', loose({ query: { a: [] } }))],
    ['stream: parts: not an array', () => rest.buildPromptBody('x', loose({ parts: 'y' }), 'stream')],
  ])('%s', (message, run) => {
    expect(run).toThrow(new TypeError(message));
  });

  it('and send nothing', () => {
    expect(calls).toEqual([]);
  });
});

describe('buildPromptBody', () => {
  it('leaves out the options that are not the prompt’s', () => {
    const options = { agent: 'plan', streamTimeout: 5 };
    expect(JSON.stringify(rest.buildPromptBody('hi', options))).toBe(
      '{"parts":[{"type":"text","text":"hi"}],"agent":"plan"}',
    );
  });

  it('puts the text first, then the parts, and leaves an empty text out', () => {
    const file = { type: 'file', mime: 'text/plain', url: 'data:,x' } as const;
    expect(rest.buildPromptBody('hi', { parts: [file] }).parts).toEqual([{ type: 'text', text: 'hi' }, file]);
    expect(rest.buildPromptBody('', { parts: [file] }).parts).toEqual([file]);
  });
});
