const PLACES = ['directory', 'path', 'cwd', 'root', 'slug', 'version'];

/** What a value looks like whoever made it: ids, times, amounts and places by their kind, all else as it is. */
export function shapeOf(value: unknown, key = ''): unknown {
  if (typeof value === 'number') return 'a number';
  if (typeof value === 'string') return PLACES.includes(key) ? 'a place' : withoutIDs(value);
  if (Array.isArray(value)) return value.map(item => shapeOf(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, fieldOf(name, inner)]));
}

/** An error's details are the provider's own; what was asked of a child holds its script. */
function fieldOf(name: string, inner: unknown): unknown {
  if (name === 'data') return { message: (inner as { message: string }).message };
  return name === 'prompt' ? 'a prompt' : shapeOf(inner, name);
}

const withoutIDs = (text: string): string =>
  text.includes('SCRIPT') ? 'a prompt' : text.replace(/\b(ses|msg|prt|que|per|call)_\w+/g, '$1_');
