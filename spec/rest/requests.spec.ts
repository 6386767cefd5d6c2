import { rows } from './endpoints.js';
import { exchange } from './support.js';

describe('every endpoint', () => {
  it.each(rows)('%s', async (request, body, run) => {
    const { sent, answer } = await exchange(body, run);
    expect(sent.map(each => each.replaceAll('+', ' '))).toEqual([request]);
    expect(answer).toEqual(body);
  });
});
