import { addressOf, joinUrl, pathOf, withoutQuery } from '../../lib/transport/url.js';

describe('joinUrl', () => {
  it.each([
    ['http://a:1', '/session', {}, {}, 'http://a:1/session'],
    ['http://a:1/prefix', '/session', {}, {}, 'http://a:1/prefix/session'],
    ['http://a:1', 'session', {}, {}, 'http://a:1/session'],
    ['http://a:1', '/s', { directory: '/a b&c' }, {}, 'http://a:1/s?directory=%2Fa+b%26c'],
    ['http://a:1', '/s', { limit: 1 }, { limit: 2, all: true }, 'http://a:1/s?limit=2&all=true'],
    ['http://a:1', '/s', { token: 't' }, { before: undefined }, 'http://a:1/s?token=t'],
    ['http://a:1', '/s?limit=3&x=1', { limit: 1 }, { x: 2 }, 'http://a:1/s?limit=3&x=2'],
    ['http://a:1', '//evil.test/s', {}, {}, 'http://a:1//evil.test/s'],
  ])('%s + %s + %j + %j', (base, path, baseQuery, query, expected) => {
    expect(joinUrl(base, baseQuery, path, query)).toBe(expected);
  });
});

describe('paths, as messages may tell them', () => {
  it('have neither query nor credentials nor host', () => {
    expect(pathOf('http://user:secret@a:1/event?token=secret')).toBe('/event');
    expect(pathOf('/event?token=secret')).toBe('/event');
    expect(withoutQuery('/event?token=secret')).toBe('/event');
    expect(withoutQuery('/event')).toBe('/event');
  });
});

describe('addresses, as messages may tell them', () => {
  it.each([
    ['http://user:secret@a:4096/event?token=secret', 'a:4096'],
    ['http://a/event', 'a:80'],
    ['https://a', 'a:443'],
    ['http://[::1]:4096/event', '[::1]:4096'],
    ['/event?token=secret', undefined],
  ])('are host and port: of %s %s', (url, address) => {
    expect(addressOf(url)).toBe(address);
  });
});
