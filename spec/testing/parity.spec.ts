import { firstValueFrom } from 'rxjs';
import { scripted } from '../../examples/sandbox/index.js';
import type { OpencodeClient } from '../../lib/client.js';
import { ScriptedOpencode } from '../../lib/testing/index.js';
import { scenarios, type Scenario } from '../support/parity/scenarios.js';
import { shapeOf } from '../support/parity/shape.js';
import { Stage } from '../support/parity/stage.js';
import { storyOf } from '../support/parity/story.js';
import { useLive } from '../support/live.js';

const live = useLive();

/** What was heard and stored of a scenario. */
interface Played {
  readonly stories: readonly (readonly string[])[];
  readonly messages: unknown;
  readonly session: unknown;
}

async function play(client: OpencodeClient, { prompt, play: act }: Scenario, text: string): Promise<Played> {
  const stage = new Stage(client);
  await stage.open();
  await stage.post(stage.path('/prompt_async'), { parts: [{ type: 'text', text }], ...prompt });
  await (act?.(stage) ?? stage.idle());
  const children = await firstValueFrom(client.children(stage.sessionID)).catch(() => []);
  const stories = [stage.sessionID, ...children.map(({ id }) => id)].map(id => storyOf(stage.events, id));
  const messages = await stage.messages().catch(String);
  const session = await stage.session().catch(String);
  stage.close();
  return { stories, messages: shapeOf(messages), session: shapeOf(session) };
}

describe('a scripted server tells and stores what the real one does, about', () => {
  it.each(Object.entries(scenarios))('%s', async (_name, scenario) => {
    const real = await play(live().client, scenario, scripted('Hi.', ...scenario.model));
    const server = new ScriptedOpencode({
      models: ['scripted/scripted'],
      agents: ['build', 'explore', 'general', 'plan'],
    });
    server.onPrompt(scenario.script);
    const client = server.client();
    const played = await play(client, scenario, 'Hi. SCRIPT');
    client.close();
    expect(played).toEqual(real);
  });
});
