import { text } from '../ui/json';

type Fields = Readonly<Record<string, unknown>>;

/** The questions of a `question` call, each with its options and, once there is one, its answer. */
export function asked({ questions }: Fields, { answers }: Fields): string {
  return listOf(questions)
    .map((question, index) => {
      const { question: words, options } = fieldsOf(question);
      const labels = listOf(options).flatMap(option => text(fieldsOf(option)['label']) ?? []);
      const answer = listOf(listOf(answers)[index]).join(', ');
      return [
        text(words) ?? '',
        labels.length > 0 ? `Options: ${labels.join(', ')}` : '',
        answer === '' ? '' : `Answer: ${answer}`,
      ]
        .filter(Boolean)
        .join('\n');
    })
    .join('\n\n');
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {});
