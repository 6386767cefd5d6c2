import { refactor, survey } from './refactor.js';
import { bash, question, reasoning, script, step, text, todowrite, write, type Script } from './script.js';

const work = (look: string, ask: string, note: string): ReturnType<typeof todowrite> =>
  todowrite({ 'Look around': look, 'Ask what to write': ask, 'Write it down': note });

const NOTE = '# A note from the tour\n\nEvery word of this came over one event stream.\n';

/** Turns with a name, played by a prompt that says `SCENARIO:name`. */
export const scenarios: Readonly<Record<string, Script>> = {
  refactor,
  survey,
  tour: script(
    step(
      reasoning(
        'The user wants to see what a turn looks like. I will make a plan, run a command, ask, and write a file.',
      ),
      text('Welcome! I am a scripted model behind a real OpenCode server. Let me make a plan.'),
      work('in_progress', 'pending', 'pending'),
    ),
    step(
      text('First a look around. The server will ask you before it runs this.'),
      bash('uname -s && date', 'Look around'),
    ),
    step(work('completed', 'in_progress', 'pending')),
    step(question('What shall I write?', ['A note', 'A poem', 'Surprise me'])),
    step(work('completed', 'completed', 'in_progress'), write('tour.md', NOTE)),
    step(work('completed', 'completed', 'completed')),
    step(
      reasoning('Everything is done. Time to sum up.'),
      text('That was the tour: reasoning, text, todos, a permission, a question and a file, all of it one Observable.'),
    ),
  ),
};
